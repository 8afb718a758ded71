import type { IncomingMessage } from 'node:http'

import type { Update } from 'grammy/types'
import { z } from 'zod'

import { AppError } from '../domain/errors.js'
import type { InboxEvent } from '../domain/event.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Secret } from '../lib/secret.js'
import type { Intake } from './intake.js'
import { OrderWatch } from './order-watch.js'
import { readBody } from './webhook-body.js'

export interface WebhookDeps {
  secret: Secret
  intake: Intake
  /** Puts events into the inbox, durably before it resolves. */
  append: (events: readonly InboxEvent[]) => Promise<void>
  /** The other processes behind the same webhook. */
  arrivals?: Arrivals | undefined
  clock: Clock
  logger: Logger
}

/** Which updates the processes behind one webhook have taken; words may be lost, then an update waits a moment. */
export interface Arrivals {
  tell(updateId: number): void
  listen(listener: (updateId: number) => void): void
}

export interface WebhookReply {
  status: number
  body: string
  headers?: Readonly<Record<string, string>>
}

export const WEBHOOK_PATH = '/telegram/webhook'

/** As it is told to Telegram: without a path of its own, ours is put behind it. */
export function wholeWebhookUrl(url: string): string {
  return new URL(url).pathname === '/' ? new URL(WEBHOOK_PATH, url).href : url
}

/** Requests held at once; Telegram is asked for at most forty connections. */
const MAX_HELD = 64
/** Telegram waits a minute for an answer; before it or a proxy hangs up, it is told to come again. */
const HOLD_MS = 25_000

const update = z.custom<Update>((value) => z.looseObject({ update_id: z.int() }).safeParse(value).success)

/**
 * Updates as Telegram posts them. 200 says that the update is in the inbox, or concerns no conversation; whatever is
 * not known to be there is answered with an error, and Telegram tells it again. Updates of one chat are appended one
 * after the other, as they arrived.
 */
export class WebhookReceiver {
  readonly #deps: WebhookDeps
  readonly #order = new OrderWatch()
  readonly #stopping = new AbortController()
  /** The last append of each chat that has one under way. */
  readonly #chats = new Map<string, Promise<boolean>>()
  #held = 0

  constructor(deps: WebhookDeps) {
    this.#deps = deps
    deps.arrivals?.listen((updateId) => this.#order.note(updateId, deps.clock.now()))
  }

  /** Answers one POST. Nothing of the body is read before the secret was found right. */
  async handle(request: IncomingMessage): Promise<WebhookReply> {
    const refusal = this.#refuse(request)
    if (refusal) return refusal
    const deadline = this.#deps.clock.now() + HOLD_MS
    this.#held += 1
    try {
      const body = await readBody(request)
      if (body === undefined) return closing(413, 'too large')
      const read = parse(body)
      if (!read) return closing(400, 'not an update')
      if (!(await this.#take(read, deadline))) return BUSY
      this.#deps.arrivals?.tell(read.update_id)
      return { status: 200, body: 'ok' }
    } finally {
      this.#held -= 1
    }
  }

  /** Appends are tried no more; what is not in the inbox by now Telegram tells again. */
  stop(): void {
    this.#stopping.abort()
  }

  #refuse({ headers }: IncomingMessage): WebhookReply | undefined {
    const given = headers['x-telegram-bot-api-secret-token']
    if (typeof given !== 'string' || !this.#deps.secret.equals(given)) return closing(401, 'unauthorized')
    const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
    if (type !== 'application/json' || (headers['content-encoding'] ?? 'identity') !== 'identity') {
      return closing(415, 'JSON only')
    }
    return this.#held >= MAX_HELD || this.#stopping.signal.aborted ? BUSY : undefined
  }

  async #take(read: Update, deadline: number): Promise<boolean> {
    const quietMs = this.#order.arrive(read.update_id, this.#deps.clock.now())
    const [event] = this.#deps.intake([read])
    if (!event) return true
    const { chatId } = event
    const appended = this.#append(this.#chats.get(chatId), withQuiet(event, quietMs), deadline)
    this.#chats.set(chatId, appended)
    try {
      return await appended
    } finally {
      if (this.#chats.get(chatId) === appended) this.#chats.delete(chatId)
    }
  }

  /** False when the inbox did not take it in time. */
  async #append(before: Promise<boolean> | undefined, event: InboxEvent, deadline: number): Promise<boolean> {
    await before
    const { append, clock, logger } = this.#deps
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      const leftMs = deadline - clock.now()
      if (leftMs <= 0) break
      try {
        await this.#within(append([event]), leftMs)
        return true
      } catch (error) {
        logger.error('telegram.append_failed', { count: 1, attempt, error })
      }
      const waitMs = Math.min(backoffMs(attempt, { baseMs: 200, maxMs: 3_000 }), Math.max(0, deadline - clock.now()))
      await clock.sleep(waitMs, this.#stopping.signal)
    }
    return false
  }

  /** An append that hangs may still come through: told again, its event is known by its id. */
  async #within(appending: Promise<void>, ms: number): Promise<void> {
    const done = new AbortController()
    const late = async (): Promise<never> => {
      await this.#deps.clock.sleep(ms, done.signal)
      throw new AppError('timeout', 'the inbox took too long', { retry: 'safe' })
    }
    try {
      await Promise.race([appending, late()])
    } finally {
      done.abort()
    }
  }
}

const BUSY: WebhookReply = { status: 503, body: 'try again', headers: { 'retry-after': '1' } }

/** What is left of the request's body is not worth reading. */
function closing(status: number, body: string): WebhookReply {
  return { status, body, headers: { connection: 'close' } }
}

function parse(body: string): Update | undefined {
  try {
    return update.safeParse(JSON.parse(body)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function withQuiet(event: InboxEvent, quietMs: number): InboxEvent {
  const least = Math.max(event.quietMs ?? 0, quietMs)
  return least === 0 ? event : { ...event, quietMs: least }
}
