import type { Atendimento } from '../../../domain/atendimento.js'
import { isOurs, publicPart } from '../../../domain/mensagens-publicas.js'
import { toAppError } from '../../../domain/errors.js'
import { bounded } from '../../../lib/bounded.js'
import { normalizeWords, shorten } from '../../../lib/plain-text.js'
import { dateOf } from '../../format.js'
import type { Acompanhamento } from '../../ports.js'
import type { Ticket } from '../../session.js'
import type { Turn } from '../../turn.js'
import { isOwnWords } from './news.js'

/** An open one: protocolo, tipo, state, since when, and the last words that are for the customer. */
export function describeOpen(turn: Turn, aberto: Atendimento): string {
  const { protocolo, status, tipo, cadastradoEm } = aberto
  const facts = [protocolo, tipo ?? 'Atendimento', status, cadastradoEm === undefined ? '' : `desde ${dateOf(cadastradoEm)}`]
  return line(facts, lastWords(turn, aberto))
}

/** A closed one: when it was opened and closed, and what the staff said at the end. */
export function describeClosed(turn: Turn, fechado: Atendimento): string {
  const { protocolo, tipo, cadastradoEm, fechadoEm, fechamento } = fechado
  const closing = fechamento === undefined ? undefined : publicPart(fechamento, turn.deps.prompts.routing.mensagensPublicas)
  const facts = [
    protocolo,
    tipo ?? 'Atendimento',
    cadastradoEm === undefined ? '' : `aberto em ${dateOf(cadastradoEm)}`,
    fechadoEm === undefined ? 'encerrado' : `encerrado em ${dateOf(fechadoEm)}`,
  ]
  return line(facts, closing ?? lastWords(turn, fechado))
}

/** A chamado of Milvus, opened here. `words` as read, absent where they were not. */
export function describeChamado(ticket: Ticket, words: string | undefined): string {
  const { protocolo = '', assunto, status, at, state, closedAt } = ticket
  const open = [status ?? 'aberto', `desde ${dateOf(at)}`]
  const closed = [`aberto em ${dateOf(at)}`, closedAt === undefined ? 'encerrado' : `encerrado em ${dateOf(closedAt)}`]
  return line([protocolo, shorten(assunto, 80), ...(state === 'closed' ? closed : open)], words)
}

/** The last public words of a technician in a chamado; nothing where it cannot be read in time. */
export async function readLastWords(turn: Turn, ticket: Ticket): Promise<string | undefined> {
  const { chamados, logger } = turn.deps
  if (!chamados || ticket.id === undefined) return undefined
  try {
    const read = await bounded(chamados.readAcompanhamentos(ticket.id), READ_MS)
    const shown = read.filter((one) => isShown(turn, ticket, one))
    // The order of the listing is not documented, its dates sort as they are written.
    const sorted = shown.every(({ data }) => SORTS.test(data)) ? shown.toSorted((a, b) => (a.data < b.data ? -1 : 1)) : shown
    return sorted.at(-1)?.texto.trim()
  } catch (error) {
    logger.warn('chamado.read-failed', { chat: turn.chatId, error: toAppError(error) })
    return undefined
  }
}

/** A private note, or one that was deleted, must never reach a customer, whatever the call filtered. */
function isShown(turn: Turn, ticket: Ticket, { privado, excluido, texto }: Acompanhamento): boolean {
  return !privado && !excluido && texto.trim() !== '' && !isOurs(texto) && !isOwnWords(turn, ticket, texto)
}

/** The one that was opened because this one solved nothing: it names the old protocolo. */
export function successorOf(all: readonly Atendimento[], { protocolo, idAtendimento }: Atendimento): Atendimento | undefined {
  const named = normalizeWords(`Protocolo anterior: ${protocolo}`)
  return all.find((other) => other.idAtendimento !== idAtendimento && normalizeWords(other.descricao).includes(named))
}

/** The staff's last words that the operator calls public. */
function lastWords(turn: Turn, { mensagens, idAtendimento }: Atendimento): string | undefined {
  const { mensagensPublicas } = turn.deps.prompts.routing
  const ticket = turn.session.tickets.find(({ system, id }) => system === 'hubsoft' && id === String(idAtendimento))
  return [...mensagens]
    .sort((a, b) => a.id - b.id)
    .map(({ texto }) => publicPart(texto, mensagensPublicas))
    .findLast((texto) => texto !== undefined && !(ticket && isOwnWords(turn, ticket, texto)))
}

function line(facts: readonly string[], words: string | undefined): string {
  const told = `• ${facts.filter((fact) => fact !== '').join(' – ')}`
  return words === undefined || words === '' ? told : `${told}\n   “${shorten(words, 200)}”`
}

const READ_MS = 6_000
const SORTS = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/u
