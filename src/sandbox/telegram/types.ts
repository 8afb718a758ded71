import type { MessageEntity } from './html.js'
import type { SeenButton } from './markup.js'

/** A JSON object of the Bot API as it goes over the wire. */
export type Wire = Record<string, unknown>

export interface Update extends Wire {
  update_id: number
}

/** What an API method came to. */
export type MethodResult =
  { ok: true; result: unknown } | { ok: false; code: number; description: string; retryAfterS?: number }

/** A message that the bot sent, as the customer sees it now. */
export interface BotMessage {
  messageId: number
  chatId: number
  /** Plain, as read on the screen. */
  text: string
  /** As the bot wrote it. */
  html: string
  entities: readonly MessageEntity[]
  buttons: SeenButton[][]
  keyboard?: SeenButton[][]
  removeKeyboard?: boolean
  document?: { fileName: string; bytes: Buffer }
  /** How often it was edited. */
  edits: number
  /** Order of its last change over the whole stand-in: what comes after is larger. */
  seq: number
  /** Milliseconds since the epoch. */
  at: number
}

export interface UserProfile {
  id: number
  firstName: string
  /** E.164 without the plus, as Telegram puts it in a contact. */
  phone: string
}

export interface BotIdentity {
  id: number
  is_bot: true
  first_name: string
  username: string
}
