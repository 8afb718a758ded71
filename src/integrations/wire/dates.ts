/**
 * HubSoft's dates, every form seen: `dd/mm/yyyy`, `dd/mm/yyyy HH:mm[:ss]` (also with the backslash that its JSON
 * escapes leave), `yyyy-mm-dd[ HH:mm:ss]`, the same with `-03` behind it, `{ date, timezone_type, timezone }`, and
 * milliseconds. Local time is America/Sao_Paulo unless it says otherwise (docs/errata.md).
 */
const LOCAL_ZONE = 'America/Sao_Paulo'

/** The instant, in milliseconds since the epoch; undefined for what is no date. */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? value : undefined
  const written = read(value)
  if (!written) return undefined
  const { year, month, day, hour, minute, second, zone } = written
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  const offset = zone === undefined ? undefined : offsetMsOf(zone)
  if (offset !== undefined) return asUtc - offset
  const name = zone !== undefined && isZone(zone) ? zone : LOCAL_ZONE
  // Twice: the first guess may fall on the other side of a change of the clocks.
  const guess = asUtc - zoneOffsetMs(name, asUtc)
  const at = asUtc - zoneOffsetMs(name, guess)
  if (at + zoneOffsetMs(name, at) === asUtc) return at
  // An hour that the clocks passed over: São Paulo's was midnight, so that the day before would be told of every
  // date without a time on which summer began.
  return Math.max(guess, at)
}

/** The calendar day as it is written, `YYYY-MM-DD`, no zone applied: a birth date has none. */
export function parseDay(value: unknown): string | undefined {
  const written = read(value)
  if (!written) return undefined
  const two = (part: number) => String(part).padStart(2, '0')
  return `${String(written.year).padStart(4, '0')}-${two(written.month)}-${two(written.day)}`
}

/** The day in Brazil at an instant, `YYYY-MM-DD`. */
export function localDay(instant: number): string {
  return new Date(instant + zoneOffsetMs(LOCAL_ZONE, instant)).toISOString().slice(0, 10)
}

/** The time of day in Brazil at an instant, `HH:mm:ss`. */
export function localTime(instant: number): string {
  return new Date(instant + zoneOffsetMs(LOCAL_ZONE, instant)).toISOString().slice(11, 19)
}

interface Written {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** An offset (`-03`, `Z`) or the name of a zone. */
  zone: string | undefined
}

const TIME = String.raw`(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?`
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})[/\\]+(\d{1,2})[/\\]+(\d{4})${TIME}$`, 'u')
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${TIME}$`, 'u')

function read(value: unknown): Written | undefined {
  if (typeof value === 'object' && value !== null && 'date' in value) {
    const written = read(value.date)
    const zone = 'timezone' in value && typeof value.timezone === 'string' ? value.timezone : undefined
    return written && { ...written, zone: written.zone ?? zone }
  }
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const dayFirst = DAY_FIRST.exec(text)
  const match = dayFirst ?? YEAR_FIRST.exec(text)
  if (!match) return undefined
  const part = (index: number) => Number(match[index] ?? 0)
  const [year, month, day] = dayFirst ? [part(3), part(2), part(1)] : [part(1), part(2), part(3)]
  const written = { year, month, day, hour: part(4), minute: part(5), second: part(6), zone: match[7] }
  return isReal(written) ? written : undefined
}

function isReal({ year, month, day, hour, minute, second }: Written): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  // Years before that are nobody's: year 1 and the like stand for an empty date, and `Date.UTC` would take 1 for 1901.
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 61
}

function offsetMsOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'UTC') return 0
  const match = /^([+-])(\d{2})(?::?(\d{2}))?$/u.exec(zone)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size < 20) formats.set(zone, format)
  return format
}

function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return zone.includes('/')
  } catch {
    // An abbreviation ("BRT") or nonsense: local time then.
    return false
  }
}

function zoneOffsetMs(zone: string, instant: number): number {
  const parts = new Map(formatOf(zone).formatToParts(new Date(instant)).map(({ type, value }) => [type, Number(value)]))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(instant / 1_000) * 1_000
}
