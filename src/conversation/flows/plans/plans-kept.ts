import type { Flow, Session } from '../../session.js'
import type { Turn } from '../../turn.js'
import { NOT_KEPT } from '../../written.js'

/** What somebody who wants a plan has told so far. */
export type Interesse = Extract<Flow, { name: 'interesse' }>

/** Between two answers. */
const KEPT_MS = 15 * 60_000
const HOUR_MS = 3_600_000
/** Of one Telegram user. */
const MOST = {
  ceps: { withinMs: HOUR_MS, most: 10 },
  interesses: { withinMs: 24 * HOUR_MS, most: 3 },
} as const

/** What is told is kept so long, from the last answer on. */
export function keepFor(turn: Turn, { id }: Interesse): void {
  turn.setTimer('interesse', KEPT_MS, id)
}

/** Nothing of it is left in the session, and a correction of an answer is no report. */
export function forgetInterest(turn: Turn): void {
  const { session } = turn
  session.flow = { name: 'idle' }
  session.written = session.written.filter(({ ref }) => ref !== NOT_KEPT)
  turn.cancelTimer('interesse')
}

/** Takes a reading of the hour, or a sending of the day; false where there is none left. */
export function takeOne({ limits }: Session, list: 'ceps' | 'interesses', now: number): boolean {
  const { withinMs, most } = MOST[list]
  const made = (limits[list] ?? []).filter((at) => at > now - withinMs)
  limits[list] = made
  if (made.length >= most) return false
  made.push(now)
  return true
}
