import { maskDocumentos } from '../domain/documento.js'
import type { Categoria } from '../domain/routing.js'
import type { FileRef } from '../domain/file.js'
import { newReference, randomCode } from '../lib/ids.js'
import { shorten } from '../lib/plain-text.js'
import { unfollow } from './follow.js'
import { LIMITS, type Draft, type Handover, type Session, type Ticket } from './session.js'
import type { Turn } from './turn.js'

/** The operator's entry for a category; the last one (`outro`) where it is unknown. */
export function categoriaOf(turn: Turn, id: string | undefined): Categoria {
  const { categorias } = turn.deps.prompts.routing
  const found = categorias.find((categoria) => categoria.id === id) ?? categorias.find(({ id }) => id === 'outro')
  if (!found) throw new Error('routing.yaml has no category `outro`; the loader requires one')
  return found
}

/** The ticket that later words and files go to. */
export function activeTicket(session: Session): Ticket | undefined {
  return session.tickets.find(({ reference }) => reference === session.activeTicket)
}

/** People have the conversation, or are being called to it. */
export function withPeople({ handover }: Session): Handover | undefined {
  return handover?.closing === false ? handover : undefined
}

/** A report under way. */
export function newDraft(words: readonly string[], files: readonly FileRef[], categoria: string | undefined): Draft {
  return {
    id: randomCode(10),
    reference: newReference(),
    words: [...words],
    answers: [],
    files: [...files],
    before: [],
    pergunta: 0,
    sends: 0,
    ...(categoria === undefined ? {} : { categoria }),
  }
}

/** What was read of the record, for those who read the ticket; it ends with the link (`endLink`). */
export function noteFinding(draft: Draft, finding: string): void {
  if (draft.diagnostico?.includes(finding)) return
  draft.diagnostico = shorten([draft.diagnostico, finding].filter(Boolean).join('; '), FOUND_KEPT)
}

const FOUND_KEPT = 2_500

/** A ticket's part that counts what was sent to it. */
export function newCounts(turn: Turn) {
  return {
    waitingWords: [],
    waitingFiles: [],
    mensagens: 0,
    anexos: 0,
    adding: {},
    attaching: {},
    attached: 0,
    notAttached: [],
    fileIds: {},
    at: turn.now,
  }
}

/**
 * Keeps it as the one that later words and files go to. Open ones have a bound of their own, so that nothing closed
 * pushes out what is followed; one that is pushed out is followed no longer. One still opening is the last to be forgotten.
 */
export function keepTicket(turn: Turn, ticket: Ticket): void {
  const { session } = turn
  const tickets = [...session.tickets, ticket]
  for (;;) {
    const [dropped] = tickets.splice(oneTooMany(tickets), 1)
    if (!dropped) break
    if (dropped.state === 'open') unfollow(turn, dropped)
  }
  session.tickets = tickets
  session.activeTicket = ticket.reference
}

/** The place of the one to be forgotten next; past the end where all may stay. */
function oneTooMany(tickets: readonly Ticket[]): number {
  const first = (fits: (ticket: Ticket) => boolean): number | undefined => {
    const found = tickets.findIndex(fits)
    return found < 0 ? undefined : found
  }
  const open = tickets.filter(({ state }) => state === 'open').length
  if (open > LIMITS.openTickets) {
    const idle = first(({ state, attaching }) => state === 'open' && Object.keys(attaching).length === 0)
    return idle ?? first(({ state }) => state === 'open') ?? tickets.length
  }
  if (tickets.length - open <= LIMITS.tickets) return tickets.length
  const over = first(({ state }) => state === 'closed') ?? first(({ state }) => state === 'failed')
  return over ?? first(({ state }) => state === 'opening') ?? tickets.length
}

/** It is closed: words go elsewhere, nobody reads it any more, and what is not needed to open it again is erased. */
export function closeTicket(turn: Turn, ticket: Ticket): void {
  ticket.state = 'closed'
  ticket.closedAt = turn.now
  if (turn.session.activeTicket === ticket.reference) delete turn.session.activeTicket
  unfollow(turn, ticket)
  ticket.waitingWords = []
  ticket.waitingFiles = []
  for (const key of ['draft', 'wordsAt', 'visita'] as const) Reflect.deleteProperty(ticket, key)
  if (Object.keys(ticket.attaching).length > 0) return
  ticket.fileIds = {}
  ticket.notAttached = []
}

/** Of what the customer wrote, the category alone is left: it is solved, reported again, or long ago. */
export function forgetWords(ticket: Ticket): void {
  ticket.assunto = ticket.assunto.split(':')[0] ?? ''
  ticket.fileIds = {}
  ticket.notAttached = []
  delete ticket.sent
}

/** A rating, kept apart from its ticket, which may be forgotten. The first one counts. */
export function keepRating(turn: Turn, reference: string, nota: number): void {
  const { session } = turn
  if (session.avaliacoes.some((known) => known.reference === reference)) return
  session.avaliacoes = [...session.avaliacoes, { reference, nota, at: turn.now }].slice(-LIMITS.avaliacoes)
}

/** What people at the provider read first. The reference stands first: a lost answer is found again by it. */
export function composeDescricao(
  turn: Turn,
  draft: Draft,
  ticket: { verified: boolean; rotulo?: string | undefined },
): string {
  const files = draft.files.map((file) => `- ${file.name}${file.caption ? `: ${file.caption}` : ''}`)
  return [
    `[${draft.reference}] ${categoriaOf(turn, draft.categoria).rotulo} (Telegram, Plantão)`,
    ticket.verified ? '' : NOT_VERIFIED,
    ticket.verified && ticket.rotulo ? `Serviço: ${ticket.rotulo}` : '',
    draft.anterior ? `Protocolo anterior: ${draft.anterior} (fechado; o cliente diz que não resolveu)` : '',
    `Relato do cliente: ${draft.words.join('\n') || '(sem relato)'}`,
    draft.answers.length === 0
      ? ''
      : `Triagem:\n${draft.answers.map(({ pergunta, resposta }) => `- ${pergunta} ${resposta}`).join('\n')}`,
    ticket.verified && draft.diagnostico ? `Diagnóstico: ${draft.diagnostico}` : '',
    ...(draft.lidos ?? []).flatMap(({ linha }) => linha ?? []),
    draft.resposta ? `A base de conhecimento respondeu e não resolveu: ${shorten(draft.resposta, 600)}` : '',
    draft.before.length === 0 ? '' : `Antes de corrigir, o cliente escreveu:\n${draft.before.map((old) => `- ${old}`).join('\n')}`,
    files.length === 0 ? '' : `Arquivos do cliente (${String(files.length)}):\n${files.join('\n')}`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

export const NOT_VERIFIED =
  'NÃO VERIFICADO: a identidade de quem escreve não foi comprovada. Confirme antes de passar dados ou fazer alterações.'

/** Keeps a customer's words, without any CPF or CNPJ in them, long ones in pieces; when no more fit, the oldest stay, as they tell the problem. */
export function addWords(list: string[], words: string): void {
  let rest = maskDocumentos(words).trim()
  let room = LIMITS.wordsTotal - list.reduce((sum, { length }) => sum + length, 0)
  while (rest !== '' && room > 0 && list.length < LIMITS.words) {
    const piece = rest.slice(0, Math.min(room, LIMITS.wordsLength)).replace(/[\uD800-\uDBFF]$/u, '')
    if (piece === '') return
    list.push(piece)
    room -= piece.length
    rest = rest.slice(piece.length).trim()
  }
}
