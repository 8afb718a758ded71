import { setTimeout as delay } from 'node:timers/promises'

/** Time, so that tests can hold it still. Milliseconds since the epoch. */
export interface Clock {
  now(): number
  /** Resolves after `ms`, or as soon as the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(Math.max(0, ms), undefined, signal ? { signal } : {})
    } catch (error) {
      if (signal?.aborted !== true) throw error
    }
  },
}
