import type { Files, Presence } from '../conversation/ports.js'
import type { InboxEvent } from '../domain/event.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Secret } from '../lib/secret.js'
import type { Replicas } from '../lib/share.js'
import type { FileSource, Messenger } from '../outbox/ports.js'
import { createCall } from './api.js'
import { createBotProfile, type BotProfile } from './bot-profile.js'
import { createFiles } from './files.js'
import { createFloodGuard } from './flood-guard.js'
import { createIntake } from './intake.js'
import { createMessenger } from './messenger.js'
import { createPace } from './pace.js'
import { Poller } from './poller.js'
import { createPresence } from './presence.js'
import { watchToken } from './token-watch.js'
import { fromPoller, fromWebhook, type UpdateSource } from './update-source.js'
import { WebhookKeeper } from './webhook-keeper.js'
import { WebhookReceiver, type Arrivals } from './webhook.js'

export interface TelegramOptions {
  token: Secret
  /** Without `/bot…`; files are fetched from the same root. */
  apiRoot: string
  clock: Clock
  logger: Logger
  /** How many processes share Telegram's limit for the whole bot; one where it is not given. */
  replicas?: Replicas
  /** Per call, and until a download's headers. */
  timeoutMs?: number
  /** Between two pieces of a download. */
  idleTimeoutMs?: number
}

/** Puts events into the inbox; resolves once they are durable. */
export type Append = (events: readonly InboxEvent[]) => Promise<void>

/** `arrivals` are the other processes behind the same webhook. */
export interface WebhookOptions {
  url: string
  secret: Secret
  arrivals?: Arrivals
}

export interface Telegram {
  messenger: Messenger
  files: Files & FileSource
  presence: Presence
  profile: BotProfile
  /** Updates into `append`: by webhook, or by long polling where none is given. Started and stopped by the caller. */
  createUpdates: (webhook: WebhookOptions | undefined, append: Append) => UpdateSource
}

/** One bot: everything that speaks to Telegram. Makes no call by itself. */
export function createTelegram(options: TelegramOptions): Telegram {
  const { token, apiRoot, clock, logger, replicas, timeoutMs = 10_000, idleTimeoutMs = 20_000 } = options
  const { call, isTokenGood } = watchToken(createCall({ token, apiRoot, timeoutMs }), logger)
  const pace = createPace(clock, replicas)
  const intake = createIntake({ clock, logger, guard: createFloodGuard() })
  return {
    messenger: createMessenger({ call, pace, logger }),
    files: createFiles({ call, token, apiRoot, timeoutMs, idleTimeoutMs }),
    presence: createPresence({ call, pace, logger }),
    profile: createBotProfile(call),
    createUpdates: (webhook, append) => {
      const source = webhook
        ? fromWebhook(
            new WebhookReceiver({ ...webhook, intake, append, clock, logger }),
            new WebhookKeeper({ call, clock, logger, ...webhook }),
          )
        : fromPoller(new Poller({ call, clock, logger, intake, append }))
      return { ...source, isHealthy: () => isTokenGood() && source.isHealthy() }
    },
  }
}
