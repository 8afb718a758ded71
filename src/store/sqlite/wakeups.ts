import { setMaxListeners } from 'node:events'

/** What a loop waits for. */
export type Topic = 'turns' | 'effects' | 'watches'

export interface Until {
  /** When the next thing is due, as far as is known. */
  dueAt: number | undefined
  now: number
  maxMs: number
  signal: AbortSignal
}

/** The longest that `setTimeout` can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Wakes the loops that wait for work. Nothing is missed between a look at the database and the wait: both happen in
 * one tick, and `tell` is called in a later one, right after the COMMIT that made the change.
 */
export class Wakeups {
  readonly #waiters: Record<Topic, Set<() => void>> = { turns: new Set(), effects: new Set(), watches: new Set() }
  readonly #touched = new Set<Topic>()

  /** Notes, inside a transaction, that its commit may let a loop go on. Told in vain when it is rolled back. */
  touch(topic: Topic): void {
    this.#touched.add(topic)
  }

  /** Wakes those who wait for what was touched. */
  tell(): void {
    const topics = [...this.#touched]
    this.#touched.clear()
    for (const topic of topics) this.#wake(topic)
  }

  /** Resolves at `dueAt` by the caller's `now`, after `maxMs`, when the topic is told, or on abort; never at once. */
  wait(topic: Topic, until: Until): Promise<void> {
    const { dueAt = Infinity, now, maxMs, signal } = until
    if (signal.aborted) return Promise.resolve()
    // All loops of a process may wait with the one signal that stops them; each takes its listener off again.
    setMaxListeners(0, signal)
    return new Promise((resolve) => {
      const waiters = this.#waiters[topic]
      const wake = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        waiters.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.max(0, Math.min(dueAt - now, maxMs, MAX_TIMER_MS))).unref()
      signal.addEventListener('abort', wake)
      waiters.add(wake)
    })
  }

  /** Lets everybody go on, to find the store closed. */
  close(): void {
    this.#wake('turns')
    this.#wake('effects')
    this.#wake('watches')
  }

  #wake(topic: Topic): void {
    for (const wake of [...this.#waiters[topic]]) wake()
  }
}
