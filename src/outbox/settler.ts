import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { EffectStore, Settlement } from './ports.js'

/**
 * Writes outcomes down, those that come while a write is under way as one batch. A store that fails is asked again
 * until it answers: an outcome is never dropped, only left to its lease when the process stops.
 */
export class Settler {
  #waiting: { settlement: Settlement; written: () => void }[] = []
  #writing = false
  readonly #closed = new AbortController()

  constructor(
    readonly store: Pick<EffectStore, 'settle'>,
    readonly clock: Clock,
    readonly logger: Logger,
  ) {}

  /** Resolves when it is in the store (or was left to its lease by `close`). */
  write(settlement: Settlement): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ settlement, written: resolve })
      if (this.#writing) return
      this.#writing = true
      setImmediate(() => void this.#drain())
    })
  }

  /** Tries no more: what is not written keeps its lease and is taken up again when that ends. */
  close(): void {
    this.#closed.abort()
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH)
      await this.#settle(batch.map(({ settlement }) => settlement))
      for (const { written } of batch) written()
    }
    this.#writing = false
  }

  async #settle(batch: readonly Settlement[]): Promise<void> {
    for (let failures = 0; !this.#closed.signal.aborted; failures += 1) {
      try {
        await this.store.settle(batch, this.clock.now())
        return
      } catch (error) {
        this.logger.error('outbox.settle-failed', { count: batch.length, attempt: failures + 1, error })
        await this.clock.sleep(backoffMs(failures, { baseMs: 200, maxMs: 5_000 }), this.#closed.signal)
      }
    }
  }
}

const MAX_BATCH = 64
