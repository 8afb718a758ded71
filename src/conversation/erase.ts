import type { InboxEvent } from '../domain/event.js'
import { OUTLIVES_FORGETTING } from '../domain/forgotten.js'
import { currentLimits } from './limits.js'
import { newSession, type Session } from './session.js'
import type { Turn } from './turn.js'

const HOUR_MS = 3_600_000
/** Telegram lets a message be edited for two days: so long its edits must be known to be of what was erased. */
export const TOMBSTONE_MS = 48 * HOUR_MS
/** `update_id`s are in order, but for after a week without any. */
const ORDERED_MS = 24 * HOUR_MS

/**
 * Erases all of a chat: session, draft, journal, timers, watches, and the effects nobody has tried yet. What stays says
 * nothing of anybody: the limits a stranger must not reset, and ordinals by which what comes late is known.
 */
export function erase(turn: Turn): void {
  const { session } = turn
  for (const id of session.watches) turn.cancelWatch(id)
  for (const name of [...session.timers, ...turn.timers.keys(), ...ALWAYS]) turn.cancelTimer(name)
  const kept = tombstone(turn)
  for (const key of Object.keys(session)) Reflect.deleteProperty(session, key)
  Object.assign(session, { ...newSession(turn.now), ...kept })
  turn.forgets = true
  // Decided in this very turn, which the store cannot tell from what the erasing itself decides.
  turn.keepEffects(({ kind }) => kind.startsWith('telegram.') || OUTLIVES_FORGETTING.has(kind))
  turn.lines.length = 0
}

/** Whether an event is of before the conversation was erased, and brings nothing back. */
export function isErased(session: Session, event: InboxEvent, now: number): boolean {
  const { esquecido, handover, timers } = session
  if (!esquecido) return false
  const { input, order } = event
  switch (input.kind) {
    case 'timer':
      return !timers.includes(input.name)
    case 'staffMessage':
    case 'staffClosed':
    case 'staffTook':
      return handover?.atendimento !== input.atendimento
    case 'ticketNews':
    case 'outageNotice':
      return esquecido.vazio
    case 'effectSettled':
      // A conversation with people that opened too late must still be closed.
      return esquecido.vazio && input.effectKind !== 'tempbox.abrir'
    default:
  }
  if ('edited' in input && input.edited && input.messageId <= esquecido.mensagem) return true
  const late = order !== undefined && esquecido.ordem !== undefined && order < esquecido.ordem
  return late && 'from' in input && now - esquecido.em < ORDERED_MS
}

function tombstone(turn: Turn): Partial<Session> {
  const { gone, relays, lastText, lastMessage } = turn.session
  const { lastOrder, now } = turn
  const ordem = lastOrder === undefined ? {} : { ordem: lastOrder }
  return {
    limits: currentLimits(turn),
    // What would be written to a blocked chat, and to people under an ordinal that was used.
    gone,
    relays,
    lastText,
    lastMessage,
    esquecido: { em: now, mensagem: Math.max(lastMessage, lastText), vazio: true, ...ordem },
  }
}

/** Sessions of an earlier version do not tell which timers are set. */
const ALWAYS = ['pending', 'lookup', 'handover', 'idle', 'news', 'voltou', 'lembrete', 'rascunho', 'retencao']
