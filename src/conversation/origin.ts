import type { NewEffect } from '../domain/effect.js'
import type { Origin } from '../domain/origin.js'
import type { Session } from './session.js'

/** How surely known whoever has this done is, and on which service; absent of what changes no other system. */
export function originOf(session: Session, effect: NewEffect): Origin | undefined {
  if (effect.kind.startsWith('telegram.')) return undefined
  const idClienteServico = servicoOf(session, effect)
  return { level: levelOf(session, effect), ...(idClienteServico === undefined ? {} : { idClienteServico }) }
}

/** The payload's own service, else that of the ticket or action it belongs to, else the one that is being spoken of. */
function servicoOf(session: Session, { payload, lane, id }: NewEffect): number | undefined {
  if ('idClienteServico' in payload && typeof payload.idClienteServico === 'number') return payload.idClienteServico
  const acao = session.acoes.find((known) => id.startsWith(`ac:${known.id}:`))
  const own = ticketOf(session, lane)?.idClienteServico ?? acao?.idClienteServico
  if (own !== undefined) return own
  const { identity, servico } = session
  return identity.level === 1 ? identity.idClienteServico : servico?.idClienteServico
}

/** What goes on by itself after level 1 has ended is done at the level it was asked for. */
function levelOf(session: Session, { lane }: NewEffect): Origin['level'] {
  const { level } = session.identity
  const ticket = level === 0 ? ticketOf(session, lane) : undefined
  return ticket ? (ticket.verified ? 2 : 1) : level
}

/** A ticket's lanes carry its reference. */
const ticketOf = (session: Session, lane: string): Session['tickets'][number] | undefined =>
  session.tickets.find(({ reference }) => lane === `tk:${reference}` || lane === `an:${reference}`)
