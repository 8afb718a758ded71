import { AppError, toAppError } from '../domain/errors.js'
import { JOINS_MS, type InboxEvent } from '../domain/event.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { LeasedWatch, TempboxConversation, TempboxEmAberto, TempboxMessage, TempboxReader } from './ports.js'
import { isAnyNew, isAttendants, news, unseen, upTo } from './tempbox-news.js'
import { readTempboxState, type TempboxState } from './watch-state.js'

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
  const open = found.state === 'open'
  const first = await readMensagens(state.atendimento, open, deps)
  // A file of something new may not be in a listing read before it.
  const isNew = unseen(first.filter(isAttendants), state.seen).length > 0
  const emAberto = await readEmAberto(watch, state.atendimento, { open, maxAgeMs: open && !isNew ? deps.pollIntervalMs : 0 }, deps)
  const arquivos = emAberto?.arquivos ?? []
  // A file that stands in no message yet was sent since these were read, and so may words before it have been.
  const mensagens = isAnyNew(arquivos, first, state)
    ? upTo(arquivos, first.length, await readMensagens(state.atendimento, open, deps))
    : first
  const absentPolls = found.state === 'absent' ? state.absentPolls + 1 : 0
  const now = deps.clock.now()
  const told = news(watch.chatId, state, mensagens, emAberto?.arquivos ?? (open && state.held < HELD_POLLS ? undefined : []), now)
  const took = tookOver(watch.chatId, { ...state, seen: told.seen }, found, emAberto, now)
  const events = [...(took ? [took.event] : []), ...told.events]
  if (found.state === 'closed' || absentPolls >= ABSENT_POLLS) {
    events.push({
      id: `tb:${state.atendimento}:closed`,
      chatId: watch.chatId,
      at: now,
      quietMs: JOINS_MS,
      input: { kind: 'staffClosed', atendimento: state.atendimento },
    })
    return { next: undefined, events }
  }
  const { seen, files } = told
  const held = told.isHeld ? state.held + 1 : 0
  const next: TempboxState = { ...state, ...took?.state, seen, files, held, absentPolls, failures: 0 }
  return { next: { state: JSON.stringify(next), dueAt: now + deps.pollIntervalMs }, events }
}

/** That an attendant has it now, where that is another than before. */
function tookOver(
  chatId: string,
  state: TempboxState,
  found: TempboxConversation,
  emAberto: TempboxEmAberto | undefined,
  now: number,
): { event: InboxEvent; state: Pick<TempboxState, 'atendente' | 'changes'> } | undefined {
  // Of a listing that failed nobody knows whom it would name: the other one's word may be an older one.
  if (!emAberto || (found.waiting && state.seen.length === 0)) return undefined
  const atendente = emAberto.atendente ?? found.atendente
  if (!atendente || atendente.key === state.atendente) return undefined
  const changes = state.changes + 1
  const { atendimento } = state
  const named = atendente.nome === '' ? {} : { nome: atendente.nome }
  return {
    event: {
      id: `tb:${atendimento}:who:${String(changes)}`,
      chatId,
      at: now,
      quietMs: JOINS_MS,
      input: { kind: 'staffTook', atendimento, ...named },
    },
    state: { atendente: atendente.key, changes },
  }
}

/** Words are told without waiting for the other listing; the end is not: the last files may stand there. */
async function readEmAberto(
  watch: LeasedWatch,
  atendimento: string,
  { open, maxAgeMs }: { open: boolean; maxAgeMs: number },
  deps: TempboxPollerDeps,
): Promise<TempboxEmAberto | undefined> {
  try {
    return await deps.reader.readEmAberto(atendimento, maxAgeMs)
  } catch (error) {
    const failure = toAppError(error, 'safe')
    if (!open && failure.retry !== 'never') throw failure
    deps.logger.warn('watch.files-unread', { system: 'tempbox', chat: watch.chatId, error: failure })
    return undefined
  }
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

function later(watch: LeasedWatch, state: TempboxState, error: AppError, deps: TempboxPollerDeps): Polled {
  const failures = state.failures + 1
  deps.logger.warn('watch.poll-failed', { system: 'tempbox', chat: watch.chatId, attempt: failures, error })
  const waitMs = backoffMs(failures, { baseMs: deps.pollIntervalMs, maxMs: Math.max(MAX_WAIT_MS, deps.pollIntervalMs) })
  const dueAt = deps.clock.now() + Math.max(waitMs, error.retryAfterMs ?? 0)
  return { next: { state: JSON.stringify({ ...state, failures }), dueAt }, events: [] }
}

/** A listing may miss one once. */
const ABSENT_POLLS = 2
/** So long words wait behind what may be a file. */
const HELD_POLLS = 6
const MAX_WAIT_MS = 60_000
