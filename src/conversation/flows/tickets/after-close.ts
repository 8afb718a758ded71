/**
 * What comes after a closing that was told: half an hour later the connection is read once more, and a week later what
 * the customer wrote is forgotten. One timer for a ticket, its argument says which of the two is next.
 */
import type { CategoriaId } from '../../../domain/routing.js'
import { checkLink } from '../../access.js'
import { readServico } from '../../current-servico.js'
import { ownsTicket } from '../../follow.js'
import type { Ticket } from '../../session.js'
import { forgetWords, withPeople } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'

const LOOK_MS = 30 * 60_000
const WORDS_KEPT_MS = 7 * 24 * 3_600_000

const ABOUT_CONNECTION: ReadonlySet<string | undefined> = new Set<CategoriaId>(['sem_conexao', 'lentidao', 'quedas', 'jogos'])

/** Has the connection read again in half an hour. */
export function lookAfterClose(turn: Turn, { reference }: Ticket): void {
  turn.setTimer(timerOf(reference), LOOK_MS, 'olhar')
}

/** The same where the ticket was about the connection; else only its words are forgotten, in a week. */
export function afterOwnClose(turn: Turn, ticket: Ticket): void {
  if (ABOUT_CONNECTION.has(ticket.categoria)) lookAfterClose(turn, ticket)
  else forgetLater(turn, ticket)
}

export function forgetLater(turn: Turn, { reference }: Ticket): void {
  turn.setTimer(timerOf(reference), WORDS_KEPT_MS, 'esquecer')
}

/** It is solved, or reported again: nobody looks, and its words are not needed any more. */
export function closeIsSettled(turn: Turn, ticket: Ticket): void {
  turn.cancelTimer(timerOf(ticket.reference))
  forgetWords(ticket)
}

/**
 * The timer. Says something only where the connection is off or its state unknown, and nobody has said meanwhile how it
 * went: one that works is no news. `hold` says until when nothing may be said.
 */
export async function onAfterClose(turn: Turn, name: string, arg: string, hold: (turn: Turn) => number | undefined): Promise<void> {
  const { session } = turn
  const ticket = session.tickets.find(({ reference }) => timerOf(reference) === name)
  if (ticket?.state !== 'closed') return
  if (arg === 'esquecer') {
    forgetWords(ticket)
    return
  }
  forgetLater(turn, ticket)
  if (ticket.contested === true || ticket.solved === true || withPeople(session)) return
  await checkLink(turn)
  if (!ownsTicket(turn, ticket)) return
  const until = hold(turn)
  if (until !== undefined) {
    turn.setTimer(name, until - turn.now, arg)
    return
  }
  const owned = await readServico(turn, ticket)
  if (owned === 'gone') return
  const conexao = owned === 'unavailable' ? undefined : owned.servico.ultimaConexao
  if (conexao?.conectado === true) return
  const { reference, protocolo = '', rotulo = '' } = ticket
  const { keyboard, flow } = session
  turn.say('restauracao', { protocolo, servico: rotulo, desligada: conexao !== undefined }, solvedRows(reference))
  // While something else is asked, its buttons stay those that typed words press.
  if (flow.name !== 'idle') session.keyboard = keyboard
}

/** Whether it is solved, one tap; a new report with the old protocolo if not. */
export const solvedRows = (reference: string): readonly (readonly Choice[])[] => [
  [
    ['resolveu', `nw:sim:${reference}`],
    ['nao_resolveu', `nw:nao:${reference}`],
  ],
]

const timerOf = (reference: string): string => `restaura:${reference}`
