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
  /** How many ordens de serviço of it are open: closing it would cancel them. Absent where the listing does not say. */
  ordensAbertas?: number
  /** Milliseconds since the epoch. */
  cadastradoEm?: number
  fechadoEm?: number
  /** Closing words of the staff; public or not as its messages are. */
  fechamento?: string
  mensagens: readonly { id: number; texto: string; em?: number }[]
}
