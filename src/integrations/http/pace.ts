import { AppError } from '../../domain/errors.js'
import type { Clock } from '../../lib/clock.js'
import type { Deadline } from './deadline.js'

const WINDOW_MS = 60_000

/** Keeps this process's calls to a system to so many in any sixty seconds. */
export interface Pace {
  /**
   * Waits for a slot; `rate-limited` (`safe`) at once when none comes within the deadline. In the background one is
   * taken when it is free and nobody else wants it.
   */
  take(deadline: Deadline, background?: boolean): Promise<void>
  /** Counts a call that is made in any case (a login). */
  count(): void
  /** Calls that could be made now without waiting. */
  spare(): number
  /** Gives no slot for this long: the other side said so (429 with Retry-After). */
  pause(ms: number): void
}

/**
 * Each customer's call reserves its own time, so the queue is first come, first served, and no longer than the callers'
 * deadlines. A slot reserved by somebody who gave up while waiting stays used: too slow is safe, too fast is not.
 * `perMinute` may change from one call to the next: what was called before counts all the same.
 *
 * What runs in the background reserves nothing ahead: it looks again when a slot should be free, and by then a customer
 * may have it. With `ahead`, customers may take so many slots more at once, even where the background uses every one;
 * they are missing afterwards, and the background waits until they are made up for, so that the average stays.
 */
export function createPace(options: {
  perMinute: number | (() => number)
  clock: Clock
  system: string
  ahead?: number
}): Pace {
  const { perMinute, clock, system, ahead = 0 } = options
  const limit = (): number => Math.max(1, Math.floor(typeof perMinute === 'number' ? perMinute : perMinute()))
  /** Of the last minute and those to come, in the order of time. */
  let slots: number[] = []
  let pausedUntil = 0

  /** When all that was taken is paid for, at so many a minute: beyond the clock while there is a debt. */
  let paidAt = 0
  const oneMs = (): number => WINDOW_MS / limit()

  const reserve = (at: number) => {
    const now = clock.now()
    if ((slots[0] ?? now) <= now - WINDOW_MS) slots = slots.filter((slot) => slot > now - WINDOW_MS)
    const isLast = at >= (slots.at(-1) ?? at)
    slots.push(at)
    if (!isLast) slots.sort((one, other) => one - other)
    paidAt = Math.max(paidAt, at) + oneMs()
  }
  /** When no more than `count` were taken in the minute before, and, with `ahead`, the debt is no larger than that. */
  const after = (count: number): number => {
    const oldest = slots.at(-count)
    return Math.max(oldest === undefined ? 0 : oldest + WINDOW_MS, ahead > 0 ? paidAt - (count - 1) * oneMs() : 0)
  }
  const nextAt = (background: boolean): number =>
    Math.max(clock.now(), pausedUntil, after(background ? limit() : limit() + ahead))
  const tooLong = (retryAfterMs: number) =>
    new AppError('rate-limited', 'our own limit of calls a minute is used up', {
      retry: 'safe',
      retryAfterMs,
      context: { system, reason: 'pace' },
    })

  return {
    take: async (deadline, background = false) => {
      for (;;) {
        const now = clock.now()
        const at = nextAt(background)
        const waitMs = at - now
        if (waitMs > deadline.remainingMs()) throw tooLong(waitMs)
        if (!background || waitMs === 0) reserve(at)
        if (waitMs > 0) await clock.sleep(waitMs, deadline.signal)
        if (!background || waitMs === 0 || deadline.signal.aborted) return
      }
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
