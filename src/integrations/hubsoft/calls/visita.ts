import { z } from 'zod'

import type { Horario } from '../../../domain/ordem-servico.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'
import { wireDone } from '../envelope.js'

const COLLECTION = "the vendor's collection of 2024, Ordem de Serviço"

const DAY = /^\d{4}-\d{2}-\d{2}$/u
const TIME = /^\d{1,2}:\d{2}(?::\d{2})?$/u

const slot = z.object({
  data_inicio: orNothing(wireText),
  hora_inicio: wireText.pipe(z.string().regex(TIME)),
  data_termino: orNothing(wireText),
  hora_termino: orNothing(wireText),
  duracao_minutos: orNothing(wireNumber).catch(undefined),
  disponiveis: orNothing(wireNumber).catch(undefined),
})

/**
 * Slots stand in maps by day and by time (`horarios.datas["2024-05-15"].horarios["16:00:00"]`), which PHP makes lists
 * of when they are empty: wherever a slot stands below its day, it is one.
 */
function slotsIn(value: unknown, day?: string): Horario[] {
  if (typeof value !== 'object' || value === null) return []
  const read = slot.safeParse(value)
  if (read.success) return toHorario(read.data, day)
  return Object.entries(value).flatMap(([key, inner]) => {
    // Technicians stand below each slot: theirs is none of our business.
    if (key === 'tecnicos') return []
    const known = DAY.test(key) ? key : day
    const timed: unknown = TIME.test(key) && isMap(inner) ? { hora_inicio: key, ...inner } : inner
    return slotsIn(timed, known)
  })
}

function toHorario(wire: z.output<typeof slot>, day: string | undefined): Horario[] {
  const data = wire.data_inicio ?? day
  const inicio = data === undefined ? undefined : parseInstant(`${data} ${wire.hora_inicio}`)
  if (inicio === undefined || (wire.disponiveis ?? 1) <= 0) return []
  const told =
    wire.hora_termino === undefined ? undefined : parseInstant(`${wire.data_termino ?? data ?? ''} ${wire.hora_termino}`)
  const fim = told ?? (wire.duracao_minutos === undefined ? undefined : inicio + wire.duracao_minutos * 60_000)
  return [{ inicio, ...(fim === undefined || fim <= inicio ? {} : { fim }) }]
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

export const listarHorarios = defineCall({
  name: 'ordemServico.horarios',
  summary: 'Horários livres de uma agenda de ordens de serviço',
  source: `${COLLECTION} > Consultar Horários Disponíveis na Agenda`,
  method: 'GET',
  path: '/ordem_servico/horarios_disponiveis_agenda',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    id_agenda_ordem_servico: z.number().int().positive(),
    data_inicio: z.iso.date(),
    dias: z.number().int().min(1).max(31),
  }),
  answer: z.object({ horarios: z.unknown() }).transform(({ horarios }) => slotsIn(horarios)),
  none: { saidAs: /^\s*(nenhum|n[ãa]o\s+h[áa])\s+hor[áa]rio/iu, answer: { horarios: [] } },
})

const time = z.string().regex(/^\d{2}:\d{2}:\d{2}$/u)

const body = z.object({
  id_ordem_servico: z.number().int().positive(),
  data_inicio_programado: z.iso.date(),
  hora_inicio_programado: time,
  data_termino_programado: z.iso.date(),
  hora_termino_programado: time,
})

export const agendarVisita = defineCall({
  name: 'ordemServico.agendar',
  summary: 'Confirma o agendamento de uma ordem de serviço que aguarda agendamento',
  source: `${COLLECTION} > Agendar`,
  method: 'POST',
  path: '/ordem_servico/agendar',
  access: 'write',
  timeoutMs: 8_000,
  // The document takes the id alone and keeps the time that stands in the ordem: the rest is for those that take one.
  body,
  answer: wireDone,
})

export const reagendarVisita = defineCall({
  name: 'ordemServico.reagendar',
  summary: 'Dá outro dia e horário a uma ordem de serviço',
  source: `${COLLECTION} > Reagendar`,
  method: 'POST',
  path: '/ordem_servico/reagendar',
  access: 'write',
  timeoutMs: 8_000,
  body,
  answer: wireDone,
})

const consultada = z
  .object({
    id_ordem_servico: wireId,
    status: orNothing(wireText),
    data_inicio_programado: z.unknown().optional(),
  })
  .transform((wire) => {
    const inicio = parseInstant(wire.data_inicio_programado)
    return {
      idOrdemServico: wire.id_ordem_servico,
      status: wire.status ?? '',
      ...(inicio === undefined ? {} : { inicioProgramado: inicio }),
    }
  })

export const consultarVisita = defineCall({
  name: 'ordemServico.consultar',
  summary: 'Uma ordem de serviço pelo seu número',
  source: `${COLLECTION} > Consultar`,
  method: 'POST',
  path: '/ordem_servico/consultar',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({ consulta: z.string().min(1) }),
  answer: z.object({ ordens_servico: wireList(consultada) }).transform((wire) => wire.ordens_servico),
  none: { saidAs: /^\s*nenhum(a)?\s+(ordem|o\.?\s?s\b|registro)/iu, answer: { ordens_servico: [] } },
})
