import type { LeasedEffect } from '../domain/effect.js'
import { toAppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { ConversationDeps } from './deps.js'
import type { ChatClaim, Committed, Leasing, Presence, TurnStore } from './ports.js'
import { runTurn } from './run-turn.js'
import { whileTyping } from './typing.js'

/** Longer than the longest turn: every read in it has its own, much shorter, bound. */
const LEASE_MS = 90_000
/** A claim that waited this long for a worker goes back: a turn must fit into what is left of its lease. */
const STALE_MS = 30_000
const WAIT_MS = 30_000
const STOP_MS = 3_500

export interface EngineOptions {
  store: TurnStore
  deps: ConversationDeps
  clock: Clock
  logger: Logger
  owner: string
  /** Shows customers that their turn takes a while; absent: nobody is shown anything. */
  presence?: Presence
  /** Turns at the same time, each of another chat. */
  concurrency?: number
  /** Who performs at once what a commit leased; absent: the store keeps it until somebody asks. */
  effects?: EffectTaker
  onTurn?: (outcome: Committed['kind'] | 'failed', ms: number) => void
}

export interface EffectTaker {
  /** How much may be handed over just now; absent when there is no room. */
  leasing(): Leasing | undefined
  accept(effects: readonly LeasedEffect[]): void
}

export interface Engine {
  start(): void
  stop(): Promise<void>
  /** How many claims the idle workers could serve just now; absent when there are none. */
  claiming(): Leasing | undefined
  /** Serves claims that an append handed over; those that no worker can serve soon are given back at once. */
  take(claims: readonly ChatClaim[]): void
}

/**
 * Takes ready chats and runs their turns, each chat one turn at a time (the store's claim sees to that), different
 * chats in parallel. A failed turn gives its events back; nothing is consumed but by a commit.
 */
export function createEngine(options: EngineOptions): Engine {
  return new Workers(options)
}

class Workers implements Engine {
  readonly #options: EngineOptions
  readonly #concurrency: number
  readonly #stopping = new AbortController()
  /** A nap for each worker that has nothing to do. */
  readonly #idle = new Set<AbortController>()
  /** Claims handed over, at most one a worker. */
  #handed: { claim: ChatClaim; since: number }[] = []
  readonly #givingBack = new Set<Promise<void>>()
  #workers: Promise<void>[] = []

  constructor(options: EngineOptions) {
    this.#options = options
    this.#concurrency = options.concurrency ?? 16
  }

  start(): void {
    this.#workers = Array.from({ length: this.#concurrency }, () => this.#work())
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const nap of this.#idle) nap.abort()
    for (const { claim } of this.#handed.splice(0)) this.#giveBack(claim)
    // A turn that hangs keeps its lease: whoever comes next takes its events again.
    await Promise.race([this.#finish(), this.#options.clock.sleep(STOP_MS)])
  }

  claiming(): Leasing | undefined {
    const limit = this.#idle.size - this.#handed.length
    return limit > 0 && !this.#isStopping ? { owner: this.#options.owner, leaseMs: LEASE_MS, limit } : undefined
  }

  take(claims: readonly ChatClaim[]): void {
    const since = this.#options.clock.now()
    for (const claim of claims) {
      if (this.#isStopping || this.#handed.length >= this.#concurrency) this.#giveBack(claim)
      else this.#handed.push({ claim, since })
    }
    for (const nap of [...this.#idle].slice(0, this.#handed.length)) nap.abort()
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #finish(): Promise<void> {
    await Promise.all(this.#workers)
    await Promise.all(this.#givingBack)
  }

  async #work(): Promise<void> {
    const { clock, logger } = this.#options
    for (let failures = 0; !this.#isStopping; ) {
      try {
        const claim = this.#next() ?? (await this.#claim())
        if (claim) await this.#run(claim)
        else await this.#nap()
        failures = 0
      } catch (error) {
        logger.error('engine.store-failed', { error: toAppError(error, 'safe'), attempt: failures })
        await clock.sleep(backoffMs(failures++, { baseMs: 200, maxMs: 10_000 }), this.#stopping.signal)
      }
    }
  }

  /** The next claim that was handed over and is still fresh. */
  #next(): ChatClaim | undefined {
    for (let next = this.#handed.shift(); next; next = this.#handed.shift()) {
      if (this.#options.clock.now() - next.since < STALE_MS) return next.claim
      this.#giveBack(next.claim)
    }
    return undefined
  }

  #claim(): Promise<ChatClaim | undefined> {
    const { store, clock, owner } = this.#options
    return store.claim({ owner, now: clock.now(), leaseMs: LEASE_MS })
  }

  async #nap(): Promise<void> {
    // Handed over, or told to stop, while the store was being asked.
    if (this.#isStopping || this.#handed.length > 0) return
    const nap = new AbortController()
    this.#idle.add(nap)
    try {
      await this.#options.store.waitForTurns(this.#options.clock.now(), WAIT_MS, nap.signal)
    } finally {
      this.#idle.delete(nap)
    }
  }

  async #run(claim: ChatClaim): Promise<void> {
    const { store, clock, logger, onTurn, effects } = this.#options
    const startedAt = clock.now()
    // Whatever is a getter (the prompts, which operators edit) is read here, once: a turn speaks with one version.
    const deps = { ...this.#options.deps }
    try {
      const turn = await whileTyping(this.#options, claim, () => runTurn(claim, deps, startedAt))
      const committed = await store.commit(claim, turn, clock.now(), effects?.leasing())
      const ms = clock.now() - startedAt
      if (committed.kind === 'committed') effects?.accept(committed.leased)
      else logger.warn('turn.lease-lost', { chat: claim.chatId })
      logger.info('turn', { chat: claim.chatId, count: turn.consumed.length, version: deps.prompts.version, ms })
      onTurn?.(committed.kind, ms)
    } catch (error) {
      logger.error('turn.failed', { chat: claim.chatId, attempt: claim.failures, error: toAppError(error) })
      onTurn?.('failed', clock.now() - startedAt)
      const retryMs = backoffMs(claim.failures, { baseMs: 500, maxMs: 10_000 })
      await store.release(claim, clock.now() + retryMs)
    }
  }

  /** Never rejects: a claim that could not be given back goes on when its lease ends. */
  #giveBack(claim: ChatClaim): void {
    const { store, clock, logger } = this.#options
    const given = store
      .release(claim, clock.now(), true)
      .catch((error: unknown) => {
        logger.warn('turn.not-given-back', { chat: claim.chatId, error: toAppError(error, 'safe') })
      })
      .finally(() => this.#givingBack.delete(given))
    this.#givingBack.add(given)
  }
}
