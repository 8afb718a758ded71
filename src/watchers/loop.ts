import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { LeasedWatch, WatchStore } from './ports.js'
import type { Polled } from './tempbox.js'

export interface WatchLoopOptions {
  store: WatchStore
  /** Reads one watch; never throws. */
  poll: (watch: LeasedWatch) => Promise<Polled>
  clock: Clock
  logger: Logger
  /** Names this run of the process in leases. */
  owner: string
  /** Polls at once. */
  concurrency?: number
  /** How long `stop` waits for what is under way; the default is 8 s. */
  stopMs?: number
}

export interface WatchLoop {
  start(): void
  /** Takes nothing new and waits, within `stopMs`, for the polls under way; the rest keeps its lease. */
  stop(): Promise<void>
}

/** Polls due watches, and turns due timers into events in a loop of their own, so that no slow poll delays a timer. */
export function createWatchLoop(options: WatchLoopOptions): WatchLoop {
  return new Loop(options)
}

class Loop implements WatchLoop {
  readonly #options: WatchLoopOptions
  readonly #bound: number
  readonly #stopping = new AbortController()
  readonly #underWay = new Set<Promise<void>>()
  #nap = new AbortController()
  #loops: readonly Promise<void>[] = []

  constructor(options: WatchLoopOptions) {
    this.#options = options
    this.#bound = options.concurrency ?? 8
  }

  start(): void {
    this.#loops = [this.#repeat('timers', () => this.#fireTimers()), this.#repeat('watches', () => this.#pollDue())]
  }

  async stop(): Promise<void> {
    const { clock, stopMs = STOP_MS } = this.#options
    this.#stopping.abort()
    this.#nap.abort()
    const drained = new AbortController()
    const finish = this.#drain().finally(() => {
      drained.abort()
    })
    await Promise.race([finish, clock.sleep(stopMs, drained.signal)])
  }

  async #drain(): Promise<void> {
    await Promise.all(this.#loops)
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async #repeat(what: 'timers' | 'watches', once: () => Promise<void>): Promise<void> {
    const { clock, logger } = this.#options
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      try {
        await once()
        failures = 0
      } catch (error) {
        failures += 1
        logger.error('watch.store-failed', { operation: what, attempt: failures, error })
        await clock.sleep(backoffMs(failures, { baseMs: 200, maxMs: 5_000 }), this.#stopping.signal)
      }
    }
  }

  async #fireTimers(): Promise<void> {
    const { store, clock } = this.#options
    if ((await store.fireTimers(clock.now())) > 0) return
    await this.#wait(this.#stopping.signal)
  }

  async #pollDue(): Promise<void> {
    const { store, clock, owner } = this.#options
    // A poll that ends while we look aborts this nap, so that its slot is used at once.
    this.#nap = new AbortController()
    const limit = this.#bound - this.#underWay.size
    const leased = limit > 0 ? await store.leaseWatches({ owner, now: clock.now(), leaseMs: LEASE_MS, limit }) : []
    for (const watch of leased) this.#track(this.#run(watch))
    if (leased.length > 0) return
    if (limit > 0) await this.#wait(this.#nap.signal)
    else await clock.sleep(IDLE_MS, this.#nap.signal)
  }

  /** The store wakes both loops for a watch and for a timer: a breath keeps the one it wasn't for from spinning. */
  async #wait(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options
    await store.waitForWatches(clock.now(), IDLE_MS, signal)
    await clock.sleep(BREATH_MS, signal)
  }

  async #run(watch: LeasedWatch): Promise<void> {
    const { store, poll, clock, logger } = this.#options
    try {
      const { next, events } = await poll(watch)
      await store.settleWatch(watch, next, events, clock.now())
    } catch (error) {
      // Its lease runs out and it is polled again; what was told already is known by its id.
      logger.error('watch.settle-failed', { kind: watch.kind, chat: watch.chatId, error })
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => {
      this.#underWay.delete(tracked)
      this.#nap.abort()
    })
    this.#underWay.add(tracked)
  }
}

/** Longer than the three readings of a poll with their timeouts. */
const LEASE_MS = 90_000
const IDLE_MS = 1_000
const BREATH_MS = 50
const STOP_MS = 8_000
