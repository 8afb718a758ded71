import { AppError, toAppError } from '../domain/errors.js'
import { JOINS_MS, type InboxEvent } from '../domain/event.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { LeasedWatch, TempboxMessage, TempboxReader } from './ports.js'
import { MAX_SEEN, readTempboxState, type TempboxState } from './watch-state.js'

/** What a poll found, to be kept in one transaction; `next` undefined ends the watch. */
export interface Polled {
  next: { state: string; dueAt: number } | undefined
  events: readonly InboxEvent[]
}

export interface TempboxPollerDeps {
  reader: TempboxReader
  /** Who the customer is at TempBox (TEMPBOX_CONTATO); never stored, as it may be a phone. */
  contatoOf: (chatId: string, codigoCliente: number | undefined) => Promise<{ contato: string }>
  clock: Clock
  logger: Logger
  pollIntervalMs: number
}

/**
 * Reads what attendants did in one atendimento. Never throws: a failed poll comes again, later each time. Whether it
 * is closed is read before its messages, so that the last words of an attendant who closes are told before the end.
 */
export function createTempboxPoller(deps: TempboxPollerDeps): (watch: LeasedWatch) => Promise<Polled> {
  return async (watch) => {
    const state = readTempboxState(watch.state)
    if (!state) {
      deps.logger.error('watch.unreadable', { system: 'tempbox', chat: watch.chatId, kind: watch.kind })
      return { next: undefined, events: [] }
    }
    try {
      return await poll(watch, state, deps)
    } catch (error) {
      return later(watch, state, toAppError(error, 'safe'), deps)
    }
  }
}

async function poll(watch: LeasedWatch, state: TempboxState, deps: TempboxPollerDeps): Promise<Polled> {
  const { contato } = await deps.contatoOf(watch.chatId, state.codigoCliente)
  const found = await deps.reader.readState(contato, state.atendimento)
  const mensagens = await readMensagens(state.atendimento, found === 'open', deps)
  const absentPolls = found === 'absent' ? state.absentPolls + 1 : 0
  const fresh = unseen(mensagens.filter(isAttendants), state.seen)
  const now = deps.clock.now()
  const events: InboxEvent[] = fresh
    .filter(({ text, hasFile }) => hasFile || text.trim() !== '')
    .map((mensagem) => toEvent(watch.chatId, state.atendimento, mensagem, now))
  if (found === 'closed' || absentPolls >= ABSENT_POLLS) {
    events.push({
      id: `tb:${state.atendimento}:closed`,
      chatId: watch.chatId,
      at: now,
      quietMs: JOINS_MS,
      input: { kind: 'staffClosed', atendimento: state.atendimento },
    })
    return { next: undefined, events }
  }
  const seen = [...state.seen, ...fresh.map(({ id }) => id)].slice(-MAX_SEEN)
  const next: TempboxState = { ...state, seen, absentPolls, failures: 0 }
  return { next: { state: JSON.stringify(next), dueAt: now + deps.pollIntervalMs }, events }
}

/** One that is concluded or gone may refuse to show its messages; that must not keep it open for ever. */
async function readMensagens(
  atendimento: string,
  open: boolean,
  deps: TempboxPollerDeps,
): Promise<readonly TempboxMessage[]> {
  try {
    return await deps.reader.readMensagens(atendimento)
  } catch (error) {
    if (open || !(error instanceof AppError) || error.retry !== 'never' || error.code === 'unauthorized') throw error
    deps.logger.warn('watch.last-words-unread', { system: 'tempbox', code: error.code })
    return []
  }
}

/**
 * Those not told yet, in order. What stands before the oldest remembered one was told long ago, once as many are
 * remembered as can be.
 */
function unseen(mensagens: readonly TempboxMessage[], seen: readonly string[]): readonly TempboxMessage[] {
  const known = new Set(seen)
  const oldest = seen.length < MAX_SEEN ? 0 : mensagens.findIndex(({ id }) => known.has(id))
  return mensagens.slice(Math.max(0, oldest)).filter(({ id }) => !known.has(id))
}

/** What we relayed may come back marked as an attendant's: known by the marker it begins with. */
function isAttendants({ fromAttendant, text }: TempboxMessage): boolean {
  return fromAttendant && !OWN_WORDS.test(text.normalize('NFC'))
}

function toEvent(chatId: string, atendimento: string, mensagem: TempboxMessage, now: number): InboxEvent {
  const { id, author, text, hasFile } = mensagem
  return {
    id: `tb:${id}`,
    chatId,
    at: now,
    quietMs: JOINS_MS,
    input: {
      kind: 'staffMessage',
      atendimento,
      messageId: id,
      text,
      hasFile,
      ...(author === undefined ? {} : { author }),
    },
  }
}

function later(watch: LeasedWatch, state: TempboxState, error: AppError, deps: TempboxPollerDeps): Polled {
  const failures = state.failures + 1
  deps.logger.warn('watch.poll-failed', { system: 'tempbox', chat: watch.chatId, attempt: failures, error })
  const waitMs = backoffMs(failures, { baseMs: deps.pollIntervalMs, maxMs: Math.max(MAX_WAIT_MS, deps.pollIntervalMs) })
  const dueAt = deps.clock.now() + Math.max(waitMs, error.retryAfterMs ?? 0)
  return { next: { state: JSON.stringify({ ...state, failures }), dueAt }, events: [] }
}

/** `[Cliente 3]`, `[Plantão 4]`, and parts of one: `[Cliente 3 1/2]`. */
const OWN_WORDS = /^\s*\[\s*(?:Cliente|Plantão)\s+\d+(?:\s+\d+\/\d+)?\s*\]/iu

/** A listing may miss one once. */
const ABSENT_POLLS = 2
const MAX_WAIT_MS = 60_000
