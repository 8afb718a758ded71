import { asText } from './fields.js'
import { refused } from './replies.js'
import type { Reply } from '../http/route.js'

interface Period {
  within: (ms: number) => boolean
  start: number
  end: number
}

/** The days of a request, in Brazil's time; refused where one is no date or they are the wrong way round. */
export function periodOf(from: unknown, until: unknown): { period: Period } | { refusal: Reply } {
  const [first, last] = [asText(from), asText(until)]
  const start = first === '' ? -Infinity : Date.parse(`${first}T00:00:00-03:00`)
  const end = last === '' ? Infinity : Date.parse(`${last}T23:59:59.999-03:00`)
  const problems = [
    ...(Number.isNaN(start) ? ['O campo data_inicio deve estar no formato YYYY-MM-DD.'] : []),
    ...(Number.isNaN(end) ? ['O campo data_fim deve estar no formato YYYY-MM-DD.'] : []),
    ...(start > end ? ['O campo data_fim deve ser maior ou igual a data_inicio.'] : []),
  ]
  if (problems.length > 0) return { refusal: refused('Parâmetros inválidos', problems) }
  return { period: { start, end, within: (ms) => ms >= start && ms <= end } }
}

/** As `2017-08-05 00:00:00` or `05/08/2017`. */
export function dayMs(written: string): number {
  const br = /^(\d{2})\/(\d{2})\/(\d{4})/u.exec(written)
  const day = br ? `${br[3] ?? ''}-${br[2] ?? ''}-${br[1] ?? ''}` : written.slice(0, 10)
  return Date.parse(`${day}T12:00:00-03:00`)
}
