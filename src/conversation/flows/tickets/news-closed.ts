/**
 * A ticket that staff closed: the connection is read again, one tap says whether the problem is gone. Gone: thanks and
 * a rating, kept here and offered to HubSoft. Not gone: a new report that names the old protocolo.
 */
import { checkLink, readRecords } from '../../access.js'
import { ownsTicket } from '../../follow.js'
import type { Ticket } from '../../session.js'
import { closeTicket, keepRating, newDraft, withPeople } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { afterOwnClose, closeIsSettled, lookAfterClose, solvedRows } from './after-close.js'
import { relay } from '../people/relay.js'

const OLD: readonly (readonly Choice[])[] = [[['menu', 'menu:menu']]]

/** Says that it was closed, with the staff's public words, and asks. */
export async function tellClosed(turn: Turn, ticket: Ticket, texto: string): Promise<void> {
  const { reference, protocolo = '', rotulo = '' } = ticket
  const conectado = await readConexao(turn, ticket)
  turn.say('novidade_fechado', { protocolo, servico: rotulo, texto, conectado }, solvedRows(reference))
  lookAfterClose(turn, ticket)
}

/** A button below news. Only the chat whose ticket it is gets anything by it. */
export async function onNewsButton(turn: Turn, what: string, reference: string, value: string): Promise<void> {
  await checkLink(turn)
  const ticket = turn.session.tickets.find((known) => known.reference === reference)
  if (!ticket || !ownsTicket(turn, ticket)) {
    turn.say('cartao_velho', {}, OLD)
    return
  }
  switch (what) {
    case 'sim':
      onSolved(turn, ticket)
      return
    case 'nao':
      onNotSolved(turn, ticket)
      return
    case 'nota':
      onRating(turn, ticket, Number(value))
      return
    case 'responder':
      onAnswer(turn, ticket)
      return
    case 'mudo':
      ticket.muted = true
      turn.say('sem_avisos', { protocolo: ticket.protocolo ?? '' }, [[['avisar', `nw:avisar:${reference}`]]])
      return
    case 'avisar':
      ticket.muted = false
      turn.say('com_avisos', { protocolo: ticket.protocolo ?? '' })
      return
    default:
      turn.say('cartao_velho', {}, OLD)
  }
}

function onSolved(turn: Turn, ticket: Ticket): void {
  if (ticket.state !== 'closed' || ticket.contested === true) {
    turn.say('cartao_velho', {}, OLD)
    return
  }
  ticket.solved = true
  closeIsSettled(turn, ticket)
  if (ticket.avaliacao !== undefined) {
    turn.say('que_bom', {}, OLD)
    return
  }
  const row = RATINGS.map((nota): Choice => [{ text: '⭐'.repeat(nota) }, `nw:nota:${ticket.reference}:${String(nota)}`])
  turn.say('pedir_avaliacao', { protocolo: ticket.protocolo ?? '' }, row.map((choice) => [choice]))
}

const RATINGS = [5, 4, 3, 2, 1]

/** Kept here, the first one; and offered to HubSoft, which may refuse it of a closed one. Milvus has no call for it. */
function onRating(turn: Turn, ticket: Ticket, nota: number): void {
  if (ticket.state !== 'closed' || !RATINGS.includes(nota)) {
    turn.say('cartao_velho', {}, OLD)
    return
  }
  turn.say('avaliacao_obrigado', {}, OLD)
  if (ticket.avaliacao !== undefined) return
  rate(turn, ticket, nota)
  if (ticket.system !== 'hubsoft' || ticket.id === undefined) return
  const { reference, draftId, joined } = ticket
  turn.effect({
    id: `${draftId}:avaliacao`,
    kind: 'hubsoft.avaliacao',
    lane: `tk:${reference}`,
    payload: { idAtendimento: Number(ticket.id), avaliacao: nota, ...(joined === true ? {} : { reference }) },
    notify: false,
  })
}

function rate(turn: Turn, ticket: Ticket, nota: number): void {
  ticket.avaliacao = nota
  keepRating(turn, ticket.reference, nota)
  turn.deps.logger.info('ticket.rated', { chat: turn.chatId, system: ticket.system, count: nota })
}

/** The same problem again, with the old protocolo; whatever is under way comes first. */
export function onNotSolved(turn: Turn, ticket: Ticket): void {
  if (ticket.state !== 'closed' || ticket.contested === true) {
    turn.say('cartao_velho', {}, OLD)
    return
  }
  if (!reopen(turn, ticket)) return
  ticket.contested = true
  closeIsSettled(turn, ticket)
}

/** What a new report takes from the one that was closed. */
export type Closed = Pick<Ticket, 'protocolo' | 'codigoCliente' | 'idClienteServico' | 'rotulo' | 'assunto' | 'categoria'>

/** A new report that names the closed one, or a word to the people who have the conversation. False: not now. */
export function reopen(turn: Turn, closed: Closed): boolean {
  const { session } = turn
  const { protocolo = '', codigoCliente, idClienteServico, rotulo } = closed
  const people = withPeople(session)
  if (people) {
    relay(turn, people, 'Cliente', `O protocolo ${protocolo} foi fechado e não resolveu o meu problema.`)
    turn.say('ja_com_atendente', {})
    return true
  }
  if (session.draft) {
    turn.say('termine_antes', {})
    return false
  }
  const about = closed.assunto === '' ? '' : ` (${closed.assunto})`
  // The draft outlives the link: the protocolo stands apart, and goes with it.
  const words = [`Não resolveu: o chamado anterior foi fechado e o problema continua${about}.`]
  session.draft = { ...newDraft(words, [], closed.categoria), anterior: protocolo }
  session.servico = { codigoCliente, idClienteServico, rotulo: rotulo ?? '' }
  session.flow = { name: 'idle' }
  delete session.activeTicket
  turn.say('reabrir', { protocolo })
  turn.goTo('triage')
  return true
}

function onAnswer(turn: Turn, ticket: Ticket): void {
  const { session } = turn
  if (ticket.state !== 'open') turn.say('cartao_velho', {}, OLD)
  else if (withPeople(session)) turn.say('ja_com_atendente', {})
  else if (session.draft || session.flow.name !== 'idle') turn.say('termine_antes', {})
  else {
    session.activeTicket = ticket.reference
    session.told = { reference: ticket.reference, at: turn.now }
    turn.say('pode_responder', { protocolo: ticket.protocolo ?? '' })
  }
}

/** `sim`, `nao`, or nothing where it cannot be told now. */
async function readConexao(turn: Turn, ticket: Ticket): Promise<'sim' | 'nao' | ''> {
  const clientes = await readRecords(turn)
  if (clientes === 'unavailable') return ''
  const servico = clientes
    .flatMap(({ servicos }) => servicos)
    .find(({ idClienteServico }) => idClienteServico === ticket.idClienteServico)
  if (!servico?.ultimaConexao) return ''
  return servico.ultimaConexao.conectado ? 'sim' : 'nao'
}

/** Closed at the customer's own wish: nobody asks now whether it is solved. */
export function closedByCustomer(turn: Turn, ticket: Ticket, nota: number | undefined): void {
  closeTicket(turn, ticket)
  afterOwnClose(turn, ticket)
  if (nota !== undefined) rate(turn, ticket, nota)
}

