import { toAppError, type AppError } from '../domain/errors.js'
import type { News } from '../domain/event.js'
import type { MensagensPublicas } from '../domain/routing.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { HubsoftReadings, Reading } from './hubsoft-readings.js'
import type { LeasedWatch, WatchedAtendimento } from './ports.js'
import { isOurs, publicPart } from '../domain/mensagens-publicas.js'
import type { Polled } from './tempbox.js'
import { newsEvent, newsOfStatus } from './ticket-news.js'
import { FOLLOWED_MS, intervalMs, readHubsoftState, unseen, type HubsoftState } from './ticket-state.js'

export interface HubsoftPollerDeps {
  readings: HubsoftReadings
  mensagensPublicas: () => MensagensPublicas
  clock: Clock
  logger: Logger
  pollIntervalMs: number
}

/** Reads what staff did in one atendimento. Never throws: a failed poll comes again, later each time. */
export function createHubsoftPoller(deps: HubsoftPollerDeps): (watch: LeasedWatch) => Promise<Polled> {
  return async (watch) => {
    const state = readHubsoftState(watch.state)
    if (!state) {
      deps.logger.error('watch.unreadable', { system: 'hubsoft', chat: watch.chatId, kind: watch.kind })
      return { next: undefined, events: [] }
    }
    const now = deps.clock.now()
    if (now - state.openedAt > FOLLOWED_MS) return { next: undefined, events: [] }
    try {
      return await poll(watch, state, now, deps)
    } catch (error) {
      return later(watch, state, toAppError(error, 'safe'), deps)
    }
  }
}

async function poll(watch: LeasedWatch, state: HubsoftState, now: number, deps: HubsoftPollerDeps): Promise<Polled> {
  const waitMs = intervalMs(state, now, deps.pollIntervalMs)
  const reading = await look(state, now, waitMs / 2, deps)
  if (reading.kind === 'wait') return again(state, now, waitForCall(reading.ms, waitMs))
  if (reading.kind === 'absent') {
    // Its service has had fifty since, or somebody deleted it.
    const absences = state.absences + 1
    if (absences >= ABSENCES) return { next: undefined, events: [] }
    return again({ ...state, absences }, now, Math.max(waitMs, ABSENT_MS))
  }
  const { atendimento } = reading
  const { news, next } = compare(state, atendimento, now, deps.mensagensPublicas())
  const events = news.map(({ key, news: one }) => newsEvent(watch, state.reference, key, one, now))
  if (!atendimento.aberto) return { next: undefined, events }
  return { ...again(next, now, intervalMs(next, now, deps.pollIntervalMs)), events }
}

/** With its day; and with its service now and then where there may be a visit, which a day's listing does not tell. */
async function look(state: HubsoftState, now: number, maxAgeMs: number, deps: HubsoftPollerDeps): Promise<Reading> {
  const reading = await deps.readings.read(state, maxAgeMs)
  if (reading.kind !== 'read' || reading.atendimento.visitas !== undefined) return reading
  const { aberto, temOrdemAberta } = reading.atendimento
  if (!aberto || temOrdemAberta !== true || now - state.visitasAt < VISITS_MS) return reading
  const withVisits = await deps.readings.readWithVisits(state, maxAgeMs)
  return withVisits.kind === 'read' ? withVisits : reading
}

function compare(
  state: HubsoftState,
  atendimento: WatchedAtendimento,
  now: number,
  which: MensagensPublicas,
): { news: { key: string; news: News }[]; next: HubsoftState } {
  const { status, aberto, fechamento, visitas } = atendimento
  const mensagens = atendimento.mensagens
    .map(({ id, texto, em }) => ({ key: `m${String(id)}`, id, texto, ...(em === undefined ? {} : { em }) }))
    .sort((a, b) => a.id - b.id)
  const { fresh, seen } = unseen(state, mensagens)
  const news: { key: string; news: News }[] = []
  for (const { key, texto } of fresh) {
    const text = publicPart(texto, which)
    if (text !== undefined) news.push({ key, news: { what: 'message', text } })
  }
  const known = { ...state.visitas }
  for (const { id, inicio, fim } of aberto ? (visitas ?? []) : []) {
    if (known[String(id)] === inicio) continue
    known[String(id)] = inicio
    if (inicio <= now || (state.reads === 0 && state.joined)) continue
    const visit: News = { what: 'visit', inicio, ...(fim === undefined ? {} : { fim }) }
    news.push({ key: `v${String(id)}:${String(inicio)}`, news: visit })
  }
  if (!aberto) {
    const text = fechamento === undefined ? undefined : publicPart(fechamento, which)
    news.push({ key: 'closed', news: { what: 'closed', ...(text === undefined ? {} : { text }) } })
  } else news.push(...newsOfStatus(state.status, status, now))
  // Whatever moves in it, public or not, says that somebody is at it.
  const moved = news.length > 0 || fresh.some(({ texto }) => !isOurs(texto))
  const next: HubsoftState = {
    ...state,
    seen,
    visitas: known,
    status,
    reads: state.reads + 1,
    failures: 0,
    absences: 0,
    changedAt: moved ? now : state.changedAt,
    visitasAt: visitas === undefined ? state.visitasAt : now,
  }
  return { news, next }
}

function again(state: HubsoftState, now: number, waitMs: number): Polled {
  return { next: { state: JSON.stringify(state), dueAt: now + Math.ceil(waitMs) }, events: [] }
}

/** Not all who were refused a call come back at the same moment. */
export function waitForCall(ms: number, intervalMs: number): number {
  return ms + Math.random() * Math.min(intervalMs, SPREAD_MS)
}

function later(watch: LeasedWatch, state: HubsoftState, error: AppError, deps: HubsoftPollerDeps): Polled {
  const failures = state.failures + 1
  deps.logger.warn('watch.poll-failed', { system: 'hubsoft', chat: watch.chatId, attempt: failures, error })
  const now = deps.clock.now()
  const waitMs = backoffMs(failures, { baseMs: deps.pollIntervalMs * 3, maxMs: MAX_WAIT_MS })
  return again({ ...state, failures }, now, Math.max(waitMs, error.retryAfterMs ?? 0))
}

const ABSENCES = 5
const ABSENT_MS = 60_000
const VISITS_MS = 10 * 60_000
const SPREAD_MS = 20_000
const MAX_WAIT_MS = 10 * 60_000
