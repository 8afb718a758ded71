/**
 * "Avise-me quando voltar": each chat that asked has a watch, and all that wait for the same alert are a group. One of
 * the group is read every `SHORTEST` polling intervals, each time whoever comes by first; the others look in without a
 * call. Once a reading finds the alert gone, each of the others is read in its turn, and only whose own record holds no
 * outage any more hears of it. Calls are part of the watchers' budget, of which half of what may be made at once stays
 * for tickets.
 */
import { findOutage } from '../domain/alerta.js'
import type { Cliente, Servico } from '../domain/cliente.js'
import { toAppError, type AppError } from '../domain/errors.js'
import type { InboxEvent, OutageNotice } from '../domain/event.js'
import type { Routing } from '../domain/routing.js'
import { toE164Br } from '../domain/telefone.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { outageKey } from '../lib/outage-key.js'
import type { Tagger } from '../lib/tags.js'
import type { Budget } from './budget.js'
import { createOutageGroups, type OutageGroups } from './outage-groups.js'
import { readOutageState, type OutageState } from './outage-state.js'
import type { Poll } from './poller.js'
import type { LeasedWatch, RecordReader } from './ports.js'
import { createQueueOfTurns, type QueueOfTurns } from './queue-of-turns.js'
import type { Polled } from './tempbox.js'

export interface OutageNoticeDeps {
  reader: RecordReader
  /** The watchers' own, shared with those of tickets. */
  budget: Budget
  /** What that budget is now, in calls a minute. */
  budgetPerMinute: () => number
  alertas: () => Routing['alertas']
  tag: Tagger
  clock: Clock
  logger: Logger
  pollIntervalMs: number
}

interface Room extends OutageNoticeDeps {
  groups: OutageGroups
  /** Those whose group's alert may be gone, and those whose time is over. */
  doubted: QueueOfTurns
  /** Readings that speak for a group, and now and then everybody's own. */
  usual: QueueOfTurns
}

/** Looks whether the outage of one chat is over. Never throws: a failed reading comes again, later each time. */
export function createOutagePoller(deps: OutageNoticeDeps): Poll {
  const room: Room = {
    ...deps,
    groups: createOutageGroups(),
    doubted: createQueueOfTurns(() => deps.budgetPerMinute() * DOUBTED_PART),
    usual: createQueueOfTurns(() => deps.budgetPerMinute() * USUAL_PART),
  }
  return async (watch) => {
    const state = readOutageState(watch.state)
    if (!state) {
      deps.logger.error('watch.unreadable', { system: 'hubsoft', chat: watch.chatId, kind: watch.kind })
      return ended(watch, room)
    }
    const now = deps.clock.now()
    const overdue = now >= state.ate
    if (now >= state.ate + OVERDUE_MS) return told(watch, state, { what: 'unknown' }, room)
    const why = overdue ? 'overdue' : whyRead(watch, state, now, room)
    if (why === 'not') return again(state, now + napMs(watch, now, room))
    const queue = why === 'usual' ? room.usual : room.doubted
    const turnMs = queue.turn(watch.id, now)
    const waitMs = turnMs > 0 ? turnMs : deps.budget.take(LEFT_TO_TICKETS)
    if (waitMs > 0) {
      // Refused a call, it speaks for nobody: whoever comes by next is chosen.
      if (turnMs === 0 && why === 'usual') room.groups.of(keyOf(watch, state), now).chosenAt = 0
      return again(state, now + waitMs)
    }
    try {
      return await look(watch, state, why, room)
    } catch (error) {
      return later(watch, state, toAppError(error, 'safe'), room)
    }
  }
}

type Why = 'doubted' | 'usual' | 'overdue' | 'not'

/** Whether this one is to be read now, or once its turn comes. */
function whyRead(watch: LeasedWatch, state: OutageState, now: number, room: Room): Why {
  const { usual, doubted, pollIntervalMs } = room
  const group = room.groups.of(keyOf(watch, state), now)
  if (group.doubtedSince !== undefined && state.lidoEm < group.doubtedSince) return 'doubted'
  doubted.leave(watch.id)
  if (usual.holds(watch.id)) return 'usual'
  if (now - group.chosenAt >= pollIntervalMs * SHORTEST * SOONEST) {
    group.chosenAt = now
    return 'usual'
  }
  return now - state.lidoEm >= RARELY_MS && usual.isFree(now) ? 'usual' : 'not'
}

