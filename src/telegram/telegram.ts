import type { Files } from '../conversation/ports.js'
import type { InboxEvent } from '../domain/event.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Secret } from '../lib/secret.js'
import type { FileSource, Messenger } from '../outbox/ports.js'
import { createCall } from './api.js'
import { createBotProfile, type BotProfile } from './bot-profile.js'
import { createFiles } from './files.js'
import { createMessenger } from './messenger.js'
import { createPace } from './pace.js'
import { Poller } from './poller.js'

export interface TelegramOptions {
  token: Secret
  /** Without `/bot…`; files are fetched from the same root. */
  apiRoot: string
  clock: Clock
  logger: Logger
  /** Per call, and until a download's headers. */
  timeoutMs?: number
  /** Between two pieces of a download. */
  idleTimeoutMs?: number
}

export interface Telegram {
  messenger: Messenger
  files: Files & FileSource
  profile: BotProfile
  /** Long polling into `append`, which resolves once the events are durable. Started and stopped by the caller. */
  createPoller: (append: (events: readonly InboxEvent[]) => Promise<void>) => Poller
}

/** One bot: everything that speaks to Telegram. Makes no call by itself. */
export function createTelegram(options: TelegramOptions): Telegram {
  const { token, apiRoot, clock, logger, timeoutMs = 10_000, idleTimeoutMs = 20_000 } = options
  const call = createCall({ token, apiRoot, timeoutMs })
  return {
    messenger: createMessenger({ call, pace: createPace(clock), logger }),
    files: createFiles({ call, token, apiRoot, timeoutMs, idleTimeoutMs }),
    profile: createBotProfile(call),
    createPoller: (append) => new Poller({ call, clock, logger, append }),
  }
}
