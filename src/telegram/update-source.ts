import type { IncomingMessage } from 'node:http'

import type { Poller } from './poller.js'
import type { WebhookKeeper } from './webhook-keeper.js'
import { WEBHOOK_PATH, type WebhookReceiver, type WebhookReply } from './webhook.js'

/** How updates come in: posted where a webhook is configured, else polled for. */
export interface UpdateSource {
  /** What answers the POSTs of these paths. */
  posts: Readonly<Record<string, (request: IncomingMessage) => Promise<WebhookReply>>>
  /** Whether updates can come in: Telegram answers, gets through, and the inbox takes them. */
  isHealthy: () => boolean
  start: () => void
  /** Takes no more; finishes the append under way. */
  stop: () => Promise<void>
}

/** Long polling; whatever webhook was set is taken away. */
export function fromPoller(poller: Poller): UpdateSource {
  return {
    posts: {},
    isHealthy: () => poller.isHealthy(),
    start: () => poller.start(),
    stop: () => poller.stop(),
  }
}

/** The webhook: `receiver` answers what Telegram posts, `keeper` sees to it that Telegram does. */
export function fromWebhook(receiver: WebhookReceiver, keeper: WebhookKeeper): UpdateSource {
  return {
    posts: { [WEBHOOK_PATH]: (request) => receiver.handle(request) },
    isHealthy: () => keeper.isHealthy(),
    start: () => keeper.start(),
    stop: async () => {
      receiver.stop()
      await keeper.stop()
    },
  }
}
