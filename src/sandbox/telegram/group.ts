import { wireGroup, type Chat, type TelegramState } from './state.js'
import type { BotMessage, Wire } from './types.js'

/** A group or channel that people talk in, and put the bot into. */
export class TelegramGroup {
  readonly #state: TelegramState
  readonly #chat: Chat

  constructor(state: TelegramState, chat: Chat) {
    this.#state = state
    this.#chat = chat
  }

  get id(): number {
    return this.#chat.user.id
  }

  /** What the bot said here. */
  get messages(): readonly BotMessage[] {
    return [...this.#chat.messages.values()]
  }

  get hasBot(): boolean {
    return !this.#chat.blocked
  }

  /** Somebody puts the bot here: it is told of its membership, and a group sees a notice. */
  add(by = 1): void {
    this.#chat.blocked = false
    const user = this.#state.bot
    this.#state.queue.add('my_chat_member', {
      chat: wireGroup(this.#chat),
      from: person(by),
      date: this.#seconds(),
      old_chat_member: { user, status: 'left' },
      new_chat_member: { user, status: this.#chat.group?.type === 'channel' ? 'administrator' : 'member' },
    })
    if (this.#chat.group?.type !== 'channel') this.#say(by, { new_chat_members: [user] })
  }

  /** Somebody writes here; the bot hears it while it is in. */
  say(text: string, from = 1): void {
    this.#say(from, { text })
  }

  /** Resolves with what `look` finds, now or at a later change of this Telegram. */
  async until<T>(look: () => T | undefined): Promise<T> {
    return await this.#state.changes.until(look)
  }

  #say(from: number, content: Wire): void {
    if (this.#chat.blocked) return
    this.#chat.lastMessageId += 1
    const kind = this.#chat.group?.type === 'channel' ? 'channel_post' : 'message'
    const envelope = { message_id: this.#chat.lastMessageId, chat: wireGroup(this.#chat), date: this.#seconds() }
    this.#state.queue.add(kind, { ...envelope, ...(kind === 'message' ? { from: person(from) } : {}), ...content })
  }

  #seconds(): number {
    return Math.floor(this.#state.now() / 1000)
  }
}

function person(id: number): Wire {
  return { id, is_bot: false, first_name: 'Vizinho' }
}
