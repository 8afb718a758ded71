import { Changes } from '../changes.js'
import { FileShelf } from './files.js'
import type { MessageEntity } from './html.js'
import type { SeenMarkup } from './markup.js'
import type { BotIdentity, BotMessage, UserProfile, Wire } from './types.js'
import { UpdateQueue } from './updates.js'
import { Webhook } from './webhook.js'

/** One chat, as both of its sides know it. */
export interface Chat {
  /** Of a group, its id and title. */
  user: UserProfile
  /** The bot can't write here: it was blocked, or is not in the group. */
  blocked: boolean
  /** Absent: a private chat. */
  group?: { type: 'group' | 'supergroup' | 'channel' }
  lastMessageId: number
  messages: Map<number, BotMessage>
  /** `reply_markup` as the bot gave it, by message. */
  markups: Map<number, unknown>
  /** `typing`, `upload_document`, … in their order. */
  actions: string[]
}

export interface NewBotMessage {
  text: string
  html: string
  entities: readonly MessageEntity[]
  markup: SeenMarkup
  rawMarkup: unknown
  document?: { fileName: string; bytes: Buffer }
}

/** Everything Telegram remembers of one bot. It outlives the bot's process. */
export class TelegramState {
  readonly files = new FileShelf()
  readonly changes = new Changes()
  readonly chats = new Map<number, Chat>()
  /** Presses of buttons by callback id: when, and what the bot answered. */
  readonly callbacks = new Map<string, { at: number; answer?: string }>()
  readonly queue: UpdateQueue
  readonly webhook: Webhook
  commands: readonly { command: string; description: string }[] = []
  tokenValid = true
  #seq = 0

  constructor(
    readonly bot: BotIdentity,
    readonly token: string,
    readonly now: () => number,
  ) {
    this.queue = new UpdateQueue(100_001)
    this.webhook = new Webhook(this.queue, now)
  }

  get seq(): number {
    return this.#seq
  }

  nextSeq(): number {
    this.#seq += 1
    return this.#seq
  }

  /** Keeps a message of the bot and gives its wire form. */
  addBotMessage(chat: Chat, message: NewBotMessage): Wire {
    chat.lastMessageId += 1
    const messageId = chat.lastMessageId
    const { text, html, entities, markup, rawMarkup, document } = message
    chat.markups.set(messageId, rawMarkup)
    const kept = {
      messageId,
      chatId: chat.user.id,
      text,
      html,
      entities,
      edits: 0,
      seq: this.nextSeq(),
      at: this.now(),
      ...markup,
    }
    chat.messages.set(messageId, document ? { ...kept, document } : kept)
    this.changes.notify()
    return this.wireBotMessage(chat, messageId)
  }

  /** A message of the bot as the Bot API tells it. */
  wireBotMessage(chat: Chat, messageId: number): Wire {
    const message = chat.messages.get(messageId)
    const markup = chat.markups.get(messageId)
    const inline = typeof markup === 'object' && markup !== null && 'inline_keyboard' in markup
    return {
      message_id: messageId,
      from: this.bot,
      chat: wireChat(chat),
      date: Math.floor((message?.at ?? 0) / 1000),
      ...(message ? { text: message.text, entities: message.entities } : {}),
      ...(message && message.edits > 0 ? { edit_date: Math.floor(this.now() / 1000) } : {}),
      ...(inline ? { reply_markup: markup } : {}),
    }
  }
}

export function wireChat(chat: Chat): Wire {
  if (chat.group) return wireGroup(chat)
  return { id: chat.user.id, first_name: chat.user.firstName, type: 'private' }
}

export function wireGroup(chat: Chat): Wire {
  return { id: chat.user.id, title: chat.user.firstName, type: chat.group?.type ?? 'group' }
}