async function look(watch: LeasedWatch, state: OutageState, why: Why, room: Room): Promise<Polled> {
  const { groups, clock, tag } = room
  const now = clock.now()
  const cliente = await room.reader.findByCodigo(state.codigoCliente)
  const servico = cliente?.servicos.find((one) => one.idClienteServico === state.idClienteServico)
  if (!cliente || !servico || servico.statusPrefixo === 'cancelado') return absent(watch, state, now, room)
  const alerta = findOutage(cliente.alertas, room.alertas())
  if (alerta === undefined) {
    if (state.alerta !== undefined) groups.gone(state.alerta, now, why === 'doubted')
    return told(watch, state, { what: 'over', ...connectionOf(servico), telefones: phonesOf(cliente, tag) }, room)
  }
  const key = outageKey(tag, alerta)
  groups.seen(key, now)
  if (why === 'overdue') return told(watch, state, { what: 'unknown', telefones: phonesOf(cliente, tag) }, room)
  // Told in other words it is another group, read a moment ago.
  if (key !== state.alerta) groups.of(key, now).chosenAt = now
  const next = { ...state, alerta: key, lidoEm: now, failures: 0, absences: 0 }
  return again(next, now + napMs(watch, now, room))
}

/** Cancelled, or somebody else's now: nothing that is said could be right. */
function absent(watch: LeasedWatch, state: OutageState, now: number, room: Room): Polled {
  const absences = state.absences + 1
  if (absences >= ABSENCES) return ended(watch, room)
  return again({ ...state, absences, lidoEm: now }, now + ABSENT_MS)
}

function later(watch: LeasedWatch, state: OutageState, error: AppError, room: Room): Polled {
  const failures = state.failures + 1
  room.logger.warn('watch.poll-failed', { system: 'hubsoft', chat: watch.chatId, attempt: failures, error })
  const waitMs = backoffMs(failures, { baseMs: room.pollIntervalMs * 3, maxMs: MAX_WAIT_MS })
  return again({ ...state, failures }, room.clock.now() + Math.max(waitMs, error.retryAfterMs ?? 0))
}

type Told = Pick<OutageNotice, 'what'> & Partial<Pick<OutageNotice, 'telefones' | 'conectado' | 'desde'>>

function told(watch: LeasedWatch, state: OutageState, found: Told, room: Room): Polled {
  const { codigoCliente, idClienteServico, em, vez } = state
  const event: InboxEvent = {
    id: `${watch.id}:${em.toString(36)}.${String(vez)}:${found.what}`,
    chatId: watch.chatId,
    at: room.clock.now(),
    input: { kind: 'outageNotice', codigoCliente, idClienteServico, em, vez, ...found },
  }
  return { ...ended(watch, room), events: [event] }
}

function ended(watch: LeasedWatch, { groups, doubted, usual }: Room): Polled {
  groups.left(watch.id)
  doubted.leave(watch.id)
  usual.leave(watch.id)
  return { next: undefined, events: [] }
}

function again(state: OutageState, dueAt: number): Polled {
  return { next: { state: JSON.stringify(state), dueAt: Math.ceil(dueAt) }, events: [] }
}

/** How long until it looks in again, without a call: the more there are, the longer, or the store is all they use. */
function napMs(watch: LeasedWatch, now: number, { groups, pollIntervalMs }: Room): number {
  const longest = Math.max(LONGEST_NAP_MS, pollIntervalMs * SHORTEST)
  const nap = Math.min(longest, Math.max(pollIntervalMs * SHORTEST, groups.size(watch.id, now) * EACH_MS))
  return nap * (SOONEST + Math.random() * (1 - SOONEST) * 2)
}

/** Until its record is read, a watch is a group of its own. */
const keyOf = (watch: LeasedWatch, { alerta }: OutageState): string => alerta ?? watch.id

function connectionOf({ ultimaConexao }: Servico): Pick<OutageNotice, 'conectado' | 'desde'> {
  return ultimaConexao ?? {}
}

function phonesOf({ telefones }: Cliente, tag: Tagger): string[] {
  return telefones.map((telefone) => tag('telefone', toE164Br(telefone) ?? ''))
}

/** In polling intervals: a minute with their default. */
const SHORTEST = 12
/** Nobody comes by on the very minute: after three quarters of it one who waits alone is read, not every other time. */
const SOONEST = 0.75
const RARELY_MS = 30 * 60_000
/** Of the watchers' calls a minute: nine tenths of them trickle in, so together it is all that tickets leave. */
const DOUBTED_PART = 0.75
const USUAL_PART = 0.15
const LEFT_TO_TICKETS = 0.5
/** Where no reading comes through for so long after the last day, there will be none. */
const OVERDUE_MS = 60 * 60_000
const EACH_MS = 25
const LONGEST_NAP_MS = 3 * 60_000
const ABSENCES = 3
const ABSENT_MS = 10 * 60_000
const MAX_WAIT_MS = 10 * 60_000
