import { sqlDateTime } from '../dates.js'
import type { Reply, StandInRequest } from '../http/route.js'
import { asText } from './fields.js'
import { wireOrdem } from './ordens.js'
import { found, refused } from './replies.js'
import type { HubsoftState, Ticket } from './state.js'

/** The one agenda of this tenant. */
export const AGENDA = 3
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** In Brazil, where the day begins three hours after UTC's. */
const OFFSET_MS = 3 * HOUR_MS
const HOURS = [8, 10, 14, 16]
const SLOT_MS = 2 * HOUR_MS

/** `GET ordem_servico/horarios_disponiveis_agenda`: days with their free times, as the vendor's collection shows them. */
export function listSlots(state: HubsoftState, { query }: StandInRequest): Reply {
  const agenda = query.get('id_agenda_ordem_servico')
  if (agenda === null && query.get('descricao') === null) {
    return refused('É necessário informar o id_agenda_ordem_servico ou a descrição da agenda')
  }
  if (agenda !== String(AGENDA)) return refused('Agenda não encontrada')
  const first = Date.parse(`${query.get('data_inicio') ?? sqlDateTime(state.now()).slice(0, 10)}T00:00:00Z`)
  const days = Number(query.get('dias') ?? 1)
  if (!Number.isFinite(first) || !(days >= 1)) return refused('Parâmetros inválidos')
  const datas = Object.fromEntries(
    Array.from({ length: days }, (_, index) => first + OFFSET_MS + index * DAY_MS).flatMap((day) => {
      const horarios = HOURS.map((hour) => day + hour * HOUR_MS).filter((at) => isFree(state, at))
      if (horarios.length === 0) return []
      const slots = Object.fromEntries(horarios.map((at) => [sqlDateTime(at).slice(11), wireSlot(at)]))
      return [[sqlDateTime(day).slice(0, 10), { disponiveis: horarios.length, horarios: slots }]]
    }),
  )
  // PHP makes a list of a map without keys.
  const some = Object.keys(datas).length > 0
  return found({ msg: 'Agenda consultada com sucesso!', agenda: 'VISITAS TÉCNICAS', horarios: { datas: some ? datas : [] } })
}

/** `POST ordem_servico/reagendar`: another time, where it is free; an ordem that awaits its schedule goes on awaiting. */
export function reschedule(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  return withOrdem(state, fields, (ticket, id) => {
    const inicio = instant(fields, 'inicio')
    const fim = instant(fields, 'termino')
    if (inicio === undefined || fim === undefined || fim <= inicio) {
      return refused('Erro ao validar os dados', ['As datas e horas de início e término são obrigatórias.'])
    }
    if (!isFree(state, inicio)) return refused('Não há técnico disponível no horário informado')
    state.plan(ticket, id, { inicio, fim })
    return saved('Reagendamento salvo com sucesso', ticket, id)
  })
}

/** `POST ordem_servico/agendar`: confirms the time that the ordem holds already, whatever else is sent. */
export function schedule(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  return withOrdem(state, fields, (ticket, id) => {
    if (ticket.visitas[id]?.marcada === true) return refused('A ordem de serviço não está aguardando agendamento')
    state.plan(ticket, id, { marcada: true })
    return saved('Agendamento salvo com sucesso', ticket, id)
  })
}

/** Why a visit is taken out of the agenda, as this tenant's register has it. */
const MOTIVOS_REMOCAO = ['8']

/** `POST ordem_servico/remove_agendamento`: it awaits its schedule again. */
export function unschedule(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  const problems = [
    ...(MOTIVOS_REMOCAO.includes(asText(fields.id_motivo_remocao_agendamento))
      ? []
      : ['O campo id_motivo_remocao_agendamento é obrigatório e deve existir.']),
    ...(asText(fields.observacao).length >= 10 ? [] : ['O campo observacao deve ter no mínimo 10 caracteres.']),
  ]
  if (problems.length > 0) return refused('Erro ao validar os dados', problems)
  return withOrdem(state, fields, (ticket, id) => {
    if (ticket.visitas[id]?.marcada !== true) return refused('A ordem de serviço não está agendada')
    state.plan(ticket, id, { marcada: false })
    return saved('Remoção do agendamento feito com sucesso', ticket, id)
  })
}

/** `POST ordem_servico/consultar`, by number. */
export function consultOrdem(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  const numero = asText(fields.consulta)
  if (numero === '') return refused('Erro ao validar os dados', ['O campo consulta é obrigatório.'])
  const ordens = state.tickets.flatMap((ticket) =>
    ticket.ordens.filter((id) => String(id - 20) === numero).map((id) => wireOrdem(ticket, id)),
  )
  return found({ ordens_servico: ordens })
}

function withOrdem(
  state: HubsoftState,
  fields: Record<string, unknown>,
  then: (ticket: Ticket, id: number) => Reply,
): Reply {
  const id = Number(asText(fields.id_ordem_servico))
  if (!Number.isInteger(id) || id < 1) {
    return refused('Erro ao validar os dados', ['O campo id_ordem_servico é obrigatório.'])
  }
  const ticket = state.tickets.find(({ ordens }) => ordens.includes(id))
  if (!ticket) return refused('Ordem de serviço não encontrada')
  return ticket.aberto ? then(ticket, id) : refused('A ordem de serviço já está finalizada')
}

function isFree(state: HubsoftState, at: number): boolean {
  if (at <= state.now() || state.taken.has(at)) return false
  return !state.tickets.some(({ visitas }) => Object.values(visitas).some(({ inicio }) => inicio === at))
}

function instant(fields: Record<string, unknown>, which: 'inicio' | 'termino'): number | undefined {
  const day = asText(fields[`data_${which}_programado`])
  const time = asText(fields[`hora_${which}_programado`])
  const at = Date.parse(`${day}T${time}-03:00`)
  return /^\d{4}-\d{2}-\d{2}$/u.test(day) && Number.isFinite(at) ? at : undefined
}

function saved(msg: string, ticket: Ticket, id: number): Reply {
  return { status: 200, body: { status: 'success', msg, ordem_servico: wireOrdem(ticket, id) } }
}

function wireSlot(at: number): Record<string, unknown> {
  const [start, end] = [sqlDateTime(at), sqlDateTime(at + SLOT_MS)]
  return {
    data_inicio: start.slice(0, 10),
    hora_inicio: start.slice(11),
    data_termino: end.slice(0, 10),
    hora_termino: end.slice(11),
    duracao_minutos: SLOT_MS / 60_000,
    duracao_str: '02:00:00',
    disponiveis: 1,
    tecnicos: [{ id: 4, name: 'Técnico Fictício', email: 'tecnico@exemplo.invalid' }],
  }
}
