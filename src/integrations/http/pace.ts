import { AppError } from '../../domain/errors.js'
import type { Clock } from '../../lib/clock.js'
import type { Deadline } from './deadline.js'

const WINDOW_MS = 60_000

/** Keeps this process's calls to a system to so many in any sixty seconds. */
export interface Pace {
  /** Waits for a slot; `rate-limited` (`safe`) at once when none comes within the deadline. */
  take(deadline: Deadline): Promise<void>
  /** Counts a call that is made in any case (a login). */
  count(): void
  /** Calls that could be made now without waiting. */
  spare(): number
  /** Gives no slot for this long: the other side said so (429 with Retry-After). */
  pause(ms: number): void
}

/**
 * Each call reserves its own time, so the queue is first come, first served, and no longer than the callers'
 * deadlines. A slot reserved by somebody who gave up while waiting stays used: too slow is safe, too fast is not.
 * `perMinute` may change from one call to the next: what was called before counts all the same.
 */
export function createPace(options: { perMinute: number | (() => number); clock: Clock; system: string }): Pace {
  const { perMinute, clock, system } = options
  const limit = (): number => Math.floor(typeof perMinute === 'number' ? perMinute : perMinute())
  /** Of the last minute and those to come, in the order of time. */
  let slots: number[] = []
  let pausedUntil = 0

  const reserve = (at: number) => {
    const now = clock.now()
    if ((slots[0] ?? now) <= now - WINDOW_MS) slots = slots.filter((slot) => slot > now - WINDOW_MS)
    const isLast = at >= (slots.at(-1) ?? at)
    slots.push(at)
    if (!isLast) slots.sort((one, other) => one - other)
  }

  return {
    take: async (deadline) => {
      const now = clock.now()
      const oldest = slots.at(-limit())
      const at = Math.max(now, pausedUntil, oldest === undefined ? 0 : oldest + WINDOW_MS)
      const waitMs = at - now
      if (waitMs > deadline.remainingMs()) {
        throw new AppError('rate-limited', 'our own limit of calls a minute is used up', {
          retry: 'safe',
          retryAfterMs: waitMs,
          context: { system, reason: 'pace' },
        })
      }
      reserve(at)
      if (waitMs > 0) await clock.sleep(waitMs, deadline.signal)
    },
    count: () => reserve(clock.now()),
    spare: () => {
      const now = clock.now()
      return now < pausedUntil ? 0 : Math.max(0, limit() - slots.filter((at) => at > now - WINDOW_MS).length)
    },
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, clock.now() + Math.min(ms, 10 * WINDOW_MS))
    },
  }
}
