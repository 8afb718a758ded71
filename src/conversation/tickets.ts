import type { Categoria } from '../domain/routing.js'
import { shorten } from '../lib/plain-text.js'
import { LIMITS, type Draft, type Session, type Ticket } from './session.js'
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

export function keepTicket(session: Session, ticket: Ticket): void {
  session.tickets = [...session.tickets, ticket].slice(-LIMITS.tickets)
  session.activeTicket = ticket.reference
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
    `Relato do cliente: ${draft.words.join('\n') || '(sem relato)'}`,
    draft.answers.length === 0
      ? ''
      : `Triagem:\n${draft.answers.map(({ pergunta, resposta }) => `- ${pergunta} ${resposta}`).join('\n')}`,
    draft.resposta ? `A base de conhecimento respondeu e não resolveu: ${shorten(draft.resposta, 600)}` : '',
    files.length === 0 ? '' : `Arquivos do cliente (${String(files.length)}):\n${files.join('\n')}`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

export const NOT_VERIFIED =
  'NÃO VERIFICADO: a identidade de quem escreve não foi comprovada. Confirme antes de passar dados ou fazer alterações.'

/** Whether words fit no more; then the oldest stay, as they tell the problem. */
export function addWords(list: string[], words: string): void {
  const text = words.trim()
  if (text !== '' && list.length < LIMITS.words) list.push(shorten(text, LIMITS.wordsLength))
}
