import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** Time, so that tests can hold it still. Milliseconds since the epoch. */
export interface Clock {
  now(): number
  /** Resolves after `ms` (25 days at most), or as soon as the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** What a timer of Node can hold (25 days); asked for more it would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // Many may sleep with the one signal that stops them all; each takes its listener off again.
    if (signal) setMaxListeners(0, signal)
    try {
      await delay(Math.min(Math.max(0, ms), MAX_TIMER_MS), undefined, signal ? { signal } : {})
    } catch (error) {
      if (signal?.aborted !== true) throw error
    }
  },
}
