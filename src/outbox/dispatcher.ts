import type { EffectKind, LeasedEffect } from '../domain/effect.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { attempt } from './attempt.js'
import { DeskQueue } from './desk-queue.js'
import type { Handlers } from './handler.js'
import { CONCURRENCY, LEASE_MS, POLICIES, type Policies, type System } from './policy.js'
import type { EffectStore, Settlement } from './ports.js'
import { Settler, type Together } from './settler.js'

export interface DispatcherOptions {
  store: EffectStore
  handlers: Handlers
  clock: Clock
  logger: Logger
  /** Names this run of the process in leases. */
  owner: string
  metrics?: DispatcherMetrics
  /** Calls at once, by system; the default is `CONCURRENCY`. */
  concurrency?: Readonly<Record<System, number>>
  /** The default is `POLICIES`. */
  policies?: Policies
  /** How long `stop` waits for what is under way; the default is 8 s. */
  stopMs?: number
}

export interface DispatcherMetrics {
  /** `ms` is what the attempt took; `state` is where it left the effect. */
  onSettled(kind: EffectKind, state: Settlement['state'], ms: number): void
}

export interface Dispatcher {
  start(): void
  /** Takes nothing new and waits, within `stopMs`, for what is under way; what isn't done by then keeps its lease. */
  stop(): Promise<void>
  /** How much a commit may hand over just now; absent when there is no room. */
  leasing(): { owner: string; leaseMs: number; limit: number } | undefined
  /** Performs effects that were leased in the step that decided them; what there is no room for is given back. */
  accept(effects: readonly LeasedEffect[]): void
  /** Attempts under way, for a gauge. */
  inFlight(): number
}

/** The one place where effects are performed. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new Loop(options)
}

interface Held {
  effect: LeasedEffect
  leasedAt: number
  /** Those handed over with it. */
  together?: Together
}

class Loop implements Dispatcher {
  readonly #options: DispatcherOptions
  readonly #policies: Policies
  readonly #desks: DeskQueue<Held>
  readonly #settler: Settler
  readonly #stopping = new AbortController()
  readonly #underWay = new Set<Promise<void>>()
  #nap = new AbortController()
  #looping: Promise<void> = Promise.resolve()

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#policies = options.policies ?? POLICIES
    this.#desks = new DeskQueue(options.concurrency ?? CONCURRENCY)
    this.#settler = new Settler(options.store, options.clock, options.logger)
  }

  start(): void {
    this.#looping = this.#loop()
  }

  leasing(): { owner: string; leaseMs: number; limit: number } | undefined {
    if (this.#stopping.signal.aborted || !this.#desks.hasRoom) return undefined
    return { owner: this.#options.owner, leaseMs: LEASE_MS, limit: HANDED_OVER }
  }

  accept(effects: readonly LeasedEffect[]): void {
    const together = { left: effects.length }
    for (const effect of effects) this.#accept(effect, together)
  }

  async stop(): Promise<void> {
    const { clock, stopMs = STOP_MS } = this.#options
    this.#stopping.abort()
    this.#nap.abort()
    this.#settler.hurry()
    for (const { effect } of this.#desks.clear()) this.#track(this.#giveBack(effect, 0))
    const drained = new AbortController()
    const finish = this.#drain().finally(() => {
      drained.abort()
    })
    await Promise.race([finish, clock.sleep(stopMs, drained.signal)])
    this.#settler.close()
  }

  inFlight(): number {
    return this.#desks.total
  }

  async #drain(): Promise<void> {
    await this.#looping
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async #loop(): Promise<void> {
    const { store, clock, logger } = this.#options
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      // Whoever finishes while we look aborts this nap, so that no wake-up is missed.
      this.#nap = new AbortController()
      try {
        const leased = this.#desks.hasRoom ? await this.#lease() : []
        for (const effect of leased) this.#accept(effect)
        failures = 0
        if (leased.length > 0) continue
        if (this.#desks.hasRoom) await store.waitForEffects(clock.now(), IDLE_MS, this.#nap.signal)
        else await clock.sleep(IDLE_MS, this.#nap.signal)
      } catch (error) {
        logger.error('outbox.lease-failed', { attempt: failures + 1, error })
        await clock.sleep(backoffMs(failures, { baseMs: 200, maxMs: 5_000 }), this.#stopping.signal)
        failures += 1
      }
    }
  }

  async #lease(): Promise<readonly LeasedEffect[]> {
    const { store, clock, owner } = this.#options
    return store.leaseEffects({ owner, now: clock.now(), leaseMs: LEASE_MS, limit: LEASE_BATCH })
  }

  #accept(effect: LeasedEffect, together?: Together): void {
    if (this.#stopping.signal.aborted) {
      this.#track(this.#giveBack(effect, 0))
      return
    }
    const { system } = this.#policies[effect.kind]
    const held = { effect, leasedAt: this.#options.clock.now(), ...(together ? { together } : {}) }
    const place = this.#desks.offer(system, held)
    if (place === 'run') this.#track(this.#run(held, system))
    if (place === 'full') this.#track(this.#giveBack(effect, GIVEN_BACK_MS))
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        this.#options.logger.error('outbox.effect-failed', { error })
      })
      .finally(() => {
        this.#underWay.delete(tracked)
        this.#nap.abort()
      })
    this.#underWay.add(tracked)
  }

  async #run(held: Held, system: System): Promise<void> {
    try {
      await this.#attempt(held)
    } finally {
      const next = this.#desks.done(system)
      if (next) this.#track(this.#run(next, system))
    }
  }

  async #attempt({ effect, leasedAt, together }: Held): Promise<void> {
    const { clock, logger, metrics, store, handlers } = this.#options
    const startedAt = clock.now()
    // Waited too long for its turn: its lease would end within the call.
    if (startedAt - leasedAt + this.#policies[effect.kind].timeoutMs > LEASE_MS) return this.#giveBack(effect, 0)
    const settlement = await attempt(effect, { store, handlers, policies: this.#policies, clock })
    const fields = { chat: effect.chatId, kind: effect.kind, ms: clock.now() - startedAt, attempt: effect.attempts + 1 }
    if (!settlement) {
      logger.warn('outbox.lease-lost', fields)
      return
    }
    await this.#settler.write(settlement, together)
    const { state, error } = settlement
    const failed = state !== 'confirmed' && state !== 'reconciled'
    logger[failed ? 'warn' : 'debug']('outbox.settled', { ...fields, state, ...(error ? { reason: error } : {}) })
    metrics?.onSettled(effect.kind, state, fields.ms)
  }

  /** Not started: back as it was. What its system cannot take now waits a moment, so that others get their turn. */
  async #giveBack(effect: LeasedEffect, delayMs: number): Promise<void> {
    const { state, attempts, absences, unknownSince, progress } = effect
    const dueAt = this.#options.clock.now() + backoffMs(0, { baseMs: delayMs, maxMs: delayMs })
    await this.#settler.write({ effect, state, dueAt, attempts, absences, unknownSince, progress })
  }
}

const LEASE_BATCH = 32
/** A turn seldom decides more that is due at once; the rest is leased in its turn. */
const HANDED_OVER = 8
const IDLE_MS = 5_000
const GIVEN_BACK_MS = 4_000
const STOP_MS = 8_000
