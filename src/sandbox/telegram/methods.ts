import { done, failed, text, type Call } from './call.js'
import { MAX_DOWNLOAD_BYTES } from './files.js'
import { editReplyMarkup, editText, outside, sendFile, sendMessage } from './sending.js'
import type { MethodResult, Wire } from './types.js'

const CALLBACK_LIFE_MS = 15_000

/** The methods this stand-in knows, by their name in lower case. */
const METHODS: Readonly<Record<string, (call: Call) => MethodResult | Promise<MethodResult>>> = {
  getme: ({ state }) =>
    done({ ...state.bot, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false }),
  getupdates: getUpdates,
  setwebhook: setWebhook,
  deletewebhook: ({ state, params }) => {
    state.webhook.set(undefined)
    if (isTrue(params.drop_pending_updates)) state.queue.dropAll()
    return done(true)
  },
  getwebhookinfo: ({ state }) =>
    done({
      url: state.webhook.settings?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: state.queue.pending.length,
      ...(state.webhook.settings && { max_connections: state.webhook.settings.maxConnections }),
      ...tellError(state.webhook.lastError),
    }),
  setmycommands: setMyCommands,
  getmycommands: ({ state }) => done(state.commands),
  getchat: ({ state, params }) => {
    const chat = state.chats.get(Number(params.chat_id))
    if (!chat) return failed(400, 'Bad Request: chat not found')
    if (chat.blocked) return failed(403, outside(chat))
    return done({ id: chat.user.id, type: chat.group?.type ?? 'private', accent_color_id: 0, max_reaction_count: 11 })
  },
  sendmessage: sendMessage,
  senddocument: (call) => sendFile(call, 'document'),
  sendphoto: (call) => sendFile(call, 'photo'),
  editmessagetext: editText,
  editmessagereplymarkup: editReplyMarkup,
  answercallbackquery: answerCallbackQuery,
  sendchataction: ({ state, params }) => {
    const chat = state.chats.get(Number(params.chat_id))
    if (!chat) return failed(400, 'Bad Request: chat not found')
    if (chat.blocked) return failed(403, outside(chat))
    chat.actions.push(text(params.action) ?? '')
    state.changes.notify()
    return done(true)
  },
  leavechat: leaveChat,
  getfile: ({ state, params }) => {
    const file = state.files.byId(text(params.file_id) ?? '')
    if (!file) return failed(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
    if (file.size > MAX_DOWNLOAD_BYTES) return failed(400, 'Bad Request: file is too big')
    return done({ file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path })
  },
}

/** Performs one method of the Bot API; an unknown one is 404, as Telegram has it. */
export async function performMethod(name: string, call: Call): Promise<MethodResult> {
  const method = METHODS[name.toLowerCase()]
  return method ? await method(call) : failed(404, 'Not Found: method not found')
}

async function getUpdates({ state, params, gone }: Call): Promise<MethodResult> {
  if (state.webhook.settings) {
    return failed(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
  }
  state.queue.allow(list(params.allowed_updates))
  const limit = Math.min(100, Math.max(1, Number(params.limit ?? 100)))
  // Telegram itself waits at most 50 s.
  const timeoutS = Math.min(50, Math.max(0, Number(params.timeout ?? 0)))
  return await state.queue.poll({ offset: Number(params.offset ?? 0), limit, timeoutS, gone })
}

function setWebhook({ state, params }: Call): MethodResult {
  const url = text(params.url) ?? ''
  const secret = text(params.secret_token)
  if (secret !== undefined && !/^[\w-]{1,256}$/u.test(secret)) {
    return failed(400, 'Bad Request: secret token contains unallowed characters')
  }
  state.queue.allow(list(params.allowed_updates))
  if (isTrue(params.drop_pending_updates)) state.queue.dropAll()
  // Telegram's default is 40; one at a time where nobody asks for more keeps the order that a person sees.
  const maxConnections = Math.min(100, Math.max(1, Number(params.max_connections ?? 1)))
  state.webhook.set(url === '' ? undefined : { url, secret, maxConnections })
  return done(true)
}

function tellError(error: { message: string; at: number } | undefined): Wire {
  return error ? { last_error_date: Math.floor(error.at / 1000), last_error_message: error.message } : {}
}

function leaveChat({ state, params }: Call): MethodResult {
  const chat = state.chats.get(Number(params.chat_id))
  if (!chat) return failed(400, 'Bad Request: chat not found')
  if (!chat.group) return failed(400, "Bad Request: chat can't be left")
  if (chat.blocked) return failed(403, outside(chat))
  chat.blocked = true
  state.changes.notify()
  return done(true)
}

function setMyCommands({ state, params }: Call): MethodResult {
  const given: unknown = typeof params.commands === 'string' ? JSON.parse(params.commands) : params.commands
  if (!Array.isArray(given)) return failed(400, "Bad Request: can't parse commands: expected an Array")
  const commands = given.map((item: Wire) => ({
    command: text(item.command) ?? '',
    description: text(item.description) ?? '',
  }))
  if (
    commands.some(
      ({ command, description }) =>
        !/^[a-z\d_]{1,32}$/u.test(command) || description.length < 1 || description.length > 256,
    )
  ) {
    return failed(400, 'Bad Request: BOT_COMMAND_INVALID')
  }
  state.commands = commands
  return done(true)
}

function answerCallbackQuery({ state, params }: Call): MethodResult {
  const press = state.callbacks.get(text(params.callback_query_id) ?? '')
  if (!press || press.answer !== undefined || state.now() - press.at > CALLBACK_LIFE_MS) {
    return failed(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
  }
  const answer = text(params.text) ?? ''
  if (answer.length > 200) return failed(400, 'Bad Request: MESSAGE_TOO_LONG')
  press.answer = answer
  state.changes.notify()
  return done(true)
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 'True' || value === '1'
}

/** A list of words, given as such or as JSON in a form. */
function list(value: unknown): readonly string[] | undefined {
  const given: unknown = typeof value === 'string' && value !== '' ? JSON.parse(value) : value
  return Array.isArray(given) ? given.filter((item): item is string => typeof item === 'string') : undefined
}
