import { ownsTicket } from './follow.js'
import type { Session, Ticket } from './session.js'
import type { Turn } from './turn.js'

/** Whether somebody is identified here, and it is not this customer: a chat may come to be another's. */
export function isSomebodyElses({ session: { identity } }: Turn, codigoCliente: number): boolean {
  return identity.level > 0 && !codigosOf(identity).includes(codigoCliente)
}

/** Whether whoever writes may be who the ticket is of: what was opened at level 2 is so only for level 2. */
export function isTheirs(turn: Turn, ticket: Ticket): boolean {
  return ticket.verified ? ownsTicket(turn, ticket) : !isSomebodyElses(turn, ticket.codigoCliente)
}

/** The records that an identity speaks for. */
export function codigosOf(identity: Session['identity']): readonly number[] {
  if (identity.level === 0) return []
  return identity.level === 1 ? [identity.codigoCliente] : identity.codigos
}
