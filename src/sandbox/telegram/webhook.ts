import { systemClock } from '../../lib/clock.js'
import type { UpdateQueue } from './updates.js'

export interface WebhookSettings {
  url: string
  secret: string | undefined
}

/** Delivers updates to the bot's webhook in their order; one not answered with 2xx is sent again after a while. */
export class Webhook {
  #settings: WebhookSettings | undefined
  #stop = new AbortController()
  #lastError: string | undefined

  constructor(private readonly queue: UpdateQueue) {}

  get settings(): WebhookSettings | undefined {
    return this.#settings
  }

  get lastError(): string | undefined {
    return this.#lastError
  }

  set(settings: WebhookSettings | undefined): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#settings = settings
    this.#lastError = undefined
    if (settings) void this.#deliver(settings, this.#stop.signal)
  }

  async #deliver(settings: WebhookSettings, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const update = this.queue.pending[0]
      if (!update) {
        await nextUpdate(this.queue, signal)
        continue
      }
      const problem = await post(settings, update, signal)
      this.#lastError = problem
      if (problem === undefined) this.queue.confirm(update.update_id)
      else await systemClock.sleep(500, signal)
    }
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
