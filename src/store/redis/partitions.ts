import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import { systemClock } from '../../lib/clock.js'
import { randomCode } from '../../lib/ids.js'
import type { Logger } from '../../lib/logger.js'
import { Agenda, TOPICS } from './agenda.js'
import type { Connection } from './connection.js'
import { ALIVE, baseOf, PARTITIONS, WAKE_CHANNEL } from './keys.js'
import { closed, type Link } from './link.js'
import { BEAT_MS, Liveness } from './liveness.js'
import { BEAT, END_LEASES } from './lua/liveness.js'
import { HEADS } from './lua/upkeep.js'
import type { Script } from './script.js'

/** Announcements reach 60 s ahead (common.ts): this must be well below. */
const LOOK_EVERY_MS = 25_000

export interface PartitionsOptions {
  link: Link
  /** This process: tells its announcements and leases from the others'. */
  self: string
  logger: Logger
  /** How often a process says that it lives, in milliseconds; one that has not for six times as long is dead. */
  beatMs?: number | undefined
}

const headsRow = z.array(z.string().transform((due) => (due === '' ? Infinity : Number(due)))).length(TOPICS.length)
const answer = z.tuple([headsRow], z.unknown())

/** Runs scripts in partitions, and keeps the agenda by their answers and by what others announce. */
export class Partitions {
  readonly agenda = new Agenda(PARTITIONS)
  readonly #options: PartitionsOptions
  readonly #closing = new AbortController()
  readonly #liveness: Liveness

  constructor(options: PartitionsOptions) {
    this.#options = options
    const { link, self, logger, beatMs = BEAT_MS } = options
    this.#liveness = new Liveness({
      self,
      beat: () => link.run(BEAT, ALIVE, [self], beatMs),
      bury: (process) => this.#bury(process),
      clock: systemClock,
      logger,
      beatMs,
    })
  }

  /** Listens to the others, and learns what is due. */
  async start(connection: Connection): Promise<void> {
    await connection.subscribe(
      WAKE_CHANNEL,
      (message) => this.#hear(message),
      () => void this.#lookAgain(),
    )
    await this.lookEverywhere()
    void this.#keepLooking()
    await this.#liveness.start()
  }

  /** How many processes live, as the last beat told. */
  replicas(): number {
    return this.#liveness.living()
  }

  /** A lease's token: whose it is, and, by a random part, which call's, so that a repeated call knows itself. */
  newLease(owner: string): string {
    return `${beginningOf(this.#options.self)}${owner}/${randomCode(12)}`
  }

  /** Runs a script in a partition; gives what follows the heads in its answer. `now` is the caller's. */
  async run<Row>(
    script: Script,
    partition: number,
    now: number,
    args: readonly string[],
    row: z.ZodType<Row>,
  ): Promise<Row> {
    this.assertOpen()
    const calledAt = this.agenda.moment()
    const common = [String(now), this.#options.self, String(partition)]
    const answered = await this.#options.link.run(script, baseOf(partition), [...common, ...args])
    const [heads, ...rest] = parse(answer, answered, script)
    this.agenda.answered(partition, heads, calledAt)
    return parse(row, rest, script)
  }

  /** Runs a script in every partition, in one go. */
  everywhere<Row>(script: Script, now: number, args: readonly string[], row: z.ZodType<Row>): Promise<Row[]> {
    return Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => this.run(script, partition, now, args, row)))
  }

  async lookEverywhere(): Promise<void> {
    await this.everywhere(HEADS, 0, [], nothing)
  }

  assertOpen(): void {
    if (this.#closing.signal.aborted) throw closed()
  }

  close(): void {
    this.#closing.abort()
    this.#liveness.close()
    this.agenda.close()
  }

  async #bury(process: string): Promise<void> {
    await this.everywhere(END_LEASES, systemClock.now(), [beginningOf(process)], nothing)
    await this.#options.link.command(ALIVE, ['HDEL', ALIVE, process])
  }

  #hear(message: string): void {
    const [self, partition, topic, due] = message.split(' ')
    const known = TOPICS[Number(topic) - 1]
    if (self === this.#options.self || known === undefined) return
    this.agenda.announced(Number(partition), known, Number(due))
  }

  async #keepLooking(): Promise<void> {
    for (;;) {
      await systemClock.sleep(LOOK_EVERY_MS, this.#closing.signal)
      if (this.#closing.signal.aborted) return
      await this.#lookAgain()
    }
  }

  async #lookAgain(): Promise<void> {
    try {
      await this.lookEverywhere()
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#options.logger.warn('redis.not-looked', { system: 'redis', error })
    }
  }
}

/** What all leases of a process begin with. */
function beginningOf(process: string): string {
  return `${process}/`
}

export const nothing = z.tuple([])

function parse<T>(schema: z.ZodType<T>, value: unknown, script: Script): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('internal', 'an answer of Redis is not what its script gives', {
    retry: 'never',
    cause: parsed.error,
    context: { operation: script.name },
  })
}
