import { asFields, bodyOf, formOf, serve, str, type Answer, type Fields, type Seen } from './http.js'
import { readHtml } from './telegram-html.js'

export interface Button {
  text: string
  data: string
}

/** A message of the bot as it stands in the chat now. */
export interface Heard {
  id: number
  chat: number
  text: string
  buttons: Button[]
  asksContact: boolean
  document: { name: string; bytes: Buffer } | undefined
}

export interface OtherTelegram {
  url: string
  env: Record<string, string>
  requests: Seen[]
  /** Refused as the Bot API would. */
  complaints: string[]
  heard: Heard[]
  chat(id: number): Heard[]
  /** Hands the bot an update; `chat` is a private one of that user. */
  message(user: User, what: Fields): void
  press(user: User, heard: Heard, data: string): void
  /** Keeps a file for `getFile`, and gives its id. */
  upload(bytes: Buffer): string
  close(): Promise<void>
}

export interface User {
  id: number
  first_name: string
}

const TOKEN = '77001122:AAE-vendedores-de-fora_0123456789abcde'
const BOT = { id: 77001122, is_bot: true, first_name: 'Aurora', username: 'aurora_bot' }
const POLL_MS = 2_000

/** The public Bot API, as far as a bot like this needs it, and as strict. */
export async function startTelegram(): Promise<OtherTelegram> {
  const heard: Heard[] = []
  const complaints: string[] = []
  const updates: Fields[] = []
  const files = new Map<string, Buffer>()
  const known = new Set<number>()
  const queries = new Set<string>()
  let [nextMessage, nextUpdate] = [100, 500_000_000]
  let wake: () => void = () => undefined

  const push = (update: Fields): void => {
    updates.push({ update_id: nextUpdate++, ...update })
    wake()
  }
  const refuse = (description: string, status = 400): Answer => {
    complaints.push(description)
    return { status, json: { ok: false, error_code: status, description } }
  }
  const chatOf = (user: User): Fields => ({ ...user, type: 'private' })

  const getUpdates = async ({ offset, timeout }: Fields): Promise<Answer> => {
    const from = Number(str(offset) || 0)
    while (updates.length > 0 && Number(updates[0]?.update_id) < from) updates.shift()
    if (updates.length === 0 && Number(str(timeout) || 0) > 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, POLL_MS)
      })
    }
    return done(updates.slice(0, 100))
  }

  const markup = (value: unknown): { buttons: Button[]; asksContact: boolean } | { error: string } => {
    const given = typeof value === 'string' ? asFields(JSON.parse(value)) : asFields(value)
    const rows = Array.isArray(given.inline_keyboard) ? given.inline_keyboard.flat() : []
    const buttons = rows.map(asFields).map(({ text, callback_data }) => ({ text: str(text), data: str(callback_data) }))
    const bad = buttons.some(({ text, data }) => text === '' || data === '' || Buffer.byteLength(data) > 64)
    if (bad) return { error: 'Bad Request: BUTTON_DATA_INVALID' }
    const keys = Array.isArray(given.keyboard) ? given.keyboard.flat().map(asFields) : []
    return { buttons, asksContact: keys.some(({ request_contact }) => request_contact === true) }
  }

  const written = (params: Fields, field: string, max: number): { text: string } | { error: string } => {
    const raw = str(params[field])
    const read = params.parse_mode === 'HTML' ? readHtml(raw) : { text: raw }
    if ('text' in read && read.text.length > max) return { error: 'Bad Request: message is too long' }
    return read
  }

  const send = (params: Fields, field: string, document?: Heard['document']): Answer => {
    const chat = Number(params.chat_id)
    if (!known.has(chat)) return refuse('Bad Request: chat not found')
    const read = written(params, field, document ? 1024 : 4096)
    const keys = markup(params.reply_markup)
    if ('error' in read) return refuse(`${read.error}: ${str(params[field])}`)
    if ('error' in keys) return refuse(keys.error)
    if (!document && read.text.trim() === '') return refuse('Bad Request: message text is empty')
    const message = { id: nextMessage++, chat, text: read.text, ...keys, document }
    heard.push(message)
    const date = Math.floor(Date.now() / 1000)
    return done({ message_id: message.id, from: BOT, chat: { id: chat, type: 'private' }, date, text: read.text })
  }

  const edit = (params: Fields): Answer => {
    const message = heard.find(({ id, chat }) => id === Number(params.message_id) && chat === Number(params.chat_id))
    if (!message) return refuse('Bad Request: message to edit not found')
    const keys = markup(params.reply_markup)
    if ('error' in keys) return refuse(keys.error)
    if (JSON.stringify(keys.buttons) === JSON.stringify(message.buttons)) {
      return { status: 400, json: { ok: false, error_code: 400, description: 'Bad Request: message is not modified' } }
    }
    message.buttons = keys.buttons
    return done(true)
  }

  const call = async (method: string, seen: Seen): Promise<Answer> => {
    const form = formOf(seen)
    const params = { ...Object.fromEntries(seen.query), ...bodyOf(seen), ...form.texts }
    switch (method) {
      case 'getMe':
        return done({ ...BOT, can_join_groups: true, supports_inline_queries: false })
      case 'getUpdates':
        return await getUpdates(params)
      case 'sendMessage':
        return send(params, 'text')
      case 'sendDocument': {
        const [file] = form.files
        return file ? send(params, 'caption', file) : refuse('Bad Request: there is no document in the request')
      }
      case 'editMessageReplyMarkup':
        return edit(params)
      case 'answerCallbackQuery':
        if (!queries.delete(str(params.callback_query_id))) return refuse('Bad Request: query ID is invalid')
        return str(params.text).length > 200 ? refuse('Bad Request: MESSAGE_TOO_LONG') : done(true)
      case 'getFile': {
        const bytes = files.get(str(params.file_id))
        if (!bytes) return refuse('Bad Request: invalid file_id')
        const file_id = str(params.file_id)
        const file_path = `photos/${file_id}.png`
        return done({ file_id, file_unique_id: `u${file_id}`, file_size: bytes.length, file_path })
      }
      case 'sendChatAction':
      case 'setMyCommands':
      case 'deleteWebhook':
      case 'leaveChat':
        return done(true)
      case 'getWebhookInfo':
        return done({ url: '', has_custom_certificate: false, pending_update_count: updates.length })
      default:
        return refuse(`Not Found: ${method}`, 404)
    }
  }

  const server = await serve(async (seen) => {
    const [, isFile, token, rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/u.exec(seen.path) ?? []
    if (token !== TOKEN) return { status: 401, json: { ok: false, error_code: 401, description: 'Unauthorized' } }
    if (isFile === undefined) return await call(rest, seen)
    const bytes = files.get(/^photos\/(.+)\.png$/u.exec(rest)?.[1] ?? '')
    return bytes ? { bytes, type: 'application/octet-stream' } : { status: 404, json: { ok: false, error_code: 404 } }
  })

  return {
    url: server.url,
    env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: server.url },
    requests: server.requests,
    complaints,
    heard,
    chat: (id) => heard.filter(({ chat }) => chat === id),
    message(user, what) {
      known.add(user.id)
      const from = { ...user, is_bot: false, language_code: 'pt-br' }
      const date = Math.floor(Date.now() / 1000)
      push({ message: { message_id: nextMessage++, from, chat: chatOf(user), date, ...what } })
    },
    press(user, message, data) {
      const id = `${String(Date.now())}${String(nextUpdate)}`
      queries.add(id)
      const from = { ...user, is_bot: false, language_code: 'pt-br' }
      const date = Math.floor(Date.now() / 1000)
      const shown = { message_id: message.id, from: BOT, chat: chatOf(user), date, text: message.text }
      push({ callback_query: { id, from, chat_instance: '-1', message: shown, data } })
    },
    upload(bytes) {
      const id = `AgACAgEAAx${String(files.size)}`
      files.set(id, bytes)
      return id
    },
    async close() {
      wake()
      await server.close()
    },
  }
}

function done(result: unknown): Answer {
  return { json: { ok: true, result } }
}
