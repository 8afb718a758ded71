import type { Faults } from './http/faults.js'
import type { Ledger } from './http/ledger.js'
import type { Reply, Route, StandInRequest } from './http/route.js'
import { startStandIn } from './http/server.js'
import { MAX_DOWNLOAD_BYTES } from './telegram/files.js'
import { TelegramGroup } from './telegram/group.js'
import { performMethod } from './telegram/methods.js'
import { TelegramState, type Chat } from './telegram/state.js'
import type { MethodResult } from './telegram/types.js'
import type { UpdateQueue } from './telegram/updates.js'
import { TelegramUser } from './telegram/user.js'

export interface TelegramStandIn {
  /** The API root: methods at `<url>/bot<token>/<method>`, files at `<url>/file/bot<token>/<path>`. */
  url: string
  token: string
  faults: Faults
  ledger: Ledger
  /** The updates not confirmed yet. */
  queue: UpdateQueue
  /** A person with a telephone, made the first time their id is named. */
  user(id: number, profile?: { firstName?: string; phone?: string }): TelegramUser
  /** A group, supergroup or channel with a negative id, made the first time it is named; the bot is not in it yet. */
  group(id: number, type?: 'group' | 'supergroup' | 'channel'): TelegramGroup
  /** Everything the bot set with `setMyCommands`. */
  commands(): readonly { command: string; description: string }[]
  /** Makes all files unknown to `getFile`. */
  forgetFiles(): void
  stop(): Promise<void>
}

export interface TelegramOptions {
  port?: number
  token: string
  now?: () => number
}

/** Telegram's Bot API and the people on its other side. */
export async function startTelegram(options: TelegramOptions): Promise<TelegramStandIn> {
  const bot = {
    id: 7_000_000_001,
    is_bot: true as const,
    first_name: 'Plantão (demonstração)',
    username: 'plantao_demo_bot',
  }
  const state = new TelegramState(bot, options.token, options.now ?? Date.now)
  const server = await startStandIn({
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: routes(state),
    notFound: () => wire({ ok: false, code: 404, description: 'Not Found' }),
    rateLimited: (retryAfterS) =>
      wire({ ok: false, code: 429, description: `Too Many Requests: retry after ${retryAfterS}`, retryAfterS }),
    badBody: () => wire({ ok: false, code: 400, description: "Bad Request: can't parse request body" }),
    setTokensValid: (valid) => {
      state.tokenValid = valid
    },
    state: () => ({ pendingUpdates: state.queue.pending.length, chats: [...state.chats.values()].map(tellChat) }),
  })
  const { url, faults, ledger } = server
  return {
    url,
    token: options.token,
    faults,
    ledger,
    queue: state.queue,
    user: (id, profile) => new TelegramUser(state, openChat(state, id, profile)),
    group: (id, type = 'group') => new TelegramGroup(state, openGroup(state, id, type)),
    commands: () => state.commands,
    forgetFiles: () => state.files.forgetAll(),
    stop: async () => {
      state.webhook.set(undefined)
      await server.stop()
    },
  }
}

function routes(state: TelegramState): Route[] {
  const authorized = (token: string | undefined): boolean => state.tokenValid && token === state.token
  const unauthorized = (): Reply => wire({ ok: false, code: 401, description: 'Unauthorized' })
  return [
    {
      method: '*',
      path: '/bot:token/:method',
      handle: async ({ params, query, body, gone }: StandInRequest) => {
        if (!authorized(params.token)) return unauthorized()
        const call = { state, params: { ...Object.fromEntries(query), ...body.fields }, files: body.files, gone }
        return wire(await performMethod(params.method ?? '', call))
      },
    },
    {
      method: 'GET',
      path: '/file/bot:token/:folder/:name',
      handle: ({ params }) => {
        if (!authorized(params.token)) return unauthorized()
        const file = state.files.byPath(`${params.folder ?? ''}/${params.name ?? ''}`)
        if (!file || file.size > MAX_DOWNLOAD_BYTES) return wire({ ok: false, code: 404, description: 'Not Found' })
        return { status: 200, body: file.bytes, contentType: 'application/octet-stream' }
      },
    },
  ]
}

function wire(result: MethodResult): Reply {
  if (result.ok) return { status: 200, body: { ok: true, result: result.result } }
  const parameters = result.retryAfterS === undefined ? {} : { parameters: { retry_after: result.retryAfterS } }
  return {
    status: result.code,
    body: { ok: false, error_code: result.code, description: result.description, ...parameters },
  }
}

function openChat(state: TelegramState, id: number, profile: { firstName?: string; phone?: string } = {}): Chat {
  const known = state.chats.get(id)
  if (known) return known
  const user = {
    id,
    firstName: profile.firstName ?? 'Cliente',
    phone: profile.phone ?? `5537990${String(id).padStart(6, '0').slice(-6)}`,
  }
  const chat = { user, blocked: false, lastMessageId: 0, messages: new Map(), markups: new Map(), actions: [] }
  state.chats.set(id, chat)
  return chat
}

function openGroup(state: TelegramState, id: number, type: 'group' | 'supergroup' | 'channel'): Chat {
  const known = state.chats.get(id)
  if (known) return known
  const chat = { ...openChat(state, id, { firstName: 'Vizinhos', phone: '' }), blocked: true, group: { type } }
  state.chats.set(id, chat)
  return chat
}

function tellChat(chat: Chat): unknown {
  const messages = [...chat.messages.values()].map(({ messageId, text, buttons }) => ({ messageId, text, buttons }))
  return { id: chat.user.id, blocked: chat.blocked, messages }
}
