import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { EffectStore, Settlement } from './ports.js'

/** Effects of one turn that were handed over together, each in a lane of its own; how many are not performed yet. */
export interface Together {
  left: number
}

/**
 * Writes outcomes down, those that come while a write is under way as one batch. A store that fails is asked again
 * until it answers: an outcome is never dropped, only left to its lease when the process stops.
 */
export class Settler {
  #waiting: { settlement: Settlement; written: () => void }[] = []
  #writing = false
  readonly #closed = new AbortController()
  readonly #hurrying = new AbortController()

  constructor(
    readonly store: Pick<EffectStore, 'settle'>,
    readonly clock: Clock,
    readonly logger: Logger,
  ) {}

  /**
   * Resolves when it is in the store (or was left to its lease by `close`). What nobody waits to hear of waits a
   * moment for the rest of its turn, so that the replies of a turn are one write.
   */
  write(settlement: Settlement, together?: Together): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ settlement, written: resolve })
      if (together) together.left -= 1
      if (together && together.left > 0 && isQuiet(settlement)) void this.#linger(settlement)
      else this.#schedule()
    })
  }

  /** Lets nothing wait for the rest of its turn any more. */
  hurry(): void {
    this.#hurrying.abort()
  }

  /** Tries no more: what is not written keeps its lease and is taken up again when that ends. */
  close(): void {
    this.#closed.abort()
    this.#hurrying.abort()
  }

  async #linger({ effect }: Settlement): Promise<void> {
    const ms = effect.kind === 'telegram.callback' || effect.kind === 'telegram.clearButtons' ? HARMLESS_MS : LINGER_MS
    await this.clock.sleep(ms, this.#hurrying.signal)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#writing || this.#waiting.length === 0) return
    this.#writing = true
    setImmediate(() => void this.#drain())
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

/** Whether the conversation hears nothing of it and it is over. */
function isQuiet({ state, event }: Settlement): boolean {
  return event === undefined && state !== 'intended' && state !== 'unknown'
}

const MAX_BATCH = 64
/** A process killed meanwhile sends a reply again, so it is short; */
const LINGER_MS = 100
/** but nobody sees a button acknowledged again. */
const HARMLESS_MS = 2_000
