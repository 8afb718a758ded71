import type { CallbackQuery, ChatMemberUpdated, Message, Update } from 'grammy/types'

import type { InboxEvent, Input } from '../domain/event.js'
import { toEditedInput, toMessageInput, toSender } from './message-input.js'

/** The kinds of update that Telegram is asked for: those mapped here. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** Typed text comes in bursts; all else is taken at once. */
const TEXT_QUIET_MS = 600

/**
 * An update as the event it is to a conversation; `undefined` for what concerns none: groups and channels, Telegram's
 * own notices, kinds not asked for. `now` (milliseconds since the epoch) dates what Telegram does not.
 */
export function toInboxEvent(update: Update, now: number): InboxEvent | undefined {
  const found = findInput(update)
  if (found === undefined) return undefined
  const { chatId, input, dateSeconds } = found
  return {
    id: `tg:${update.update_id}`,
    chatId: String(chatId),
    at: dateSeconds ? dateSeconds * 1000 : now,
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
  if (update.message) return fromMessage(update.message, toMessageInput(update.message), update.message.date)
  const edited = update.edited_message
  if (edited) return fromMessage(edited, toEditedInput(edited), edited.edit_date)
  if (update.callback_query) return fromCallback(update.callback_query)
  if (update.my_chat_member) return fromMembership(update.my_chat_member)
  return undefined
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
    data: data.slice(0, 64),
    callbackId: query.id,
    messageId: message.message_id,
    from: toSender(query.from),
  }
  return { chatId: message.chat.id, input, dateSeconds: undefined }
}

/** In a private chat this tells of blocking (`kicked`) and unblocking; the latter comes with a `/start` of its own. */
function fromMembership(change: ChatMemberUpdated): Found | undefined {
  if (change.chat.type !== 'private' || change.new_chat_member.status !== 'kicked') return undefined
  return { chatId: change.chat.id, input: { kind: 'blocked' }, dateSeconds: change.date }
}
