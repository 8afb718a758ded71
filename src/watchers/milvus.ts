import { toAppError, type AppError } from '../domain/errors.js'
import type { News } from '../domain/event.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { normalizeWords } from '../lib/plain-text.js'
import type { Budget } from './budget.js'
import type { MilvusStatuses } from './milvus-status.js'
import type { LeasedWatch, MilvusReader, WatchedAcompanhamento } from './ports.js'
import { isOurs } from '../domain/mensagens-publicas.js'
import type { QueueOfTurns } from './queue-of-turns.js'
import type { Polled } from './tempbox.js'
import { digest, newsEvent, newsOfStatus } from './ticket-news.js'
import { FOLLOWED_MS, intervalMs, readMilvusState, unseen, type MilvusState } from './ticket-state.js'

export interface MilvusPollerDeps {
  reader: MilvusReader
  statuses: MilvusStatuses
  budget: Budget
  /** One after the other where there are more chamados than calls: few that are busy must not starve the rest. */
  turns: QueueOfTurns
  clock: Clock
  logger: Logger
  pollIntervalMs: number
}

/** Reads what technicians did in one chamado. Never throws: a failed poll comes again, later each time. */
export function createMilvusPoller(deps: MilvusPollerDeps): (watch: LeasedWatch) => Promise<Polled> {
  return async (watch) => {
    const state = readMilvusState(watch.state)
    if (!state) {
      deps.logger.error('watch.unreadable', { system: 'milvus', chat: watch.chatId, kind: watch.kind })
      return { next: undefined, events: [] }
    }
    const now = deps.clock.now()
    if (now - state.openedAt > FOLLOWED_MS) return { next: undefined, events: [] }
    const turnMs = deps.turns.turn(watch.id, now)
    const waitMs = turnMs > 0 ? turnMs : deps.budget.take()
    if (waitMs > 0) return again(state, now, waitMs)
    try {
      return await poll(watch, state, now, deps)
    } catch (error) {
      return later(watch, state, toAppError(error, 'safe'), deps)
    }
  }
}

async function poll(watch: LeasedWatch, state: MilvusState, now: number, deps: MilvusPollerDeps): Promise<Polled> {
  // The status first: what was written before a closing is told before it.
  const status = await deps.statuses.statusOf(state.codigo)
  const read = (await deps.reader.readAcompanhamentos(state.codigo)).filter(isPublic).map(withKey(state.codigo))
  const { fresh, seen } = unseen(state, read)
  const news = fresh
    .filter(({ texto }) => texto.trim() !== '' && !isOurs(texto))
    .map(({ key, texto, pessoa }): { key: string; news: News } => {
      const author = pessoa.trim()
      return { key, news: { what: 'message', text: texto.trim(), ...(author === '' ? {} : { author }) } }
    })
  const closed = status !== undefined && isClosed(status)
  if (closed) news.push({ key: 'closed', news: { what: 'closed' } })
  else if (status !== undefined) news.push(...newsOfStatus(state.status, status, now))
  const events = news.map(({ key, news: one }) => newsEvent(watch, state.reference, key, one, now))
  if (closed) return { next: undefined, events }
  const next: MilvusState = {
    ...state,
    seen,
    ...(status === undefined ? {} : { status }),
    reads: state.reads + 1,
    failures: 0,
    changedAt: news.length > 0 ? now : state.changedAt,
  }
  return { ...again(next, now, intervalMs(next, now, deps.pollIntervalMs)), events }
}

/** Asked for by the call itself, and not believed: a private note must never reach a customer. */
const isPublic = ({ privado, excluido }: WatchedAcompanhamento): boolean => !privado && !excluido

/** They have no id: chamado, date, person and words are one. The same words twice within a second are one, too. */
const withKey = (codigo: string) => (one: WatchedAcompanhamento) => ({
  ...one,
  key: `m${digest([codigo, one.data, one.pessoa, one.texto].join('\0'))}`,
})

/** `Finalizado`; `Conferência` waits for a check of the work done and is not the end, `Expirado` is. */
const isClosed = (status: string): boolean => /^(finalizado|expirado|cancelado|4|7)$/u.test(normalizeWords(status))

function again(state: MilvusState, now: number, waitMs: number): Polled {
  return { next: { state: JSON.stringify(state), dueAt: now + Math.ceil(waitMs) }, events: [] }
}

function later(watch: LeasedWatch, state: MilvusState, error: AppError, deps: MilvusPollerDeps): Polled {
  const failures = state.failures + 1
  deps.logger.warn('watch.poll-failed', { system: 'milvus', chat: watch.chatId, attempt: failures, error })
  const waitMs = backoffMs(failures, { baseMs: deps.pollIntervalMs * 3, maxMs: MAX_WAIT_MS })
  return again({ ...state, failures }, deps.clock.now(), Math.max(waitMs, error.retryAfterMs ?? 0))
}

const MAX_WAIT_MS = 10 * 60_000
