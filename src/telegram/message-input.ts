import type { Message, User } from 'grammy/types'

import type { Input, Sender } from '../domain/event.js'
import { toFileRef } from './file-ref.js'
import { richText } from './rich-text.js'
import { cleanLine, cleanText } from './text.js'

/** A message of a private chat as an input; `undefined` for Telegram's own notices (pinned, timer changed…). */
export function toMessageInput(message: Message): Input | undefined {
  const base = { messageId: message.message_id, from: toSender(message.from) }
  const text = message.text ?? (message.rich_message && richText(message.rich_message))
  if (text !== undefined) return toTextInput(message, text, base)
  if (message.contact !== undefined) {
    const phone = message.contact.phone_number.replace(/(?!^\+)\D/gu, '').slice(0, 32)
    return { kind: 'contact', phone, own: isOwnContact(message), ...base }
  }
  const file = toFileRef(message)
  if (file !== undefined) {
    const albumId = message.media_group_id
    return { kind: 'file', file, ...(albumId === undefined ? {} : { albumId }), ...base, ...contextOf(message) }
  }
  if (SERVICE.some((key) => message[key] !== undefined)) return undefined
  return { kind: 'other', what: OTHER.find((key) => message[key] !== undefined) ?? 'unknown', ...base }
}

/**
 * A message's new wording, or its file, which is another one or has another caption: only who saw it before can tell.
 * Other edits (a live location's every step) say nothing new.
 */
export function toEditedInput(message: Message): Input | undefined {
  const sent = toMessageInput(message)
  if (sent?.kind === 'file') return { ...sent, edited: true }
  const text = cleanText(message.text ?? (message.rich_message ? richText(message.rich_message) : message.caption) ?? '')
  if (text === '') return undefined
  return { kind: 'text', text, messageId: message.message_id, from: toSender(message.from), edited: true }
}

/** The first name of a Telegram profile. */
export function toSender(user: User | undefined): Sender {
  return { firstName: cleanLine(user?.first_name ?? '', 64) }
}

function toTextInput(message: Message, raw: string, base: { messageId: number; from: Sender }): Input {
  const text = cleanText(raw)
  if (text === '') return { kind: 'other', what: 'empty', ...base }
  const command = COMMAND.exec(text)
  if (command !== null && isCommand(message, raw)) {
    return { kind: 'command', name: command[1]?.toLowerCase() ?? '', args: command[2]?.trim() ?? '', ...base }
  }
  return { kind: 'text', text, ...base, ...contextOf(message) }
}

/** `/name`, `/name@bot`, then whatever follows. */
const COMMAND = /^\/([a-z0-9_]{1,64})(?:@[a-z0-9_]{3,32})?(?:\s+([\s\S]*))?$/iu

/**
 * Telegram marks commands; one inside code or a link is not marked. No entities at all: the text itself decides. Marks
 * that nobody sees may stand before it in what was sent.
 */
function isCommand(message: Message, raw: string): boolean {
  if (message.forward_origin !== undefined) return false
  const offset = raw.indexOf('/')
  return message.entities?.some((entity) => entity.type === 'bot_command' && entity.offset === offset) ?? true
}

/**
 * Telegram fills `contact.user_id` for the number's owner, so the sender's own card is one sent by hand from this very
 * chat: not forwarded, and not put there by another bot.
 */
function isOwnContact(message: Message): boolean {
  return (
    message.from !== undefined &&
    message.contact?.user_id === message.from.id &&
    message.chat.type === 'private' &&
    message.forward_origin === undefined &&
    message.via_bot === undefined
  )
}

const MAX_CONTEXT = 200

function contextOf(message: Message): { context?: string } {
  const context = toContext(message)
  return context === '' ? {} : { context }
}

/** What the message refers to, for whoever reads it elsewhere. Names of other people stay out. */
function toContext(message: Message): string {
  const answered = message.reply_to_message
  const elsewhere = message.external_reply === undefined ? '' : 'outra conversa'
  const quoted = cleanLine(message.quote?.text ?? answered?.text ?? answered?.caption ?? '', MAX_CONTEXT)
  const about = quoted === '' ? mediaWord(answered) || elsewhere : `"${quoted}"`
  const forwarded = message.forward_origin === undefined ? '' : 'mensagem encaminhada'
  return [forwarded, about === '' ? '' : `em resposta a ${about}`].filter((part) => part !== '').join(', ')
}

function mediaWord(message: Message | undefined): string {
  const file = message === undefined ? undefined : toFileRef(message)
  return file === undefined ? '' : file.name
}

/** Contents we do not take, by Telegram's own name; a venue comes with a `location`, so it stands first. */
const OTHER = [
  'sticker',
  'venue',
  'location',
  'poll',
  'dice',
  'game',
  'story',
  'paid_media',
  'live_photo',
  'checklist',
  'invoice',
  'giveaway',
  'giveaway_winners',
  'gift',
  'unique_gift',
] as const satisfies readonly (keyof Message)[]

/** What Telegram itself writes into a private chat; nobody waits for an answer to these. */
const SERVICE = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'connected_website',
  'chat_background_set',
  'boost_added',
  'users_shared',
  'chat_shared',
  'web_app_data',
  'passport_data',
  'proximity_alert_triggered',
  'successful_payment',
  'refunded_payment',
  'gift_upgrade_sent',
  'paid_message_price_changed',
  'direct_message_price_changed',
  'checklist_tasks_done',
  'checklist_tasks_added',
  'poll_option_added',
  'poll_option_deleted',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'managed_bot_created',
  'suggested_post_info',
  'suggested_post_approved',
  'suggested_post_approval_failed',
  'suggested_post_declined',
  'suggested_post_paid',
  'suggested_post_refunded',
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'video_chat_started',
  'video_chat_ended',
] as const satisfies readonly (keyof Message)[]
