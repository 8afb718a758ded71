import { LIMITS, type Handover } from '../../session.js'
import { addWords, newDraft } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { closeWhenOpen, end } from './handover-end.js'
import { relay } from './relay.js'

/** The customer would rather have a ticket than wait for people: all that was told goes into it. */
export function leaveForTicket(turn: Turn, handover: Handover): void {
  relay(turn, handover, 'Plantão', 'O cliente preferiu abrir um chamado; esta conversa se encerra aqui.')
  takeBackWords(turn, handover)
  if (handover.state === 'opening') closeWhenOpen(turn, handover)
  else end(turn, handover)
  asTicket(turn)
}

/** What was told before and since, which nobody has taken, is the conversation's own again. */
export function takeBackWords(turn: Turn, handover: Handover): void {
  const { session } = turn
  const { draft, words, since } = handover
  if (draft) {
    session.draft = { ...draft, files: [...draft.files, ...session.heldFiles].slice(0, LIMITS.files) }
    session.heldFiles = []
  }
  const told = session.draft?.words ?? session.intent
  for (const word of words) addWords(told, word)
  for (const word of since) if (!told.includes(word)) addWords(told, word)
  delete handover.draft
  handover.words = []
  handover.since = []
}

/** Without people to talk to a hand-over becomes a ticket, for whoever may open one. */
export function asTicket(turn: Turn): void {
  const { session } = turn
  turn.sayAndClear('atendente_por_chamado', {})
  if (!session.draft) {
    const words = session.intent.length > 0 ? session.intent : ['Quero falar com um atendente.']
    // No question for the knowledge base: a person was asked for.
    session.draft = newDraft(words, session.heldFiles, undefined)
    session.intent = []
    session.heldFiles = []
    turn.goTo('triage')
    return
  }
  for (const word of session.intent) addWords(session.draft.words, word)
  session.intent = []
  turn.goTo(session.identity.level > 0 && session.flow.name !== 'idle' ? 'collected' : 'triage')
}
