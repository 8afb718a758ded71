import { unfollowAll } from '../follow.js'
import { newSession, type Session } from '../session.js'
import { withPeople } from '../tickets.js'
import type { Choice, Turn } from '../turn.js'
import { endWritten } from '../written.js'
import { closeHandover } from './handover.js'

/** The main menu; its buttons carry words that people and tools press by: they stay. */
export function showMenu(turn: Turn): void {
  const { identity, telegramName } = turn.session
  turn.say('menu', { nome: identity.level === 2 ? identity.firstName : telegramName }, MENU_ROWS)
}

export const MENU_ROWS: readonly (readonly Choice[])[] = [
  [
    ['suporte', 'menu:suporte'],
    ['faturas', 'menu:faturas'],
  ],
  [
    ['conexao', 'menu:conexao'],
    ['atendimentos', 'menu:chamados'],
  ],
  [['atendente', 'menu:atendente']],
]

/** `/encerrar`: the hand-over first, else what was under way. Tickets go on. */
export function closeConversation(turn: Turn): void {
  const { session } = turn
  const people = withPeople(session)
  if (people) {
    closeHandover(turn, people)
    return
  }
  const nothing =
    session.flow.name === 'idle' && !session.draft && session.intent.length === 0 && session.activeTicket === undefined
  endConversation(session)
  turn.cancelTimer('pending')
  turn.cancelTimer('lookup')
  turn.sayAndClear(nothing ? 'nada_a_encerrar' : 'conversa_encerrada', {})
}

/** What lasts one conversation only goes: the draft, what was said, level 1. Tickets, limits and the link stay. */
export function endConversation(session: Session): void {
  if (session.identity.level === 1) session.identity = { level: 0 }
  session.flow = { name: 'idle' }
  session.intent = []
  session.keyboard = []
  endWritten(session)
  for (const key of ['draft', 'pending', 'resume', 'servico', 'activeTicket', 'acao'] as const) Reflect.deleteProperty(session, key)
}

/** `/sair`: the link to the record ends. */
export function logOut(turn: Turn): void {
  const { session } = turn
  unfollowAll(turn)
  endConversation(session)
  session.identity = { level: 0 }
  session.heldFiles = []
  session.acoes = []
  delete session.acao
  delete session.aviso
  // Of those the customer is still owed a word.
  session.tickets = session.tickets.filter(({ state, attaching }) => state === 'opening' || Object.keys(attaching).length > 0)
  turn.cancelTimer('pending')
  turn.cancelTimer('lookup')
  turn.sayAndClear('sair', {})
}

/**
 * `/esquecer`, confirmed: all of the conversation goes but the limits, which a stranger must
 * not reset, and the ordinals by which relayed words, and messages that were seen, are told apart.
 */
export function forget(turn: Turn): void {
  const { session } = turn
  if (session.handover) closeHandover(turn, session.handover)
  unfollowAll(turn)
  const { limits, gone, relays, lastText } = session
  for (const key of Object.keys(session)) Reflect.deleteProperty(session, key)
  Object.assign(session, { ...newSession(turn.now), limits, gone, relays, lastText })
  turn.forgets = true
  for (const name of ['pending', 'lookup', 'handover']) turn.cancelTimer(name)
  turn.sayAndClear('esquecido', {})
}
