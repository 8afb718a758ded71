import { z } from 'zod'

import { type AppError, toAppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Secret } from '../lib/secret.js'
import type { Call } from './api.js'
import { ALLOWED_UPDATES } from './updates.js'
import { wholeWebhookUrl } from './webhook.js'

export interface WebhookKeeperDeps {
  call: Call
  clock: Clock
  logger: Logger
  /** Where Telegram reaches us; without a path of its own, ours is put behind it. */
  url: string
  secret: Secret
}

/** Telegram's own default; a turn each, far below what the store takes. */
const MAX_CONNECTIONS = 40
const CHECK_MS = 60_000
/** A failed delivery is recent until the next check but one. */
const RECENT_MS = 2 * CHECK_MS + 5_000
/** From the third failure in a row on, the bot is not ready. */
const TOLERATED_FAILURES = 3

const webhookInfo = z.looseObject({
  url: z.string().default(''),
  last_error_date: z.int().optional(),
  last_error_message: z.string().optional(),
})

/** Sets the webhook, for as long as it takes, and looks every minute whether it still stands and Telegram gets through. */
export class WebhookKeeper {
  readonly #deps: WebhookKeeperDeps
  readonly #url: string
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #isSet = false
  #failures = 0
  #state: 'starting' | 'set' | 'undelivered' | 'failing' = 'starting'

  constructor(deps: WebhookKeeperDeps) {
    this.#deps = deps
    this.#url = wholeWebhookUrl(deps.url)
  }

  /** Begins; a second call changes nothing. */
  start(): void {
    this.#running ??= this.#run()
  }

  /** The webhook stays set: whoever comes next gets what Telegram holds meanwhile. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** Whether updates can come in, as far as Telegram tells. */
  isHealthy(): boolean {
    return this.#state === 'set'
  }

  async #run(): Promise<void> {
    while (!this.#isStopped()) {
      let waitMs = CHECK_MS
      try {
        if (this.#isSet) await this.#check()
        // Also when the look just found that somebody took it away.
        if (!this.#isSet) await this.#set()
        this.#failures = 0
      } catch (error) {
        if (this.#isStopped()) return
        waitMs = this.#fail(toAppError(error))
      }
      await this.#deps.clock.sleep(waitMs, this.#stopping.signal)
    }
  }

  async #set(): Promise<void> {
    const { call, secret, logger } = this.#deps
    const options = {
      secret_token: secret.reveal(),
      allowed_updates: ALLOWED_UPDATES,
      max_connections: MAX_CONNECTIONS,
      drop_pending_updates: false,
    }
    await call('setWebhook', (api, signal) => api.setWebhook(this.#url, options, signal), {
      signal: this.#stopping.signal,
    })
    this.#isSet = true
    this.#state = 'set'
    logger.info('telegram.webhook_set')
  }

  async #check(): Promise<void> {
    const { call, clock, logger } = this.#deps
    const info = await call('getWebhookInfo', async (api, signal) => webhookInfo.parse(await api.getWebhookInfo(signal)), {
      signal: this.#stopping.signal,
    })
    if (info.url !== this.#url) {
      logger.error('telegram.webhook_taken_away', { reason: info.url === '' ? 'deleted' : 'other-url' })
      this.#isSet = false
      return
    }
    const isRecent = clock.now() - (info.last_error_date ?? 0) * 1000 < RECENT_MS
    const isBad = isRecent && !OURS.test(info.last_error_message ?? '')
    if (isBad) logger.error('telegram.webhook_undelivered')
    this.#state = isBad ? 'undelivered' : 'set'
  }

  #isStopped(): boolean {
    return this.#stopping.signal.aborted
  }

  /** How long to wait before the next attempt. */
  #fail(error: AppError): number {
    const attempt = this.#failures
    this.#failures += 1
    this.#deps.logger.error('telegram.webhook_failed', { attempt, error })
    const isOver = error.code === 'unauthorized' || this.#failures >= TOLERATED_FAILURES
    if (isOver && this.#state !== 'starting') this.#state = 'failing'
    return Math.max(backoffMs(attempt, { baseMs: 1_000, maxMs: 30_000 }), error.retryAfterMs ?? 0)
  }
}

/**
 * Our own "try again", or that of a proxy with no replica that is ready: to be unready because of it would keep all of
 * them unready for ever.
 */
const OURS = /\b503\b/u
