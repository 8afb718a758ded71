import { setMaxListeners } from 'node:events'

import { systemClock } from '../../lib/clock.js'
import type { Update } from './types.js'
import type { UpdateQueue } from './updates.js'

export interface WebhookSettings {
  url: string
  secret: string | undefined
  /** How many updates are on their way at a time; with more than one they may arrive in any order. */
  maxConnections: number
}

/** Delivers updates to the bot's webhook; one not answered with 2xx is sent again after a while. */
export class Webhook {
  #settings: WebhookSettings | undefined
  #stop = new AbortController()
  #lastError: { message: string; at: number } | undefined

  constructor(
    private readonly queue: UpdateQueue,
    private readonly now: () => number,
  ) {}

  get settings(): WebhookSettings | undefined {
    return this.#settings
  }

  /** The last delivery that failed; `at` in milliseconds since the epoch. */
  get lastError(): { message: string; at: number } | undefined {
    return this.#lastError
  }

  set(settings: WebhookSettings | undefined): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#settings = settings
    this.#lastError = undefined
    if (!settings) return
    const onTheirWay = new Set<number>()
    setMaxListeners(0, this.#stop.signal)
    for (let line = 0; line < settings.maxConnections; line += 1) {
      void this.#deliver(settings, onTheirWay, this.#stop.signal)
    }
  }

  async #deliver(settings: WebhookSettings, onTheirWay: Set<number>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const update = this.queue.pending.find(({ update_id: id }) => !onTheirWay.has(id))
      if (!update) {
        await nextUpdate(this.queue, signal)
        continue
      }
      onTheirWay.add(update.update_id)
      await this.#send(settings, update, signal)
      onTheirWay.delete(update.update_id)
    }
  }

  async #send(settings: WebhookSettings, update: Update, signal: AbortSignal): Promise<void> {
    const problem = await post(settings, update, signal)
    if (problem === undefined) {
      this.queue.confirm(update.update_id)
      return
    }
    this.#lastError = { message: problem, at: this.now() }
    await systemClock.sleep(500, signal)
  }
}
async function nextUpdate(queue: UpdateQueue, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      unsubscribe()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const unsubscribe = queue.onChange(finish)
    signal.addEventListener('abort', finish)
  })
}

/** What went wrong, in the Bot API's words, or undefined. */
async function post(settings: WebhookSettings, update: unknown, signal: AbortSignal): Promise<string | undefined> {
  const secret = settings.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': settings.secret }
  try {
    const response = await fetch(settings.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...secret },
      body: JSON.stringify(update),
      signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
    })
    await response.arrayBuffer()
    return response.ok ? undefined : `Wrong response from the webhook: ${response.status} ${response.statusText}`
  } catch (error) {
    // A bot that is down is nothing to fail about: the update stays and is sent again.
    return error instanceof Error && error.name === 'TimeoutError' ? 'Read timeout expired' : 'Connection refused'
  }
}
