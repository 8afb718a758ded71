import type { Update } from 'grammy/types'
import { z } from 'zod'

import { type AppError, toAppError } from '../domain/errors.js'
import type { InboxEvent } from '../domain/event.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Call } from './api.js'
import { hasReason } from './errors.js'
import type { Intake } from './intake.js'
import { ALLOWED_UPDATES } from './updates.js'

export interface PollerDeps {
  call: Call
  clock: Clock
  logger: Logger
  intake: Intake
  /** Puts events into the inbox, durably before it resolves. */
  append: (events: readonly InboxEvent[]) => Promise<void>
}

/** How long Telegram holds a `getUpdates` open, and how long we wait for its answer. */
const HOLD_SECONDS = 25
const ANSWER_MS = 35_000

/** An empty answer sooner than this did not wait at all: then we do, rather than spin. */
const HASTE_MS = 200

/** From the third failure in a row on, the bot is not ready. */
const TOLERATED_FAILURES = 3

/** After a week without updates Telegram may number them afresh, below the offset; well before, we stop naming one. */
const OFFSET_LIFE_MS = 6 * 24 * 3_600_000

/** All that must hold for a batch to be acknowledged; what is in an update, its mapper finds out. */
const listOfUpdates = z.array(z.object({ update_id: z.int() }))

/**
 * Long polling, of our own for one reason: an update is acknowledged (by the next call's offset) only once it is in
 * the inbox. Appending that fails is tried again in place, for as long as it takes; nothing is ever skipped but what
 * no conversation is concerned with.
 */
export class Poller {
  readonly #deps: PollerDeps
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #offset: number | undefined
  #lastUpdateAt = 0
  #webhookGone = false
  #failures = 0
  #state: 'starting' | 'polling' | 'failing' | 'unauthorized' = 'starting'

  constructor(deps: PollerDeps) {
    this.#deps = deps
  }

  /** Begins to poll; a second call changes nothing. */
  start(): void {
    this.#running ??= this.#run()
  }

  /** Ends the running call, finishes the append it holds. What was not appended Telegram will tell again. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** Whether updates are coming in: the token is good, Telegram answers and the inbox takes them. */
  isHealthy(): boolean {
    return this.#state === 'polling'
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#removeWebhook()
        await this.#take(await this.#poll())
      } catch (error) {
        if (!this.#isStopped()) await this.#backOff(toAppError(error))
      }
    }
  }

  /**
   * Telegram does not answer `getUpdates` while a webhook is set. Pending updates stay. A failure here decides nothing:
   * the poll that follows tells whether one is in the way, or the token is bad.
   */
  async #removeWebhook(): Promise<void> {
    if (this.#webhookGone) return
    this.#webhookGone = true
    try {
      await this.#deps.call(
        'deleteWebhook',
        (api, signal) => api.deleteWebhook({ drop_pending_updates: false }, signal),
        { signal: this.#stopping.signal },
      )
    } catch (error) {
      if (!this.#isStopped()) this.#deps.logger.warn('telegram.webhook_not_removed', { error: toAppError(error) })
    }
  }

  async #poll(): Promise<readonly Update[]> {
    const { call, clock } = this.#deps
    const askedAt = clock.now()
    if (askedAt - this.#lastUpdateAt > OFFSET_LIFE_MS) this.#offset = undefined
    // An answer at once tells that the token is good, or that a failure is over.
    const timeout = this.#failures > 0 || this.#state === 'starting' ? 0 : HOLD_SECONDS
    const offset = this.#offset === undefined ? {} : { offset: this.#offset }
    const updates = await call(
      'getUpdates',
      async (api, signal) => {
        const answer = await api.getUpdates({ ...offset, timeout, allowed_updates: ALLOWED_UPDATES }, signal)
        listOfUpdates.parse(answer)
        return answer
      },
      { timeoutMs: ANSWER_MS, signal: this.#stopping.signal },
    )
    this.#succeed()
    if (updates.length === 0 && timeout > 0 && clock.now() - askedAt < HASTE_MS) {
      await clock.sleep(HASTE_MS, this.#stopping.signal)
    }
    return updates
  }

  async #take(updates: readonly Update[]): Promise<void> {
    const last = updates.at(-1)
    if (last === undefined) return
    const events = this.#deps.intake(updates)
    if (events.length > 0 && !(await this.#append(events))) return
    this.#offset = Math.max(...updates.map((update) => update.update_id)) + 1
    this.#lastUpdateAt = this.#deps.clock.now()
  }

  /** False when told to stop before the inbox took them. */
  async #append(events: readonly InboxEvent[]): Promise<boolean> {
    const { append, clock, logger } = this.#deps
    for (let attempt = 0; ; attempt += 1) {
      try {
        await append(events)
        if (attempt > 0) this.#succeed()
        return true
      } catch (error) {
        logger.error('telegram.append_failed', { count: events.length, attempt, error })
        if (attempt + 1 >= TOLERATED_FAILURES) this.#state = 'failing'
      }
      await clock.sleep(backoffMs(attempt, { baseMs: 200, maxMs: 10_000 }), this.#stopping.signal)
      if (this.#isStopped()) return false
    }
  }

  #succeed(): void {
    this.#failures = 0
    this.#state = 'polling'
  }

  async #backOff(error: AppError): Promise<void> {
    const { clock, logger } = this.#deps
    const attempt = this.#failures
    this.#failures += 1
    logger.error('telegram.poll_failed', { attempt, error })
    if (hasReason(error, 'webhook-active')) this.#webhookGone = false
    if (error.code === 'unauthorized') this.#state = 'unauthorized'
    else if (this.#failures >= TOLERATED_FAILURES && this.#state === 'polling') this.#state = 'failing'
    // Two pollers end each other's calls: whichever is meant to stay, coming back at once helps neither.
    const baseMs = hasReason(error, 'other-poller') ? 5000 : 500
    const waitMs = Math.max(backoffMs(attempt, { baseMs, maxMs: 30_000 }), error.retryAfterMs ?? 0)
    await clock.sleep(waitMs, this.#stopping.signal)
  }

  #isStopped(): boolean {
    return this.#stopping.signal.aborted
  }
}
