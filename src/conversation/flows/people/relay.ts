/**
 * What goes to people at TempBox, in order. Each message begins with a marker that is unique in the chat: by it an
 * unknown outcome is settled, and our own words are known when they come back.
 */
import { maskDocumentos } from '../../../domain/documento.js'
import { safeFileName } from '../../../domain/file-name.js'
import type { FileRef } from '../../../domain/file.js'
import { shorten, splitEncoded } from '../../../lib/plain-text.js'
import { size } from '../../format.js'
import { LIMITS, type Handover, type Ticket } from '../../session.js'
import { addWords } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { WITH_PEOPLE } from '../../written.js'

/** A token may leave little of a URL: words go in short parts then, rather than be refused for their length. */
const SHORTEST_PART = 60
/** In the id of what tells of a file: of such notes the customer knows. */
export const FILE_NOTE = 'arquivo:'
/** What the marker takes of a message's budget, URL-encoded. */
export const MARKER_ROOM = 80
/** Of the files sent before, the last ones that people get. */
const EARLIER_FILES = 10
const CAPTION = 150

/** The customer's words, each message apart. */
export function relayWords(turn: Turn, handover: Handover, parts: readonly string[]): void {
  turn.keptIn = WITH_PEOPLE
  for (const part of parts) relay(turn, handover, 'Cliente', part)
}

/** A file can't be relayed itself: it goes to the ticket or is kept for one, and the attendant is told, by a link if we can. */
export function tellOfFile(turn: Turn, handover: Handover, file: FileRef, ticket: Ticket | undefined): void {
  turn.keptIn = WITH_PEOPLE
  const protocolo = ticket?.protocolo ?? ''
  const opening = ticket ? 'vai para o chamado que está sendo aberto' : 'guardado pelo Plantão para o próximo chamado'
  const where = protocolo === '' ? opening : `anexado ao protocolo ${protocolo}`
  relay(turn, handover, 'Plantão', `O cliente enviou um arquivo: ${describe(file)}, ${where}.`, file)
  if (file.caption) relay(turn, handover, 'Cliente', file.caption)
  turn.say('arquivo_ao_atendente', { nome: file.name, protocolo, link: turn.deps.fileLinks })
}

/** What was sent before people were called and is in no ticket yet: worth telling only where they can open it. */
export function relayEarlierFiles(turn: Turn, handover: Handover): void {
  const { session, deps } = turn
  if (!deps.fileLinks) return
  const queued = new Set(handover.queue.map(({ file }) => file?.uniqueId))
  const files = [...(session.draft?.files ?? []), ...session.heldFiles].filter(({ uniqueId }) => !queued.has(uniqueId))
  for (const file of files.slice(-EARLIER_FILES)) {
    const words = file.caption ? `: ${shorten(maskDocumentos(file.caption), CAPTION)}` : ''
    relay(turn, handover, 'Plantão', `O cliente tinha enviado um arquivo: ${describe(file)}${words}.`, file)
  }
}

/** Its name is the customer's own choice: nothing in a note of ours may look like an address but our link. */
function describe(file: FileRef): string {
  const bytes = file.size === undefined ? '' : ` (${size(file.size)})`
  return `${KINDS[file.kind]} “${safeFileName(file)}”${bytes}`
}

const KINDS: Readonly<Record<FileRef['kind'], string>> = {
  photo: 'foto',
  document: 'documento',
  video: 'vídeo',
  voice: 'áudio',
  audio: 'áudio',
  videoNote: 'vídeo',
  animation: 'animação',
}

/** One message for people, in as many parts as it needs; the link to a file goes with the last. */
export function relay(turn: Turn, handover: Handover, who: 'Cliente' | 'Plantão', text: string, file?: FileRef): void {
  const { session, deps } = turn
  // Until somebody takes it, it may yet become a ticket.
  if (who === 'Cliente' && !handover.taken) addWords(handover.since, text)
  const parts = splitEncoded(text, Math.max(SHORTEST_PART, (deps.relayBudget ?? 0) - MARKER_ROOM))
  session.relays += 1
  const count = String(parts.length)
  const messages = parts.map((mensagem, index) => ({
    marker: `[${who} ${String(session.relays)}${parts.length > 1 ? ` ${String(index + 1)}/${count}` : ''}]`,
    mensagem,
    ...(file && index === parts.length - 1 ? { file: withoutWords(file) } : {}),
  }))
  const { atendimento, queue } = handover
  if (atendimento !== undefined) {
    for (const part of messages) sendRelay(turn, handover, atendimento, part)
    return
  }
  const room = LIMITS.relayQueue - queue.length
  queue.push(...messages.slice(0, room))
  if (messages.length > room) turn.say('relato_nao_entregue', {})
}

/** One part, to an atendimento that is open. */
export function sendRelay(turn: Turn, handover: Handover, atendimento: string, part: Handover['queue'][number]): void {
  const { codigoCliente } = handover
  turn.effect({
    id: `ho:${handover.id}:${part.file ? FILE_NOTE : ''}${part.marker}`,
    kind: 'tempbox.mensagem',
    lane: `tb:${turn.chatId}`,
    payload: { atendimento, ...part, ...(codigoCliente === undefined ? {} : { codigoCliente }) },
    notify: true,
  })
}

/** The words below a file go their own way. */
function withoutWords({ caption: _, ...file }: FileRef): FileRef {
  return file
}
