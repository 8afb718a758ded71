import type { Clock } from '../lib/clock.js'
import { telegramError } from './errors.js'

/** Telegram's published limit for one bot: about thirty messages in any second. */
const PER_SECOND = 30
const SECOND_MS = 1000

interface Waiting {
  since: number
  pass: () => void
  refuse: (error: Error) => void
}

/**
 * Lets thirty calls through in any second: a burst of thirty at once, the next when the first is a second old. Answers
 * pass before notices, each in their order.
 */
export class Turnstile {
  readonly #clock: Clock
  readonly #maxWaitMs: number
  /** When the last calls passed, oldest first. */
  readonly #passed: number[] = []
  readonly #waiting: Record<'answer' | 'notice', Waiting[]> = { answer: [], notice: [] }
  #pausedUntil = 0
  #turning = false

  /** Nobody waits longer than `maxWaitMs`. */
  constructor(clock: Clock, maxWaitMs: number) {
    this.#clock = clock
    this.#maxWaitMs = maxWaitMs
  }

  /** Resolves when this call may be made; throws `rate-limited` (`safe`) where that is not soon enough. */
  async pass(kind: 'answer' | 'notice'): Promise<void> {
    if (this.#waitMs() <= 0 && this.#goesFirst(kind)) {
      this.#count()
      return
    }
    await new Promise<void>((pass, refuse) => {
      this.#waiting[kind].push({ since: this.#clock.now(), pass, refuse })
      void this.#turn()
    })
  }

  /** Passes where nobody waits and much of this second is left. */
  tryPass(): boolean {
    const free = this.isFree()
    if (free) this.#count()
    return free
  }

  /** Whether there is room for calls that can wait. */
  isFree(): boolean {
    const now = this.#clock.now()
    const recent = this.#passed.filter((at) => now - at < SECOND_MS).length
    return this.#pausedUntil <= now && this.#goesFirst('notice') && recent < PER_SECOND * 0.7
  }

  pausedMs(): number {
    return this.#pausedUntil - this.#clock.now()
  }

  /** Those who wait already wait on, unless it is too long. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms)
    if (ms <= this.#maxWaitMs) return
    for (const { refuse } of [...this.#waiting.answer.splice(0), ...this.#waiting.notice.splice(0)]) refuse(crowded(ms))
  }

  /** Lets those who wait through, one after the other; runs while there are any. */
  async #turn(): Promise<void> {
    if (this.#turning) return
    this.#turning = true
    while (this.#waiting.answer.length + this.#waiting.notice.length > 0) {
      const waitMs = this.#waitMs()
      if (waitMs > 0) await this.#clock.sleep(waitMs)
      else this.#letOneThrough()
    }
    this.#turning = false
  }

  #letOneThrough(): void {
    const next = this.#waiting.answer.shift() ?? this.#waiting.notice.shift()
    if (!next) return
    if (this.#clock.now() - next.since > this.#maxWaitMs) {
      next.refuse(crowded(SECOND_MS))
      return
    }
    this.#count()
    next.pass()
  }

  #goesFirst(kind: 'answer' | 'notice'): boolean {
    return this.#waiting.answer.length === 0 && (kind === 'answer' || this.#waiting.notice.length === 0)
  }

  /** Until the next call may pass. */
  #waitMs(): number {
    const oldest = this.#passed.length < PER_SECOND ? undefined : this.#passed[0]
    const room = oldest === undefined ? 0 : oldest + SECOND_MS
    return Math.max(room, this.#pausedUntil) - this.#clock.now()
  }

  #count(): void {
    this.#passed.push(this.#clock.now())
    if (this.#passed.length > PER_SECOND) this.#passed.shift()
  }
}

const crowded = (ms: number): Error => telegramError('rate-limited', 'safe', 'pace', 'crowded', { retryAfterMs: ms })
