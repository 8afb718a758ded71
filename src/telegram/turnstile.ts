import type { Clock } from '../lib/clock.js'
import { telegramError } from './errors.js'

const SECOND_MS = 1000

interface Waiting {
  since: number
  pass: (call: Passed) => void
  refuse: (error: Error) => void
}

/** A call that passed: when, or when it was answered. */
export interface Passed {
  at: number
  underWay: boolean
}

/**
 * Lets so many calls through in any second (`perSecond`, which may change): a burst of that many at once, the next when
 * the first is a second old. Answers pass before notices, each in their order. Telegram counts a call when it comes, which is some time between its
 * passing and its answer: its second begins with the answer, or with its failure.
 */
export class Turnstile {
  readonly #perSecond: () => number
  readonly #clock: Clock
  readonly #maxWaitMs: number
  /** Those on their way, and those answered within a second. */
  readonly #passed = new Set<Passed>()
  readonly #waiting: Record<'answer' | 'notice', Waiting[]> = { answer: [], notice: [] }
  #pausedUntil = 0
  #turning = false

  /** Nobody waits longer than `maxWaitMs`. */
  constructor(perSecond: () => number, clock: Clock, maxWaitMs: number) {
    this.#perSecond = perSecond
    this.#clock = clock
    this.#maxWaitMs = maxWaitMs
  }

  /** Resolves when this call may be made; throws `rate-limited` (`safe`) where that is not soon enough. */
  async pass(kind: 'answer' | 'notice'): Promise<Passed> {
    if (this.#waitMs() <= 0 && this.#goesFirst(kind)) {
      return this.#count()
    }
    return new Promise((pass, refuse) => {
      this.#waiting[kind].push({ since: this.#clock.now(), pass, refuse })
      void this.#turn()
    })
  }

  /** Passes where nobody waits and much of this second is left. */
  tryPass(): Passed | undefined {
    return this.isFree() ? this.#count() : undefined
  }

  /** Its answer is there, or it failed; whoever made it must tell. */
  answered(call: Passed): void {
    call.at = this.#clock.now()
    call.underWay = false
    this.#passed.add(call)
  }

  /** Whether there is room for calls that can wait. */
  isFree(): boolean {
    const recent = this.#recent().length
    return this.pausedMs() <= 0 && this.#goesFirst('notice') && recent < this.#perSecond() * 0.7
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
      if (waitMs <= 0) this.#letOneThrough()
      else {
        await this.#clock.sleep(waitMs)
        this.#refuseLate()
      }
    }
    this.#turning = false
  }

  #letOneThrough(): void {
    const next = this.#waiting.answer.shift() ?? this.#waiting.notice.shift()
    next?.pass(this.#count())
  }

  /** While calls hang there may be no room for long. */
  #refuseLate(): void {
    const now = this.#clock.now()
    for (const line of [this.#waiting.answer, this.#waiting.notice]) {
      // Each line is in the order of its coming.
      while (line[0] && now - line[0].since > this.#maxWaitMs) line.shift()?.refuse(crowded(SECOND_MS))
    }
  }

  #goesFirst(kind: 'answer' | 'notice'): boolean {
    return this.#waiting.answer.length === 0 && (kind === 'answer' || this.#waiting.notice.length === 0)
  }

  /** Until the next call may pass. */
  #waitMs(): number {
    const recent = this.#recent()
    const before = recent.sort((a, b) => a - b).at(-Math.floor(this.#perSecond()))
    const room = before === undefined ? 0 : before + SECOND_MS
    return Math.max(room, this.#pausedUntil) - this.#clock.now()
  }

  /** When the calls of the last second were answered; for those on their way, now. */
  #recent(): number[] {
    const now = this.#clock.now()
    for (const call of this.#passed) if (!call.underWay && now - call.at >= SECOND_MS) this.#passed.delete(call)
    return [...this.#passed].map(({ at, underWay }) => (underWay ? now : at))
  }

  #count(): Passed {
    const call = { at: this.#clock.now(), underWay: true }
    this.#passed.add(call)
    return call
  }
}

const crowded = (ms: number): Error => telegramError('rate-limited', 'safe', 'pace', 'crowded', { retryAfterMs: ms })
