import { z } from 'zod'

import type { Clock } from '../../lib/clock.js'
import type { Logger } from '../../lib/logger.js'

export const BEAT_MS = 2_000
/** Twelve seconds: well above what a busy process or a reconnection takes. */
const DEAD_BEATS = 6
/** Six seconds: as good as gone, for whoever shares what it used; a look too late does little harm. */
const ABSENT_BEATS = 3
/** Longer since the last look, and this process was away itself: what it saw before says nothing of the others. */
const AWAY_BEATS = 3

export interface LivenessOptions {
  /** This process, as its leases name it. */
  self: string
  /** Counts this process one up; gives all counts as Redis lists a hash: `process, count, …`. */
  beat: () => Promise<unknown>
  /** Ends what a dead process holds, and its count; called again at the next beat when it throws. */
  bury: (process: string) => Promise<void>
  clock: Clock
  logger: Logger
  beatMs: number
}

/**
 * Each process counts up every two seconds; one whose count stood still for twelve, as this one saw it without a break,
 * is dead, and what it holds is free at once. Judged by this process's own time and only while it sees Redis itself: after
 * a restart of Redis everybody has twelve seconds to come back.
 *
 * One that is thought dead and lives (cut off, or stopped for a while) does no harm: every step of it asks for its
 * lease, `mark-sent` before each call among them. A call that it had begun ends, by its policy, before the last reading
 * that allows another one.
 */
export class Liveness {
  readonly #options: LivenessOptions
  readonly #closing = new AbortController()
  #seen = new Map<string, Seen>()
  #lookedAt = -Infinity

  constructor(options: LivenessOptions) {
    this.#options = options
  }

  /** Resolves after the first beat, whatever came of it: from then on `living` knows the others. */
  async start(): Promise<void> {
    await this.#tryToBeat()
    void this.#run()
  }

  /** How many processes live, as of the last beat, this one among them. One that is new counts at once. */
  living(): number {
    const stood = ({ since }: Seen): number => this.#lookedAt - since
    const others = [...this.#seen].filter(([process, seen]) => {
      return process !== this.#options.self && stood(seen) < ABSENT_BEATS * this.#options.beatMs
    })
    return 1 + others.length
  }

  /** What is held now is left to the others: they will find this process dead. */
  close(): void {
    this.#closing.abort()
  }

  async #run(): Promise<void> {
    const { clock, beatMs } = this.#options
    for (;;) {
      await clock.sleep(beatMs, this.#closing.signal)
      if (this.#isClosed()) return
      await this.#tryToBeat()
    }
  }

  async #tryToBeat(): Promise<void> {
    try {
      await this.#beat()
    } catch (error) {
      if (!this.#isClosed()) this.#options.logger.warn('redis.no-heartbeat', { system: 'redis', error })
    }
  }

  async #beat(): Promise<void> {
    const { beat, bury, clock, logger } = this.#options
    const told = counts.parse(await beat())
    for (const dead of this.#judge(told, clock.now())) {
      await bury(dead)
      logger.info('redis.process-gone', { system: 'redis' })
    }
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted
  }

  /** Those that are dead, by what is told now and was seen before. */
  #judge(told: readonly Count[], now: number): string[] {
    const { self, beatMs } = this.#options
    const before = now - this.#lookedAt > AWAY_BEATS * beatMs ? new Map<string, Seen>() : this.#seen
    this.#lookedAt = now
    this.#seen = new Map(
      told.map(([process, count]) => {
        const last = before.get(process)
        return [process, last?.count === count ? last : { count, since: now }]
      }),
    )
    return [...this.#seen].flatMap(([process, { since }]) =>
      process !== self && now - since >= DEAD_BEATS * beatMs ? [process] : [],
    )
  }
}

type Count = readonly [process: string, count: number]

interface Seen {
  count: number
  /** Since when it stands. */
  since: number
}

const counts = z
  .array(z.union([z.string(), z.number()]))
  .transform((flat) => flat.flatMap((value, at): Count[] => (at % 2 === 0 ? [[String(value), Number(flat[at + 1])]] : [])))
