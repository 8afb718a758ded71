import type { CallbackQuery, ChatMemberUpdated, Message, Update } from 'grammy/types'

import type { InboxEvent, Input } from '../domain/event.js'
import { toEditedInput, toMessageInput, toSender } from './message-input.js'
import { cleanLine } from './text.js'

/** The kinds of update that Telegram is asked for: those mapped here. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member'] as const

/** Typed text comes in bursts; all else is taken at once. */
const TEXT_QUIET_MS = 600
const DAY_MS = 86_400_000

/**
 * An update as the event it is to a conversation; `undefined` for what concerns none: Telegram's own notices, kinds not
 * asked for. What is written in a group is one event a day, however much it is: the bot does not stay. `now`
 * (milliseconds since the epoch) dates what Telegram does not.
 */
export function toInboxEvent(update: Update, now: number): InboxEvent | undefined {
  const found = findInput(update)
  if (found === undefined) return undefined
  const { chatId, input, dateSeconds } = found
  const at = dateSeconds ? dateSeconds * 1000 : now
  if (input.kind === 'group') {
    const id = input.added ? `tg:${update.update_id}` : `gr:${chatId}:${Math.floor(at / DAY_MS)}`
    return { id, chatId: String(chatId), at, input }
  }
  return {
    id: `tg:${update.update_id}`,
    chatId: String(chatId),
    at,
    order: update.update_id,
    ...(input.kind === 'text' ? { quietMs: TEXT_QUIET_MS } : {}),
    input,
  }
}

interface Found {
  chatId: number
  input: Input
  dateSeconds: number | undefined
}

function findInput(update: Update): Found | undefined {
  const sent = update.message ?? update.channel_post
  if (sent) return sent.chat.type === 'private' ? fromMessage(sent, toMessageInput(sent), sent.date) : fromGroup(sent)
  const edited = update.edited_message
  if (edited) return fromMessage(edited, toEditedInput(edited), edited.edit_date)
  if (update.callback_query) return fromCallback(update.callback_query)
  if (update.my_chat_member) return fromMembership(update.my_chat_member)
  return undefined
}

/** A group that became a supergroup is told of under its new id as well; the old one is nowhere to leave from. */
function fromGroup(message: Message): Found | undefined {
  if (message.migrate_to_chat_id !== undefined || message.left_chat_member !== undefined) return undefined
  return { chatId: message.chat.id, input: { kind: 'group', added: false }, dateSeconds: message.date }
}

function fromMessage(message: Message, input: Input | undefined, dateSeconds: number): Found | undefined {
  if (message.chat.type !== 'private' || input === undefined) return undefined
  return { chatId: message.chat.id, input, dateSeconds }
}

/** The date of the message it hangs on is not the press's, so a press is dated by us. */
function fromCallback(query: CallbackQuery): Found | undefined {
  const { message, data } = query
  if (message?.chat.type !== 'private' || data === undefined) return undefined
  const input: Input = {
    kind: 'button',
    // At most 64 bytes when it is ours; what a forged client sends is cut.
    data: cleanLine(data, 64),
    callbackId: query.id,
    messageId: message.message_id,
    from: toSender(query.from),
  }
  return { chatId: message.chat.id, input, dateSeconds: undefined }
}

/**
 * In a private chat this tells of blocking (`kicked`) and unblocking.
 * Elsewhere, that somebody put the bot there; that it is out again is what we wanted.
 */
function fromMembership(change: ChatMemberUpdated): Found | undefined {
  const { chat, date: dateSeconds } = change
  const before = change.old_chat_member.status
  const { status } = change.new_chat_member
  if (chat.type === 'private') {
    if (status === 'kicked') return { chatId: chat.id, input: { kind: 'blocked' }, dateSeconds }
    return before === 'kicked' ? { chatId: chat.id, input: { kind: 'unblocked' }, dateSeconds } : undefined
  }
  if (OUTSIDE.has(status)) return undefined
  return { chatId: chat.id, input: { kind: 'group', added: OUTSIDE.has(before) }, dateSeconds }
}

const OUTSIDE: ReadonlySet<string> = new Set(['left', 'kicked'])
