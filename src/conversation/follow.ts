import { localDay } from './local-time.js'
import type { Session, Ticket } from './session.js'
import type { Turn } from './turn.js'

/** An atendimento may be written in before our clock says that it is there. */
const SKEW_MS = 2 * 60_000
/** Shorter than event ids are remembered: what is read again since then is known by its id. */
const SINCE_MS = 6 * 24 * 3_600_000

/**
 * Has a ticket read for what staff do in it, from now on and often at first. Called when it opens and with every word
 * of its customer; what was told before is not told again. Only the customer it belongs to hears of it: level 2.
 */
export function follow(turn: Turn, ticket: Ticket): void {
  if (ticket.id === undefined || ticket.state !== 'open' || !ownsTicket(turn, ticket)) return
  ticket.wordsAt = turn.now
  const common = {
    reference: ticket.reference,
    openedAt: ticket.at,
    since: Math.max(ticket.at - (ticket.joined === true ? 0 : SKEW_MS), turn.now - SINCE_MS),
    changedAt: turn.now,
    joined: ticket.joined === true,
    ...(ticket.status === undefined ? {} : { status: ticket.status }),
  }
  const { system, id, idClienteServico } = ticket
  const dia = dayOf(ticket)
  const ofHubsoft = { idAtendimento: Number(id), idClienteServico, ...(dia === undefined ? {} : { dia }) }
  turn.watch({
    id: watchId(turn, ticket),
    kind: system,
    dueAt: turn.now,
    state: JSON.stringify({ ...common, ...(system === 'milvus' ? { codigo: id } : ofHubsoft) }),
  })
}

/** Nobody is told of it any more. */
export function unfollow(turn: Turn, ticket: Ticket): void {
  if (ticket.id !== undefined) turn.cancelWatch(watchId(turn, ticket))
}

/** All that was followed, when the chat is no longer its customer's. */
export function unfollowAll(turn: Turn): void {
  const { session } = turn
  for (const ticket of session.tickets) unfollow(turn, ticket)
  forgetNews(session)
  turn.cancelTimer('news')
}

/** Whether the chat still is, verified, the customer who opened it. */
export function ownsTicket({ session: { identity }, now }: Turn, ticket: Ticket): boolean {
  return (
    ticket.verified && identity.level === 2 && identity.until > now && identity.codigos.includes(ticket.codigoCliente)
  )
}

function forgetNews(session: Session): void {
  delete session.news
  delete session.told
}

/** One watch for a ticket of a chat, whatever report it is followed for. */
const watchId = (turn: Turn, { system, id }: Ticket): string => `tk:${turn.chatId}:${system}:${String(id)}`

/** The day it was created, by which listings find it: HubSoft's protocolo begins with it. */
function dayOf({ protocolo = '', at, joined }: Ticket): string | undefined {
  const [, year, month, day] = /^(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{4,}/u.exec(protocolo) ?? []
  const told = `${year ?? ''}-${month ?? ''}-${day ?? ''}`
  const created = localDay(at)
  if (year !== undefined && told <= created && (joined === true || told >= localDay(at - 86_400_000))) return told
  return joined === true ? undefined : created
}
