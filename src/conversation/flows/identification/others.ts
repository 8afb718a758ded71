/**
 * A chat may come to be another customer's: the telephone was given away, the account is shared. What was the former
 * one's is erased as soon as somebody else is identified; the same customer, identified anew, goes on with all of it.
 */
import { unfollow } from '../../follow.js'
import { codigosOf, isSomebodyElses, isTheirs } from '../../whose.js'
import type { Turn } from '../../turn.js'
import { endWritten } from '../../written.js'
import { cancelNotice } from '../self-service/outage-notice.js'

/** Called when somebody was identified. */
export function forgetOthers(turn: Turn): void {
  const { session } = turn
  const isTold = (codigoCliente: number): boolean => !isSomebodyElses(turn, codigoCliente)
  for (const ticket of session.tickets) if (!isTold(ticket.codigoCliente)) unfollow(turn, ticket)
  // What is being opened or attached goes on; nobody here is told of it.
  session.tickets = session.tickets.filter(
    ({ codigoCliente, state, attaching }) =>
      isTold(codigoCliente) || state === 'opening' || Object.keys(attaching).length > 0,
  )
  const theirs = new Set(session.tickets.filter((ticket) => isTheirs(turn, ticket)).map(({ reference }) => reference))
  if (session.news) session.news = session.news.filter(({ reference }) => theirs.has(reference))
  if (session.told && !theirs.has(session.told.reference)) delete session.told
  if (session.activeTicket !== undefined && !theirs.has(session.activeTicket)) delete session.activeTicket
  session.acoes = session.acoes.filter(({ codigoCliente }) => isTold(codigoCliente))
  if (session.acao && !isTold(session.acao.codigoCliente)) delete session.acao
  if (session.aviso && !isTold(session.aviso.codigoCliente)) cancelNotice(turn)
  forgetReport(turn)
}

/** What the former customer told and did not send; not what was written since their link ended. */
function forgetReport({ session }: Turn): void {
  const { antes, identity } = session
  delete session.antes
  if (!antes || codigosOf(identity).some((codigo) => antes.codigos.includes(codigo))) return
  delete session.draft
  delete session.aprendido
  delete session.duvida
  session.intent = session.intent.slice(antes.palavras)
  session.heldFiles = session.heldFiles.slice(antes.arquivos)
  session.expirou = false
  endWritten(session)
}
