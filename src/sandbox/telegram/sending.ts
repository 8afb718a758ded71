import { isDeepStrictEqual } from 'node:util'

import { done, failed, text, type Call } from './call.js'
import { parseHtml, type MessageEntity } from './html.js'
import { readMarkup, type SeenMarkup } from './markup.js'
import type { Chat, TelegramState } from './state.js'
import type { MethodResult, Wire } from './types.js'

const MAX_TEXT = 4096
const MAX_CAPTION = 1024

export function sendMessage({ state, params }: Call): MethodResult {
  const chat = reachChat(state, params)
  if ('ok' in chat) return chat
  const words = readText(params, 'text', MAX_TEXT)
  if ('ok' in words) return words
  const markup = readMarkup(params.reply_markup)
  if (!markup.ok) return failed(400, markup.description)
  return done(state.addBotMessage(chat, { ...words, markup: markup.markup, rawMarkup: rawMarkup(params) }))
}

/** `sendDocument` and `sendPhoto`, of uploaded bytes only. */
export function sendFile({ state, params, files }: Call, kind: 'document' | 'photo'): MethodResult {
  const chat = reachChat(state, params)
  if ('ok' in chat) return chat
  const upload = files.find(({ field }) => field === kind || params[kind] === `attach://${field}`)
  if (!upload) return failed(400, `Bad Request: there is no ${kind} in the request`)
  if (upload.bytes.length === 0) return failed(400, 'Bad Request: file must be non-empty')
  const caption = readText({ ...params, caption: text(params.caption) ?? '' }, 'caption', MAX_CAPTION)
  if ('ok' in caption) return caption
  const markup = readMarkup(params.reply_markup)
  if (!markup.ok) return failed(400, markup.description)
  const document = { fileName: upload.fileName, bytes: upload.bytes }
  const message = state.addBotMessage(chat, {
    ...caption,
    markup: markup.markup,
    rawMarkup: rawMarkup(params),
    document,
  })
  const file = state.files.add(upload.bytes, `${kind}s`, '')
  const told = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size, file_name: upload.fileName }
  return done({ ...message, [kind]: kind === 'photo' ? [{ ...told, width: 800, height: 600 }] : told })
}

export function editText({ state, params }: Call): MethodResult {
  const words = readText(params, 'text', MAX_TEXT)
  if ('ok' in words) return words
  return edit(state, params, words)
}

export function editReplyMarkup({ state, params }: Call): MethodResult {
  return edit(state, params, undefined)
}

interface Words {
  text: string
  html: string
  entities: MessageEntity[]
}

function edit(state: TelegramState, params: Wire, words: Words | undefined): MethodResult {
  const chat = reachChat(state, params)
  if ('ok' in chat) return chat
  const messageId = Number(params.message_id)
  const message = chat.messages.get(messageId)
  if (!message) return failed(400, 'Bad Request: message to edit not found')
  const read = readMarkup(params.reply_markup)
  if (!read.ok) return failed(400, read.description)
  const next = words ?? { text: message.text, html: message.html, entities: [...message.entities] }
  const buttons: SeenMarkup['buttons'] = read.markup.buttons
  if (
    next.text === message.text &&
    isDeepStrictEqual(next.entities, message.entities) &&
    isDeepStrictEqual(buttons, message.buttons)
  ) {
    const why =
      'specified new message content and reply markup are exactly the same as ' +
      'a current content and reply markup of the message'
    return failed(400, `Bad Request: message is not modified: ${why}`)
  }
  chat.markups.set(messageId, rawMarkup(params))
  chat.messages.set(messageId, { ...message, ...next, buttons, edits: message.edits + 1, seq: state.nextSeq() })
  state.changes.notify()
  return done(state.wireBotMessage(chat, messageId))
}

function reachChat(state: TelegramState, params: Wire): Chat | MethodResult {
  const chat = state.chats.get(Number(params.chat_id))
  if (!chat) return failed(400, 'Bad Request: chat not found')
  if (chat.blocked) return failed(403, outside(chat))
  return chat
}

/** Why the bot can't write in a chat. */
export function outside(chat: Chat): string {
  return chat.group ? `Forbidden: bot is not a member of the ${chat.group.type} chat` : 'Forbidden: bot was blocked by the user'
}

/** The text with its entities, parsed as `parse_mode` says; lengths are counted after parsing. */
function readText(params: Wire, field: 'text' | 'caption', max: number): Words | MethodResult {
  const html = text(params[field])
  const mode = text(params.parse_mode)?.toLowerCase() ?? ''
  if (html === undefined) return failed(400, 'Bad Request: message text is empty')
  if (!['', 'html', 'markdown', 'markdownv2'].includes(mode)) return failed(400, 'Bad Request: unsupported parse_mode')
  const parsed = mode === 'html' ? parseHtml(html) : { ok: true as const, text: html, entities: [] }
  if (!parsed.ok) return failed(400, parsed.description)
  const plain = parsed.text.trim()
  if (field === 'text' && plain === '') return failed(400, 'Bad Request: message text is empty')
  if (plain.length > max) {
    return failed(
      400,
      field === 'text' ? 'Bad Request: message is too long' : 'Bad Request: message caption is too long',
    )
  }
  return { text: parsed.text, html, entities: parsed.entities }
}

function rawMarkup(params: Wire): unknown {
  const raw = params.reply_markup
  return typeof raw === 'string' && raw !== '' ? (JSON.parse(raw) as unknown) : raw
}
