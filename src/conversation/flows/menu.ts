import { unfollowAll } from '../follow.js'
import type { Session } from '../session.js'
import { withPeople } from '../tickets.js'
import type { Choice, Turn } from '../turn.js'
import { endWritten, NOT_TAKEN } from '../written.js'
import { closeHandover } from './people/handover-end.js'
import { cancelNotice } from './self-service/outage-notice.js'

/** The main menu; its buttons carry words that people and tools press by: they stay. */
export function showMenu(turn: Turn): void {
  const { identity, telegramName, varios } = turn.session
  const rows: (readonly Choice[])[] = [...MENU_ROWS]
  if (identity.level === 2 && varios) rows.push([['outro_servico', 'menu:servico']])
  turn.say('menu', { nome: identity.level === 2 ? identity.firstName : telegramName }, rows)
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
  for (const key of OF_ONE_CONVERSATION) Reflect.deleteProperty(session, key)
}

const OF_ONE_CONVERSATION = [
  'draft',
  'pending',
  'resume',
  'servico',
  'activeTicket',
  'acao',
  'historico',
  'aprendido',
  'duvida',
] as const

/**
 * Two hours of silence: level 1 ends, and what was being asked. The report that is half told stays, its words and files
 * with it; they prove nothing, and who sends it is asked again where it was level 1.
 */
export function pauseConversation(session: Session): void {
  const { draft, intent, written } = session
  const notes = structuredClone(written)
  endConversation(session)
  if (draft) session.draft = draft
  session.intent = intent
  if (!draft && intent.length === 0) return
  for (const [index, note] of session.written.entries()) {
    const before = notes[index]
    if (before && (before.ref === NOT_TAKEN || before.ref === draft?.reference)) note.ref = before.ref
  }
}

/** What people say to a customer of the record is not for whoever has the chat afterwards. */
function leavePeople(turn: Turn): void {
  const { handover } = turn.session
  if (handover?.codigoCliente === undefined) return
  if (!handover.closing) closeHandover(turn, handover)
  handover.words = []
  handover.since = []
  delete handover.draft
}

/** `/sair`: the link to the record ends. */
export function logOut(turn: Turn): void {
  const { session } = turn
  leavePeople(turn)
  unfollowAll(turn)
  cancelNotice(turn)
  endConversation(session)
  session.identity = { level: 0 }
  session.heldFiles = []
  session.acoes = []
  delete session.acao
  // Of those the customer is still owed a word.
  session.tickets = session.tickets.filter(({ state, attaching }) => state === 'opening' || Object.keys(attaching).length > 0)
  turn.cancelTimer('pending')
  turn.cancelTimer('lookup')
  turn.sayAndClear('sair', {})
}
