/** A visit (ordem de serviço), as far as a customer is told of it. */
export interface OrdemServico {
  idOrdemServico: number
  numero: string
  tipo: string
  /** The vendor's word: `aguardando_agendamento`, `pendente`, `finalizado`, … */
  status: string
  aberta: boolean
  /** Planned start and end, milliseconds since the epoch. */
  inicioProgramado?: number
  terminoProgramado?: number
  idAtendimento?: number
}
