import { AppError } from '../../domain/errors.js'
import type { WaitOptions } from '../changes.js'
import { fileContent, type SentFile } from './sent-file.js'
import type { SeenButton } from './markup.js'
import { wireChat, type Chat, type TelegramState } from './state.js'
import type { BotMessage, Wire } from './types.js'

/** One customer with a telephone: what they do, and what they see of the bot. */
export class TelegramUser {
  readonly #state: TelegramState
  readonly #chat: Chat

  constructor(state: TelegramState, chat: Chat) {
    this.#state = state
    this.#chat = chat
  }

  get id(): number {
    return this.#chat.user.id
  }

  /** What the bot sent here, oldest first, as it stands now. */
  get messages(): readonly BotMessage[] {
    return [...this.#chat.messages.values()]
  }

  /** `typing` and the like, in their order. */
  get actions(): readonly string[] {
    return this.#chat.actions
  }

  /** A point in time to wait from: `waitFor(…, { after: user.mark() })`. */
  mark(): number {
    return this.#state.seq
  }

  /** Writes a text; `/commands` get their entity. Gives the message's id. */
  sendText(text: string): number {
    const command = /^\/\w+(?:@\w+)?/u.exec(text)?.[0]
    const entities = command === undefined ? [] : [{ type: 'bot_command', offset: 0, length: command.length }]
    return this.#say({ text, ...(entities.length > 0 ? { entities } : {}) })
  }

  /** Corrects an earlier text. */
  editText(messageId: number, text: string): void {
    const message = { ...this.#envelope(messageId), edit_date: this.#seconds(), text }
    this.#state.queue.add('edited_message', message)
  }

  sendFile(bytes: Buffer, file: SentFile): number {
    return this.#say(fileContent(this.#state.files, bytes, file))
  }

  /** Presses the contact button: Telegram vouches that the number is the sender's. */
  shareContact(): number {
    const { id, firstName, phone } = this.#chat.user
    return this.#say({ contact: { phone_number: phone, first_name: firstName, user_id: id } })
  }

  /** Sends somebody else's contact, from the address book. */
  shareForeignContact(phone: string, userId?: number): number {
    const whose = userId === undefined ? {} : { user_id: userId }
    return this.#say({ contact: { phone_number: phone, first_name: 'Outra Pessoa', ...whose } })
  }

  /** Forwards a contact message; `userId` is whose contact it is (default: the sender's own). */
  forwardContact(phone: string, userId: number = this.id): number {
    const sender = { id: userId, is_bot: false, first_name: 'Outra Pessoa' }
    return this.#say({
      forward_origin: { type: 'user', sender_user: sender, date: this.#seconds() - 60 },
      contact: { phone_number: phone, first_name: 'Outra Pessoa', user_id: userId },
    })
  }

  /** Sends anything that a message may hold, in the Bot API's own form: `{ dice: { emoji: '🎲', value: 3 } }`. */
  send(content: Wire): number {
    return this.#say(content)
  }

  /** Edits an earlier message into this one. */
  edit(messageId: number, content: Wire): void {
    this.#state.queue.add('edited_message', { ...this.#envelope(messageId), edit_date: this.#seconds(), ...content })
  }

  /** Puts another file, or another caption, into an earlier message. */
  editFile(messageId: number, bytes: Buffer, file: SentFile): void {
    this.edit(messageId, fileContent(this.#state.files, bytes, file))
  }

  sendLocation(latitude = -20.09, longitude = -45.29): number {
    return this.#say({ location: { latitude, longitude } })
  }

  sendSticker(emoji = '👍'): number {
    const { fileId, uniqueId, size } = this.#state.files.add(Buffer.from(`sticker ${emoji}`), 'stickers', '.webp')
    const sticker = {
      file_id: fileId,
      file_unique_id: uniqueId,
      file_size: size,
      type: 'regular',
      width: 512,
      height: 512,
      emoji,
    }
    return this.#say({ sticker: { ...sticker, is_animated: false, is_video: false } })
  }

  sendPoll(question = 'Qual?'): number {
    const options = [
      { text: 'Sim', voter_count: 0 },
      { text: 'Não', voter_count: 0 },
    ]
    return this.#say({
      poll: { id: '1', question, options, total_voter_count: 0, is_closed: false, is_anonymous: true, type: 'regular' },
    })
  }

  /**
   * Presses the button whose label is or contains `wanted` (case aside), or whose data equals it: the newest message
   * that has one. A button of the keyboard writes its label, or shares the contact. Gives the callback's id, if any.
   */
  pressButton(wanted: string): string | undefined {
    const { message, button } = this.#findButton(wanted)
    if (button.requestContact === true) return void this.shareContact()
    if (button.data === undefined) return void this.sendText(button.text)
    return this.pressData(message.messageId, button.data)
  }

  /** Presses a button by its data, also one that is no longer shown: a stale card, a double tap. */
  pressData(messageId: number, data: string): string {
    const id = `${String(this.id)}${String(this.#state.nextSeq())}`
    this.#state.callbacks.set(id, { at: this.#state.now() })
    const message = this.#state.wireBotMessage(this.#chat, messageId)
    this.#state.queue.add('callback_query', { id, from: this.#from(), message, chat_instance: '1', data })
    return id
  }

  /** What the bot answered to a press; undefined while it has not. */
  callbackAnswer(callbackId: string): string | undefined {
    return this.#state.callbacks.get(callbackId)?.answer
  }

  /** From now on the bot gets 403. */
  block(): void {
    this.#setMembership(true, 'member', 'kicked')
  }

  unblock(): void {
    this.#setMembership(false, 'kicked', 'member')
  }

  /** The newest message that matches and changed after `after`: at once, or as soon as it comes or is edited so. */
  async waitFor(
    wanted: RegExp | ((message: BotMessage) => boolean),
    options: { timeoutMs?: number; after?: number } = {},
  ): Promise<BotMessage> {
    const matches = typeof wanted === 'function' ? wanted : (message: BotMessage) => wanted.test(message.text)
    const after = options.after ?? 0
    const look = (): BotMessage | undefined =>
      this.messages.findLast((message) => message.seq > after && matches(message))
    const seen = (): string =>
      JSON.stringify(this.messages.slice(-4).map(({ text, buttons }) => [text, buttons.flat().map((b) => b.text)]))
    const describe = (): string => `a message ${String(wanted)}; the last ones are ${seen()}`
    return await this.until(look, {
      describe,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    })
  }

  /** Resolves with what `look` finds, now or at a later change of this Telegram. */
  async until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T> {
    return await this.#state.changes.until(look, options)
  }

  /** Calls `listener` with each message of the bot as it comes, and again when it is edited. */
  onMessage(listener: (message: BotMessage) => void): () => void {
    let told = this.mark()
    return this.#state.changes.subscribe(() => {
      const news = this.messages.filter(({ seq }) => seq > told)
      told = this.mark()
      news.forEach(listener)
    })
  }

  #findButton(wanted: string): { message: BotMessage; button: SeenButton } {
    const lower = wanted.toLocaleLowerCase('pt-BR')
    const tests: ((button: SeenButton) => boolean)[] = [
      (button) => button.data === wanted || button.text === wanted,
      (button) => button.text.toLocaleLowerCase('pt-BR').includes(lower),
    ]
    for (const message of this.messages.toReversed()) {
      const all = [...message.buttons.flat(), ...(message.keyboard ?? []).flat()]
      const button = tests.map((test) => all.find(test)).find((found) => found !== undefined)
      if (button) return { message, button }
    }
    const shown = this.messages.slice(-3).flatMap((message) => message.buttons.flat().map(({ text }) => text))
    throw new AppError('not-found', `no button "${wanted}"; shown: ${shown.join(' | ')}`, { retry: 'never' })
  }

  #setMembership(blocked: boolean, before: string, now: string): void {
    this.#chat.blocked = blocked
    const user = this.#state.bot
    const change = { old_chat_member: { user, status: before }, new_chat_member: { user, status: now } }
    this.#state.queue.add('my_chat_member', {
      chat: wireChat(this.#chat),
      from: this.#from(),
      date: this.#seconds(),
      ...change,
    })
  }

  #say(content: Wire): number {
    this.#chat.lastMessageId += 1
    const messageId = this.#chat.lastMessageId
    this.#state.queue.add('message', { ...this.#envelope(messageId), ...content })
    return messageId
  }

  #envelope(messageId: number): Wire {
    return { message_id: messageId, from: this.#from(), chat: wireChat(this.#chat), date: this.#seconds() }
  }

  #from(): Wire {
    return { id: this.id, is_bot: false, first_name: this.#chat.user.firstName, language_code: 'pt-br' }
  }

  #seconds(): number {
    return Math.floor(this.#state.now() / 1000)
  }
}
