import type { Clock } from '../../src/lib/clock.js'

/** A clock that stands still until `advance` moves it, waking each sleeper at its own time. */
export class FakeClock implements Clock {
  #now: number
  #sleepers: { dueAt: number; wake: () => void }[] = []

  constructor(startAt = Date.UTC(2026, 6, 1, 12)) {
    this.#now = startAt
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const sleeper = {
        dueAt: this.#now + Math.max(0, ms),
        wake: () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
          signal?.removeEventListener('abort', sleeper.wake)
          resolve()
        },
      }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', sleeper.wake)
    })
  }

  /** Moves time on where nobody sleeps: for tests with many thousand steps. */
  set(at: number): void {
    this.#now = Math.max(this.#now, at)
  }

  /** Moves time on, everything that is due on the way done at its time. `advance(0)` lets what is ready finish. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    for (;;) {
      await quiet()
      const [next] = this.#sleepers.filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)
      if (!next) break
      this.#now = Math.max(this.#now, next.dueAt)
      next.wake()
    }
    this.#now = until
  }
}

/** Long enough for any chain of promises that waits for no time and no network. */
async function quiet(): Promise<void> {
  for (let tick = 0; tick < 12; tick += 1) await new Promise((resolve) => setImmediate(resolve))
}
