import { z } from 'zod'

import type { Horario } from '../../../domain/ordem-servico.js'
import { parseInstant } from '../../wire/dates.js'
import { day, list, number, record, text } from '../../wire/record.js'
import { orNothing, wireNumber, wireText } from '../../wire/values.js'
import { usuario } from '../whole/pieces.js'

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

/** One slot, for operators: those without anybody free too, and who is free. */
const slotWhole = record({
  data_inicio: day,
  hora_inicio: text,
  data_termino: day,
  hora_termino: text,
  duracao_minutos: number,
  duracao_str: text,
  disponiveis: number,
  tecnicos: list(usuario),
})

/**
 * Slots stand in maps by day and by time (`horarios.datas["2024-05-15"].horarios["16:00:00"]`), which PHP makes lists
 * of when they are empty: wherever a slot stands below its day, it is one.
 */
export function slotsIn(value: unknown): Horario[] {
  return eachSlot(value).flatMap(({ wire, day: known }) => {
    const read = slot.safeParse(wire)
    return read.success ? toHorario(read.data, known) : []
  })
}

/** Every slot as it is told, with its day. */
export function wholeSlotsIn(value: unknown) {
  return eachSlot(value).map(({ wire, day: known }) => ({
    ...(known === undefined ? {} : { dataInicio: known }),
    ...slotWhole.parse(wire),
  }))
}

function eachSlot(value: unknown, known?: string): { wire: unknown; day: string | undefined }[] {
  if (typeof value !== 'object' || value === null) return []
  if (slot.safeParse(value).success) return [{ wire: value, day: known }]
  return Object.entries(value).flatMap(([key, inner]) => {
    // Technicians stand below each slot, and are none.
    if (key === 'tecnicos') return []
    const timed: unknown = TIME.test(key) && isMap(inner) ? { hora_inicio: key, ...inner } : inner
    return eachSlot(timed, DAY.test(key) ? key : known)
  })
}

function toHorario(wire: z.output<typeof slot>, known: string | undefined): Horario[] {
  const data = wire.data_inicio ?? known
  const inicio = data === undefined ? undefined : parseInstant(`${data} ${wire.hora_inicio}`)
  if (inicio === undefined || (wire.disponiveis ?? 1) <= 0) return []
  const told =
    wire.hora_termino === undefined ? undefined : parseInstant(`${wire.data_termino ?? data ?? ''} ${wire.hora_termino}`)
  const fim = told ?? (wire.duracao_minutos === undefined ? undefined : inicio + wire.duracao_minutos * 60_000)
  return [{ inicio, ...(fim === undefined || fim <= inicio ? {} : { fim }) }]
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
