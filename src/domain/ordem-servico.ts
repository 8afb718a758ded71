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
  /** The agenda that its visits are planned in, where the listing tells it. */
  idAgenda?: number
}

/** A free time of an agenda, milliseconds since the epoch. */
export interface Horario {
  inicio: number
  fim?: number
}

/** Whether a visit has no time yet: what its record holds as one is then a placeholder. */
export function awaitsSchedule({ status, inicioProgramado }: OrdemServico): boolean {
  return inicioProgramado === undefined || /aguardando/iu.test(status)
}
