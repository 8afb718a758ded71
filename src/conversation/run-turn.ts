import { toAppError } from '../domain/errors.js'
import type { InboxEvent } from '../domain/event.js'
import type { ConversationDeps } from './deps.js'
import { isErased } from './erase.js'
import { tellOfFiles } from './flows/files/files.js'
import { hear, remember } from './history.js'
import { coalesce, orderEvents, type TurnInput } from './inputs.js'
import { journalOf, noteInput, noteTimer } from './journal.js'
import type { ChatClaim, TurnCommit } from './ports.js'
import { handle } from './router.js'
import { LIMITS, newSession, readSession, type Session } from './session.js'
import { beginSilence, endSilence } from './silence.js'
import { Turn } from './turn.js'

const GIVE_UP_AFTER = 3

/**
 * One turn: the claim's events, in order, over its session. Pure but for the reads of `deps`; throws when a flow
 * fails, and then nothing happened. After a failure the events are taken one by one, so that a bad one holds up no
 * other; one that failed three times is given up and the customer told, where it was theirs.
 */
export async function runTurn(claim: ChatClaim, deps: ConversationDeps, now: number): Promise<TurnCommit> {
  const ordered = orderEvents(claim.events)
  const events = claim.failures > 0 ? ordered.slice(0, 1) : ordered
  const session = sessionOf(claim, deps, now)
  const turn = new Turn(claim.chatId, session, deps, now, events[0]?.id ?? 'none')
  const taken = events.filter((event) => !isErased(session, event, now))
  noteOrdinals(turn, taken)
  if (claim.failures >= GIVE_UP_AFTER) {
    deps.logger.error('turn.given-up', { chat: claim.chatId, kind: events[0]?.input.kind ?? 'none' })
    if (taken.some(fromCustomer)) turn.say('erro_interno', {}, [[['atendente', 'menu:atendente']]])
  } else {
    await takeInputs(turn, coalesce(taken))
  }
  if (taken.some(fromCustomer)) beginSilence(turn)
  return commitOf(turn, events)
}

async function takeInputs(turn: Turn, inputs: readonly TurnInput[]): Promise<void> {
  endSilence(turn, inputs)
  for (const input of inputs) {
    const before = turn.effects.length
    noteInput(turn, input)
    hear(turn, input)
    await handle(turn, input)
    noteTimer(turn, input, before)
  }
  tellOfFiles(turn)
}

function sessionOf(claim: ChatClaim, deps: ConversationDeps, now: number): Session {
  if (claim.session === undefined) return newSession(now)
  try {
    return readSession(claim.session)
  } catch (error) {
    // A session nobody can read must not silence its customer for ever: it begins anew, loudly.
    deps.logger.error('session.unreadable', { chat: claim.chatId, error: toAppError(error) })
    return newSession(now)
  }
}

/** By which what comes late is known. */
function noteOrdinals(turn: Turn, events: readonly InboxEvent[]): void {
  const { session } = turn
  for (const { order, input } of events) {
    if (order !== undefined) turn.lastOrder = Math.max(turn.lastOrder ?? order, order)
    if (!('from' in input) || input.kind === 'button') continue
    session.lastMessage = Math.max(session.lastMessage, input.messageId)
  }
}

function fromCustomer(event: InboxEvent): boolean {
  return event.order !== undefined
}

function commitOf(turn: Turn, events: readonly InboxEvent[]): TurnCommit {
  const journal = journalOf(turn)
  remember(turn)
  noteSet(turn, events)
  return {
    session: turn.ends ? undefined : JSON.stringify(turn.session),
    consumed: events.map(({ id }) => id),
    effects: turn.effects,
    timers: [...turn.timers.values()],
    cancelTimers: [...turn.cancelledTimers],
    watches: [...turn.watches.values()],
    cancelWatches: [...turn.cancelledWatches],
    ...(turn.forgets ? { forget: true } : {}),
    ...(journal.length > 0 ? { journal } : {}),
  }
}

/** What is set, fired and cancelled, so that `erase` ends all of it. */
function noteSet(turn: Turn, events: readonly InboxEvent[]): void {
  const { session } = turn
  const fired = new Set(events.flatMap(({ input }) => (input.kind === 'timer' ? [input.name] : [])))
  const timers = session.timers.filter((name) => !fired.has(name) && !turn.cancelledTimers.has(name))
  session.timers = [...new Set([...timers, ...turn.timers.keys()])].slice(-LIMITS.timers)
  const watches = session.watches.filter((id) => !turn.cancelledWatches.has(id))
  session.watches = [...new Set([...watches, ...turn.watches.keys()])].slice(-LIMITS.watches)
}
