/**
 * What goes to people at TempBox, in order. Each message begins with a marker that is unique in the chat: by it an
 * unknown outcome is settled, and our own words are known when they come back.
 */
import type { FileRef } from '../../domain/file.js'
import { splitEncoded } from '../../lib/plain-text.js'
import { LIMITS, type Handover, type Ticket } from '../session.js'
import type { Turn } from '../turn.js'
import { WITH_PEOPLE } from '../written.js'

/** What the marker takes of a message's budget, URL-encoded. */
const MARKER_ROOM = 80

/** The customer's words, each message apart. */
export function relayWords(turn: Turn, handover: Handover, parts: readonly string[]): void {
  turn.keptIn = WITH_PEOPLE
  for (const part of parts) relay(turn, handover, 'Cliente', part)
}

/** A file can't be relayed: it goes to the ticket or is kept for one, and the attendant is told. */
export function tellOfFile(turn: Turn, handover: Handover, file: FileRef, ticket: Ticket | undefined): void {
  turn.keptIn = WITH_PEOPLE
  const protocolo = ticket?.protocolo ?? ''
  const opening = ticket ? 'vai para o chamado que está sendo aberto' : 'guardado pelo Plantão para o próximo chamado'
  const where = protocolo === '' ? opening : `anexado ao protocolo ${protocolo}`
  relay(turn, handover, 'Plantão', `O cliente enviou um arquivo (${file.name}), ${where}.`)
  if (file.caption) relay(turn, handover, 'Cliente', file.caption)
  turn.say('arquivo_ao_atendente', { nome: file.name, protocolo })
}

/** One message for people, in as many parts as it needs. */
export function relay(turn: Turn, handover: Handover, who: 'Cliente' | 'Plantão', text: string): void {
  const { session, deps } = turn
  const parts = splitEncoded(text, Math.max(300, (deps.relayBudget ?? 0) - MARKER_ROOM))
  session.relays += 1
  const count = String(parts.length)
  const messages = parts.map((mensagem, index) => ({
    marker: `[${who} ${String(session.relays)}${parts.length > 1 ? ` ${String(index + 1)}/${count}` : ''}]`,
    mensagem,
  }))
  const { atendimento, queue } = handover
  if (atendimento !== undefined) {
    for (const { marker, mensagem } of messages) sendRelay(turn, handover, atendimento, marker, mensagem)
    return
  }
  const room = LIMITS.relayQueue - queue.length
  queue.push(...messages.slice(0, room))
  if (messages.length > room) turn.say('relato_nao_entregue', {})
}

/** One part, to an atendimento that is open. */
export function sendRelay(turn: Turn, handover: Handover, atendimento: string, marker: string, mensagem: string): void {
  const { codigoCliente } = handover
  turn.effect({
    id: `ho:${handover.id}:${marker}`,
    kind: 'tempbox.mensagem',
    lane: `tb:${turn.chatId}`,
    payload: { atendimento, marker, mensagem, ...(codigoCliente === undefined ? {} : { codigoCliente }) },
    notify: true,
  })
}
