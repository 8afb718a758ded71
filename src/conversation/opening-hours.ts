import { localDay, localInstant, localStamp } from './local-time.js'

/** When people attend, as `provider.yaml` has it; without it they always do. Local times of America/Sao_Paulo. */
export interface OpeningHours {
  /** Spans such as `08:00-12:00`, by day of the week; a day that is not there is closed. Without any they always attend. */
  horarios?: Readonly<Partial<Record<Weekday, readonly string[] | undefined>>> | undefined
  /** `YYYY-MM-DD`, or `MM-DD` for every year. */
  feriados: readonly string[]
}

export type Weekday = (typeof WEEKDAYS)[number]

/** As `Date.getUTCDay` counts. */
export const WEEKDAYS = ['domingo', 'segunda', 'terca', 'quarta', 'quinta', 'sexta', 'sabado'] as const

/** Whether people attend now. */
export function isOpen(hours: OpeningHours | undefined, now: number): boolean {
  return hours?.horarios === undefined || spansOf(hours, localDay(now)).some(({ from, until }) => from <= now && now < until)
}

/** The next time that they begin to, after now; none where they always do, or not within a month. */
export function nextOpening(hours: OpeningHours | undefined, now: number): number | undefined {
  if (hours?.horarios === undefined) return undefined
  // Noon, so that no change of the clock skips a day.
  const noon = localInstant(localDay(now), '12:00')
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const begins = spansOf(hours, localDay(noon + ahead * DAY_MS))
      .map(({ from }) => from)
      .filter((from) => from > now && !isOpen(hours, from - 1))
      .sort((a, b) => a - b)
    if (begins[0] !== undefined) return begins[0]
  }
  return undefined
}

/** `hoje às 08:00`, `amanhã às 08:00`, `segunda-feira, 13/07, às 08:00`. */
export function sayMoment(at: number, now: number): string {
  const time = localStamp(at).slice(11, 16)
  const day = localDay(at)
  if (day === localDay(now)) return `hoje às ${time}`
  if (day === localDay(localInstant(localDay(now), '12:00') + DAY_MS)) return `amanhã às ${time}`
  const [, month = '', date = ''] = day.split('-')
  return `${NAMES[weekday(day)] ?? ''}, ${date}/${month}, às ${time}`
}

function spansOf({ horarios, feriados }: OpeningHours, day: string): { from: number; until: number }[] {
  if (feriados.includes(day) || feriados.includes(day.slice(5))) return []
  const name = WEEKDAYS[weekday(day)]
  return ((name && horarios?.[name]) ?? []).map((span) => {
    const [from = '', until = ''] = span.split('-')
    return { from: localInstant(day, from), until: localInstant(day, until) }
  })
}

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

const NAMES = ['domingo', 'segunda-feira', 'terça-feira', 'quarta-feira', 'quinta-feira', 'sexta-feira', 'sábado']
const DAY_MS = 24 * 3_600_000
const DAYS_AHEAD = 31
