/**
 * What a silence brings, counted from the customer's last word: a nudge in the middle of something, after two hours the
 * end of the conversation, later that of a report that was not sent, and in the end of all that is kept.
 */
import { shorten } from '../lib/plain-text.js'
import { setDraftExpiry, tellExpired } from './flows/problem/draft-expiry.js'
import { pauseConversation } from './flows/menu.js'
import { resumeTold } from './flows/tickets/news.js'
import { setNudge } from './flows/nudge.js'
import type { TurnInput } from './inputs.js'
import { setRetention } from './retention.js'
import { withPeople } from './tickets.js'
import type { Turn } from './turn.js'

/** How long a silence ends a conversation: level 1 goes, and what was being asked. */
const IDLE_MS = 2 * 3_600_000
const SHOWN = 200

/** Sets what this turn's words put off. */
export function beginSilence(turn: Turn): void {
  const { session } = turn
  setRetention(turn)
  if (session.esquecido?.vazio === true) return
  session.lastAt = turn.now
  turn.setTimer('idle', IDLE_MS)
  setNudge(turn)
  setDraftExpiry(turn)
}

/** Ends what silence has ended, however late its timers; what goes on is said before words are added to it. */
export function endSilence(turn: Turn, inputs: readonly TurnInput[]): void {
  const { session } = turn
  const [first] = inputs.filter((input) => 'from' in input)
  if (first) tellExpired(turn)
  if (session.handover || session.lastAt + IDLE_MS > turn.now) return
  pauseConversation(session)
  resumeTold(turn)
  const { draft } = session
  if (!draft || withPeople(session) || (first?.kind !== 'text' && first?.kind !== 'file')) return
  const relato = shorten(draft.words.join(' / '), SHOWN)
  if (relato !== '') turn.say('rascunho_retomado', { relato }, [[['cancelar', `cn:${draft.id}`]]])
}
