/** A HubSoft atendimento as listings tell it. */
export interface Atendimento {
  idAtendimento: number
  protocolo: string
  idClienteServico?: number
  /** What it was opened with, the vendor's suffix included. */
  descricao: string
  tipo?: string
  status: string
  aberto: boolean
  /** Milliseconds since the epoch. */
  cadastradoEm?: number
  mensagens: readonly { id: number; texto: string; em?: number }[]
}
