import { toAppError } from '../domain/errors.js'
import type { InboxEvent } from '../domain/event.js'
import { endConversation } from './flows/menu.js'
import { tellOfFiles } from './flows/files.js'
import { resumeTold } from './flows/news.js'
import { coalesce, orderEvents, type TurnInput } from './inputs.js'
import type { ChatClaim, TurnCommit } from './ports.js'
import { handle } from './router.js'
import { newSession, readSession, type Session } from './session.js'
import { Turn, type ConversationDeps } from './turn.js'

/** How long a silence ends a conversation: then the draft goes, and level 1 with it. */
const IDLE_MS = 2 * 3_600_000
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
  if (claim.failures >= GIVE_UP_AFTER) {
    deps.logger.error('turn.given-up', { chat: claim.chatId, kind: events[0]?.input.kind ?? 'none' })
    if (events.some(fromCustomer)) turn.say('erro_interno', {}, [[['atendente', 'menu:atendente']]])
  } else {
    await takeInputs(turn, coalesce(events))
  }
  if (events.some(fromCustomer)) {
    session.lastAt = now
    turn.setTimer('idle', IDLE_MS)
  }
  return commitOf(turn, events)
}

async function takeInputs(turn: Turn, inputs: readonly TurnInput[]): Promise<void> {
  if (turn.session.lastAt + IDLE_MS <= turn.now && !turn.session.handover) {
    endConversation(turn.session)
    resumeTold(turn)
  }
  for (const input of inputs) await handle(turn, input)
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

function fromCustomer(event: InboxEvent): boolean {
  return event.order !== undefined
}

function commitOf(turn: Turn, events: readonly InboxEvent[]): TurnCommit {
  return {
    session: JSON.stringify(turn.session),
    consumed: events.map(({ id }) => id),
    effects: turn.effects,
    timers: [...turn.timers.values()],
    cancelTimers: [...turn.cancelledTimers],
    watches: [...turn.watches.values()],
    cancelWatches: [...turn.cancelledWatches],
    ...(turn.forgets ? { forget: true } : {}),
  }
}
