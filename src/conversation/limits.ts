/** What a Telegram user may try before proving anything (docs/architecture.md, "Who is asking"). A documento is never locked. */
import { usedToday } from './model/model-limits.js'
import type { Session } from './session.js'
import type { Turn } from './turn.js'

const LOOKUPS_PER_HOUR = 5
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LOCK_MS = 30 * 60_000
const BIRTH_TRIES = 3

/** Whether this user is locked; if so, says for how long. */
export function refuseWhileLocked(turn: Turn): boolean {
  const { session } = turn
  const { lockedUntil } = session.limits
  if (lockedUntil === undefined || lockedUntil <= turn.now) {
    delete session.limits.lockedUntil
    return false
  }
  session.flow = { name: 'idle' }
  turn.say('bloqueado', { minutos: minutesUntil(turn, lockedUntil) }, [[['atendente', 'menu:atendente']]])
  return true
}

/** Takes one of the hour's lookups; otherwise the minutes until there is one again. */
export function takeLookup(turn: Turn): { kind: 'taken' } | { kind: 'none'; minutos: number } {
  const { limits } = turn.session
  limits.lookups = limits.lookups.filter((at) => at > turn.now - HOUR_MS)
  const [oldest] = limits.lookups
  if (oldest !== undefined && limits.lookups.length >= LOOKUPS_PER_HOUR) {
    return { kind: 'none', minutos: minutesUntil(turn, oldest + HOUR_MS) }
  }
  limits.lookups.push(turn.now)
  return { kind: 'taken' }
}

/** Counts a wrong birth date, over all documentos; how many tries are left, none of them once locked. */
export function countWrongBirth(turn: Turn): number {
  const { limits } = turn.session
  limits.birthFailures += 1
  if (limits.birthFailures < BIRTH_TRIES) return BIRTH_TRIES - limits.birthFailures
  limits.birthFailures = 0
  limits.lockedUntil = turn.now + LOCK_MS
  return 0
}

const minutesUntil = (turn: Turn, at: number): number => Math.max(1, Math.ceil((at - turn.now) / 60_000))

/** What of the limits still holds: it outlives `/esquecer`, or a stranger would have new tries by it. */
export function currentLimits({ session: { limits }, now }: Turn): Limits {
  const { lookups, birthFailures, lockedUntil, perguntas, acoes, ceps, interesses } = limits
  const modelo = usedToday(limits.modelo, now)
  const within = (times: readonly number[], ms: number): number[] => times.filter((at) => at > now - ms)
  return {
    lookups: within(lookups, HOUR_MS),
    birthFailures,
    perguntas: within(perguntas, DAY_MS),
    ...(ceps ? { ceps: within(ceps, HOUR_MS) } : {}),
    ...(interesses ? { interesses: within(interesses, DAY_MS) } : {}),
    ...(modelo ? { modelo } : {}),
    acoes: Object.fromEntries(Object.entries(acoes).filter(([, at]) => at > now - DAY_MS)),
    ...(lockedUntil !== undefined && lockedUntil > now ? { lockedUntil } : {}),
  }
}

/** Whether any limit still runs. */
export function hasLimits({ lookups, lockedUntil, perguntas, acoes, modelo, ceps = [], interesses = [] }: Limits): boolean {
  const made = [lookups, perguntas, ceps, interesses, Object.keys(acoes)]
  return lockedUntil !== undefined || modelo !== undefined || made.some(({ length }) => length > 0)
}

type Limits = Session['limits']
