/** Brazil's official time, in which providers write their hours and days. */
const ZONE = 'America/Sao_Paulo'

const day = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `YYYY-MM-DD`, there, at an instant. */
export const localDay = (at: number): string => day.format(at)

/** When the silence that it is now ends; `undefined` when it is none. Times are `HH:mm`; it may span midnight. */
export function silenceUntil(silencio: { inicio: string; fim: string } | undefined, now: number): number | undefined {
  if (!silencio) return undefined
  const seconds = secondsOf(clock.format(now))
  const from = secondsOf(silencio.inicio)
  const until = secondsOf(silencio.fim)
  const silent = from <= until ? seconds >= from && seconds < until : seconds >= from || seconds < until
  return silent ? now + (((until - seconds + DAY) % DAY) || DAY) * 1_000 : undefined
}

/** The instant at which it is `HH:mm` there (`24:00` is the next midnight) on a day `YYYY-MM-DD`. */
export function localInstant(date: string, time: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`) + secondsOf(time) * 1_000
  // The zone's offset then, read at an instant at most some hours away.
  const near = wanted + 3 * 3_600_000
  const shown = Date.parse(`${day.format(near)}T${clock.format(near)}Z`)
  return wanted + (Math.floor(near / 1_000) * 1_000 - shown)
}

/** `YYYY-MM-DDTHH:mm:ss`, there. */
export const localStamp = (at: number): string => `${day.format(at)}T${clock.format(at)}`

const DAY = 24 * 3_600

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 3_600 + minutes * 60 + seconds
}
