import { findDocumento } from '../../../domain/documento.js'
import { toAppError } from '../../../domain/errors.js'
import { judgeFile, MAX_FILE_BYTES, type FileContent } from '../../../domain/file-rules.js'
import type { FileRef } from '../../../domain/file.js'
import { bounded } from '../../../lib/bounded.js'
import { detectType } from '../../../lib/detect-type.js'
import { isSmallTalk } from '../../inputs.js'
import { LIMITS, type Ticket } from '../../session.js'
import { addWords, withPeople } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { onDocumentoText } from '../identification/identify.js'
import { relayWords, tellOfFile } from '../people/relay.js'
import { hasFile, roomFor, sameAs } from '../tickets/ticket-additions.js'
import { addToTicket, attachToTicket, currentTicket } from '../tickets/ticket.js'

const HEAD_BYTES = 4_100
const HEAD_MS = 6_000

/** A file of the customer's: judged by its content, then kept where it belongs. A refused one loses nothing else. */
export async function onFile(turn: Turn, file: FileRef): Promise<void> {
  const { session } = turn
  const accepted = await accept(turn, file)
  const ticket = currentTicket(turn)
  const people = withPeople(session)
  if (!accepted) {
    if (file.caption) keepCaption(turn, ticket, file.caption)
  } else if (isHere(turn, ticket, accepted)) {
    turn.filesAgain += 1
    if (file.caption) keepCaption(turn, ticket, file.caption)
  } else if (people) {
    if (ticket ? roomFor(ticket) < 1 : session.heldFiles.length >= LIMITS.files) {
      refuseMore(turn)
      return
    }
    if (ticket) attachToTicket(turn, ticket, accepted)
    else session.heldFiles.push(accepted)
    tellOfFile(turn, people, accepted, ticket)
  } else if (session.draft) {
    take(turn, session.draft.files, accepted)
  } else if (ticket) {
    if (roomFor(ticket) < 1) refuseMore(turn)
    else {
      attachToTicket(turn, ticket, accepted)
      turn.filesTaken += 1
    }
  } else holdFile(turn, accepted)
}

/** One sentence for all the files of a turn, and what comes next. */
export function tellOfFiles(turn: Turn): void {
  const { session, filesTaken, filesAgain } = turn
  if (filesTaken === 0) {
    if (filesAgain > 0) turn.say('arquivo_repetido', { quantidade: filesAgain })
    return
  }
  const ticket = currentTicket(turn)
  if (session.draft) {
    const vars = { quantidade: filesTaken, total: session.draft.files.length }
    turn.say('arquivos_recebidos', vars, filesRow(session.flow.name, session.draft.id))
  } else if (ticket) {
    turn.say('arquivos_a_caminho', { quantidade: filesTaken, protocolo: ticket.protocolo ?? '' })
  } else if (session.intent.length > 0 || !['idle', 'problema'].includes(session.flow.name)) {
    // The problem was told, or something else is being asked.
    turn.say('arquivo_mantido', { quantidade: filesTaken })
  } else {
    turn.say('arquivo_guardado', {})
  }
}

/** The same file once more, where it would go now. */
function isHere({ session }: Turn, ticket: Ticket | undefined, file: FileRef): boolean {
  const isIn = (files: readonly FileRef[]): boolean => files.some((other) => sameAs(other) === sameAs(file))
  if (session.draft && !withPeople(session)) return isIn(session.draft.files)
  return ticket ? hasFile(ticket, file) : isIn(session.heldFiles)
}

/** A file with nothing under way; its caption is how the problem begins. */
function holdFile(turn: Turn, file: FileRef): void {
  const { session } = turn
  const { caption, ...silent } = file
  // A documento is asked for its owner's proof, and kept nowhere else.
  if (caption && session.identity.level < 2 && findDocumento(caption).kind === 'valid') {
    take(turn, session.heldFiles, silent)
    onDocumentoText(turn, caption)
    return
  }
  take(turn, session.heldFiles, file)
  if (caption && !isSmallTalk(caption)) addWords(session.intent, caption)
}

/** The words beside a file that was refused. */
function keepCaption(turn: Turn, ticket: Ticket | undefined, caption: string): void {
  const { session } = turn
  const people = withPeople(session)
  if (people) relayWords(turn, people, [caption])
  else if (session.draft) addWords(session.draft.words, caption)
  else if (ticket) addToTicket(turn, ticket, caption)
  else if (!isSmallTalk(caption)) addWords(session.intent, caption)
}

function take(turn: Turn, files: FileRef[], file: FileRef): void {
  if (files.length >= LIMITS.files) {
    refuseMore(turn)
    return
  }
  files.push(file)
  turn.filesTaken += 1
}

function refuseMore(turn: Turn): void {
  if (!turn.filesOver) turn.say('arquivos_demais', { maximo: LIMITS.files })
  turn.filesOver = true
}

function filesRow(flow: string, draftId: string): readonly (readonly (readonly ['pronto', string])[])[] | undefined {
  if (flow === 'comprovante') return [[['pronto', `cp:${draftId}`]]]
  return flow === 'arquivos' ? [[['pronto', `pr:${draftId}`]]] : undefined
}

/** The file with the name its content deserves, or what is wrong with it, said. */
async function accept(turn: Turn, file: FileRef): Promise<FileRef | undefined> {
  if (file.size !== undefined && file.size > MAX_FILE_BYTES) {
    turn.say('arquivo_grande', { nome: file.name })
    return undefined
  }
  if (file.size === 0) {
    turn.say('arquivo_vazio', { nome: file.name })
    return undefined
  }
  // Telegram itself makes a JPEG of a photo.
  if (file.kind === 'photo') return file
  const content = await contentOf(turn, file)
  if (content.kind === 'read' && content.head.length === 0) {
    turn.say('arquivo_vazio', { nome: file.name })
    return undefined
  }
  const verdict = judgeFile(file, content)
  switch (verdict.kind) {
    case 'accepted':
      return { ...file, name: verdict.name }
    case 'tooBig':
      turn.say('arquivo_grande', { nome: file.name })
      return undefined
    case 'refused':
      turn.say('arquivo_tipo', { nome: file.name })
      return undefined
    default:
      return verdict satisfies never
  }
}

/** What the first bytes say; `unread` when Telegram does not give them now: then the name decides. */
async function contentOf(turn: Turn, file: FileRef): Promise<FileContent> {
  try {
    const head = await bounded(turn.deps.files.head(file, HEAD_BYTES), HEAD_MS)
    const type = await detectType(head)
    return { kind: 'read', head, ...(type ? { ext: type.ext, mime: type.mime } : {}) }
  } catch (error) {
    const failure = toAppError(error, 'safe')
    turn.deps.logger.warn('file.head-failed', { chat: turn.chatId, error: failure })
    return { kind: failure.code === 'file-too-big' ? 'tooBig' : 'unread' }
  }
}
