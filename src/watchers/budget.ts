import type { Clock } from '../lib/clock.js'

/** How many calls the watchers may make of one system. */
export interface Budget {
  /**
   * Milliseconds until there may be a call; 0 takes one now. Nothing is reserved by asking. `left` is the part (0 to 1)
   * of what may be made at once that must stay for others.
   */
  take(left?: number): number
}

/**
 * At most `perMinute` calls in any sixty seconds, evenly: nine tenths of them trickle in, a tenth may be made at once.
 * It may change from one call to the next.
 * With `spare`, none at all while customers' own calls leave less than a fifth of the system's limit.
 */
export function createBudget(options: { perMinute: () => number; clock: Clock; spare?: () => boolean }): Budget {
  const { perMinute, clock, spare = () => true } = options
  const mostOf = (all: number): number => Math.max(1, all / 10)
  let tokens = mostOf(perMinute())
  let at = clock.now()
  return {
    take(left = 0) {
      const all = perMinute()
      const most = mostOf(all)
      const perMs = Math.max(all - most, all / 2) / 60_000
      const needed = Math.min(most, 1 + most * left)
      const now = clock.now()
      tokens = Math.min(most, tokens + (now - at) * perMs)
      at = now
      if (!spare()) return BUSY_MS
      if (tokens < needed) return Math.ceil((needed - tokens) / perMs)
      tokens -= 1
      return 0
    },
  }
}

const BUSY_MS = 5_000
