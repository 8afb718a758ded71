import type { EffectSettled } from '../../../domain/event.js'
import type { FileRef } from '../../../domain/file.js'
import { shorten } from '../../../lib/plain-text.js'
import { follow } from '../../follow.js'
import { LIMITS, type Ticket } from '../../session.js'
import { addWords } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { isSomebodyElses } from '../../whose.js'
import { noteSent } from './news.js'

/** Words kept until their ticket has taken them: as many messages, and so much of each. */
const ADDING_KEPT = { messages: 10, length: 2_000 }

/**
 * Words into a ticket that is open, found again by their own reference. `own` is what of them the customer would have
 * to write again if the ticket refused them.
 */
export function addMensagem(turn: Turn, ticket: Ticket, words: string, own: string): void {
  if (ticket.id === undefined) return
  ticket.mensagens += 1
  noteSent(turn, ticket, own)
  follow(turn, ticket)
  const reference = `${ticket.reference}/${String(ticket.mensagens)}`
  const common = {
    id: `${ticket.draftId}:mensagem:${String(ticket.mensagens)}`,
    lane: `tk:${ticket.reference}`,
    notify: true,
  }
  if (Object.keys(ticket.adding).length < ADDING_KEPT.messages) {
    ticket.adding[common.id] = shorten(own, ADDING_KEPT.length)
  }
  const text = words.startsWith(`[${ticket.reference}]`)
    ? words.replace(`[${ticket.reference}]`, `[${reference}]`)
    : `[${reference}] ${words}`
  if (ticket.system === 'milvus') {
    const payload = { reference, codigo: ticket.id, descricao: text }
    turn.effect({ ...common, kind: 'milvus.acompanhamento', payload })
    return
  }
  const { idClienteServico } = ticket
  const payload = { reference, idAtendimento: Number(ticket.id), idClienteServico, mensagem: text }
  turn.effect({ ...common, kind: 'hubsoft.mensagem', payload })
}

/** What came of words added: refused, they are kept for another ticket or a person. */
export function onAdded(turn: Turn, ticket: Ticket, input: EffectSettled): void {
  const own = ticket.adding[input.effectId]
  ticket.adding = Object.fromEntries(Object.entries(ticket.adding).filter(([id]) => id !== input.effectId))
  if (succeeded(input) || isSomebodyElses(turn, ticket.codigoCliente)) return
  const { session } = turn
  if (own !== undefined) addWords(session.intent, own)
  if (session.activeTicket === ticket.reference) delete session.activeTicket
  turn.say('mensagem_recusada', { protocolo: ticket.protocolo ?? '' }, [
    [['novo_assunto', 'menu:novo']],
    [['atendente', 'menu:atendente']],
  ])
}

/** How many more files it can take at once. */
export function roomFor(ticket: Ticket): number {
  const waiting = ticket.waitingFiles.length + (ticket.draft?.files.length ?? 0)
  return LIMITS.files - (ticket.state === 'open' ? Object.keys(ticket.attaching).length : waiting)
}

/** Files of which this is equal are one; a picture sent as a document has more in it than the photo. */
export const sameAs = ({ kind, uniqueId }: FileRef): string => `${kind}:${uniqueId}`

/** Whether this very file is in the ticket, or on its way there. */
export function hasFile(ticket: Ticket, file: FileRef): boolean {
  const waiting = [...ticket.waitingFiles, ...(ticket.draft?.files ?? [])]
  return sameAs(file) in ticket.fileIds || waiting.some((other) => sameAs(other) === sameAs(file))
}

/** Files into a ticket that is open: one effect each, told of together when the last has settled. */
export function attach(turn: Turn, ticket: Ticket, files: readonly FileRef[]): void {
  if (ticket.id === undefined) return
  if (Object.keys(ticket.attaching).length === 0) {
    ticket.attached = 0
    ticket.notAttached = []
  }
  for (const file of files) {
    if (sameAs(file) in ticket.fileIds) continue
    ticket.anexos += 1
    const ordinal = String(ticket.anexos)
    const id = `${ticket.draftId}:anexo:${ordinal}`
    const fileName = `${ticket.reference}-${ordinal}-${safeName(file.name)}`
    const common = { id, lane: `an:${ticket.reference}`, notify: true }
    ticket.attaching[id] = file.name
    const known = Object.entries(ticket.fileIds)
    ticket.fileIds = Object.fromEntries<string>([...known, [sameAs(file), id] as const].slice(-LIMITS.fileIds))
    if (ticket.system === 'milvus') {
      turn.effect({ ...common, kind: 'milvus.anexo', payload: { codigo: ticket.id, file, fileName } })
    } else {
      const idAtendimento = Number(ticket.id)
      turn.effect({ ...common, kind: 'hubsoft.anexo', payload: { idAtendimento, file, fileName } })
    }
  }
}

/** One attachment settled. */
export function onAttached(turn: Turn, ticket: Ticket, input: EffectSettled): void {
  const name = ticket.attaching[input.effectId]
  if (name === undefined) return
  ticket.attaching = Object.fromEntries(Object.entries(ticket.attaching).filter(([id]) => id !== input.effectId))
  if (succeeded(input)) ticket.attached += 1
  else {
    ticket.notAttached.push(name)
    // It may be sent again.
    ticket.fileIds = Object.fromEntries(Object.entries(ticket.fileIds).filter(([, id]) => id !== input.effectId))
  }
  if (Object.keys(ticket.attaching).length > 0 || isSomebodyElses(turn, ticket.codigoCliente)) return
  turn.say('arquivos_anexados', {
    anexados: ticket.attached,
    total: ticket.attached + ticket.notAttached.length,
    protocolo: ticket.protocolo ?? '',
    falhas: ticket.notAttached.join(', '),
  })
}

/** A name that any system can store: its letters and digits, and the ending. */
function safeName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/gu, '_')
    .replace(/^[._]+/u, '')
  const dot = plain.lastIndexOf('.')
  const ending = dot > 0 ? plain.slice(dot).slice(0, 10) : ''
  return `${plain.slice(0, dot > 0 ? dot : undefined).slice(0, 60) || 'arquivo'}${ending}`
}

/** Whether an effect did what it was for. */
export const succeeded = (input: EffectSettled): boolean => input.state === 'confirmed' || input.state === 'reconciled'
