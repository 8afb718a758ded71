import { AppError } from '../domain/errors.js'
import type { WaitOptions } from './changes.js'
import type { Faults } from './http/faults.js'
import type { Ledger } from './http/ledger.js'
import type { Reply, StandInRequest } from './http/route.js'
import { startStandIn } from './http/server.js'
import type { Landings } from './landings.js'
import { answerCall } from './tempbox/calls.js'
import { TempboxState, type Conversation, type ScheduledMessage } from './tempbox/state.js'

export interface TempboxStandIn {
  url: string
  faults: Faults
  ledger: Ledger
  /** Every conversation, oldest first. */
  conversations(): readonly Conversation[]
  /** An attendant takes the contact's open conversation up (if nobody has) and writes. */
  attendantSays(contato: string, name: string, text: string): void
  /** An attendant sends a file, with words or without. */
  attendantSends(contato: string, name: string, file: { fileName: string; bytes: Buffer }, text?: string): void
  /** An attendant takes the contact's open conversation up without a word. */
  take(contato: string, name: string): void
  /** What was asked to be written later, oldest first. */
  scheduled(): readonly ScheduledMessage[]
  /** The attendant closes the contact's open conversation. */
  close(contato: string): void
  /** Hands the contact's open conversation to another attendant. */
  transfer(contato: string, name: string): void
  /** Somebody opens a conversation of the contact on another channel. */
  openElsewhere(contato: string, plataforma: number): Conversation
  /** Whether what the bot relays is listed as an attendant's words (the default). */
  markRelayedAsAttendant(marks: boolean): void
  /** Resolves with what `look` finds, now or after something landed. */
  until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T>
  stop(): Promise<void>
}

export interface TempboxOptions {
  port?: number
  token: string
  empresa: string
  landings: Landings
  now?: () => number
}

/** Longer query strings end at the web server, before any application (IIS: `maxQueryString`, 2,048). */
const MAX_URL = 2048

/** TempBox's Atendimento API, whole, and its attendants. */
export async function startTempbox(options: TempboxOptions): Promise<TempboxStandIn> {
  const state = new TempboxState(options.landings, options.now ?? Date.now)
  const server = await startStandIn({
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: [
      { method: 'POST', path: '/api/Atendimento/:call', handle: (request) => handle(state, options, request) },
      { method: 'GET', path: '/anexos/:id', handle: ({ params }) => anexo(state, params.id) },
    ],
    notFound: () => ({ status: 404, body: '<html><body><h2>404 - File or directory not found.</h2></body></html>' }),
    rateLimited: (s) => ({
      status: 429,
      body: { Status: 'error', Code: 429, Success: false, Data: null },
      headers: { 'retry-after': String(s) },
    }),
    setTokensValid: (valid) => {
      state.tokenValid = valid
    },
    state: () => ({ conversations: state.conversations }),
  })
  const { url, faults, ledger } = server
  state.url = url
  const begin = (contato: string, name: string): Conversation => {
    const conversation = openOf(state, contato)
    state.attend(conversation, state.attendants.named(name))
    return conversation
  }
  return {
    url,
    faults,
    ledger,
    conversations: () => state.conversations,
    attendantSays: (contato, name, text) => {
      state.say(begin(contato, name), { texto: text, de: 'atendente', autor: name, marcadaAtendente: true })
    },
    attendantSends: (contato, name, file, text = '') => {
      const words = { texto: text, de: 'atendente', autor: name, marcadaAtendente: true } as const
      state.say(begin(contato, name), { ...words, anexo: file })
    },
    take: (contato, name) => state.landed('início', begin(contato, name), `assumida por ${name}`),
    scheduled: () => state.scheduled,
    close: (contato) => state.close(openOf(state, contato), 'pelo atendente'),
    transfer: (contato, name) => state.landed('transferência', begin(contato, name), `transferida para ${name}`),
    openElsewhere: (contato, plataforma) => state.open(contato, plataforma, 'outro-canal'),
    markRelayedAsAttendant: (marks) => {
      state.marksRelayedAsAttendant = marks
    },
    until: (look, wait) => state.changes.until(look, wait),
    stop: () => server.stop(),
  }
}

function handle(state: TempboxState, options: TempboxOptions, { target, query, params }: StandInRequest): Reply {
  if (target.length > MAX_URL) {
    return { status: 414, body: '<html><body><h2>414 - Request-URI Too Long</h2></body></html>' }
  }
  if (!state.tokenValid || query.get('token') !== options.token) {
    return { status: 401, body: { Status: 'error', Code: 401, Success: false, Data: null, Message: 'Invalid token' } }
  }
  return answerCall(state, options.empresa, params.call ?? '', query)
}

function anexo(state: TempboxState, id: string | undefined): Reply {
  const found = state.anexoOf(id)
  if (!found) return { status: 404, body: '<html><body><h2>404 - File or directory not found.</h2></body></html>' }
  return { status: 200, body: found.bytes }
}

function openOf(state: TempboxState, contato: string): Conversation {
  const conversation = state.conversations.findLast((one) => one.contato === contato && !one.concluido)
  if (!conversation) throw new AppError('not-found', 'the contact has no open conversation', { retry: 'never' })
  return conversation
}
