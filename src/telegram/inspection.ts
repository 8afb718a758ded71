import { z } from 'zod'

import type { Secret } from '../lib/secret.js'
import { createCall, toChatId } from './api.js'
import { telegramError } from './errors.js'

const me = z.object({
  username: z.string(),
  can_join_groups: z.boolean().optional(),
  can_read_all_group_messages: z.boolean().optional(),
})
const webhookInfo = z.object({
  url: z.string().default(''),
  pending_update_count: z.int().default(0),
  last_error_date: z.int().optional(),
  last_error_message: z.string().optional(),
})
const commands = z.array(z.object({ command: z.string() }))

/** How the bot stands at Telegram, read only; for the doctor. All throw `AppError`s. */
export interface TelegramInspection {
  me(): Promise<{ username: string; joinsGroups: boolean; readsGroups: boolean }>
  /** `url` is `''` where there is none; `lastError` in milliseconds since the epoch. */
  webhook(): Promise<{ url: string; pending: number; lastError?: { at: number; message: string } }>
  /** Without the slash. */
  commands(): Promise<readonly string[]>
  /** Throws `chat-gone` where the bot is not in it. */
  chat(chatId: string): Promise<void>
}

export function createTelegramInspection(connection: { token: Secret; apiRoot: string; timeoutMs: number }): TelegramInspection {
  const call = createCall(connection)
  return {
    me: async () => {
      const found = read(me, 'getMe', await call('getMe', (api, signal) => api.getMe(signal)))
      return {
        username: found.username,
        joinsGroups: found.can_join_groups ?? false,
        readsGroups: found.can_read_all_group_messages ?? false,
      }
    },
    webhook: async () => {
      const found = read(webhookInfo, 'getWebhookInfo', await call('getWebhookInfo', (api, signal) => api.getWebhookInfo(signal)))
      const { last_error_date: seconds, last_error_message: message } = found
      return {
        url: found.url,
        pending: found.pending_update_count,
        ...(seconds !== undefined && { lastError: { at: seconds * 1_000, message: message ?? '' } }),
      }
    },
    commands: async () => {
      const found = await call('getMyCommands', (api, signal) => api.getMyCommands({}, signal))
      return read(commands, 'getMyCommands', found).map(({ command }) => command)
    },
    chat: async (chatId) => {
      await call('getChat', (api, signal) => api.getChat(toChatId(chatId), signal))
    },
  }
}

/** Something else than Telegram may say `ok` as well. */
function read<S extends z.ZodType>(schema: S, operation: string, found: unknown): z.output<S> {
  const parsed = schema.safeParse(found)
  if (parsed.success) return parsed.data
  throw telegramError('bad-answer', 'safe', operation)
}
