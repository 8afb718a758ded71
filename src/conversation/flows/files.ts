import { fileTypeFromBuffer } from 'file-type'

import { toAppError } from '../../domain/errors.js'
import { judgeFile, MAX_FILE_BYTES, type FileContent } from '../../domain/file-rules.js'
import type { FileRef } from '../../domain/file.js'
import { bounded } from '../../lib/bounded.js'
import { isSmallTalk } from '../inputs.js'
import { LIMITS } from '../session.js'
import { addWords } from '../tickets.js'
import type { Turn } from '../turn.js'
import { tellOfFile } from './handover.js'
import { attachToTicket, currentTicket } from './ticket.js'

const HEAD_BYTES = 4_100
const HEAD_MS = 6_000

/** A file of the customer's: judged by its content, then kept where it belongs. A refused one loses nothing else. */
export async function onFile(turn: Turn, file: FileRef): Promise<void> {
  const { session } = turn
  const accepted = await accept(turn, file)
  if (!accepted) {
    if (file.caption) addWords(session.draft?.words ?? session.intent, file.caption)
    return
  }
  const ticket = currentTicket(turn)
  if (session.handover && !session.handover.closing) {
    if (ticket) attachToTicket(turn, ticket, [accepted])
    else hold(turn, accepted)
    tellOfFile(turn, session.handover, accepted, ticket?.protocolo)
    return
  }
  if (session.draft) {
    if (session.draft.files.length >= LIMITS.files) {
      turn.say('arquivos_demais', { maximo: LIMITS.files })
      return
    }
    session.draft.files.push(accepted)
    turn.filesTaken += 1
    return
  }
  if (ticket) {
    attachToTicket(turn, ticket, [accepted])
    turn.filesTaken += 1
    return
  }
  if (hold(turn, accepted)) turn.filesTaken += 1
  if (accepted.caption && !isSmallTalk(accepted.caption)) addWords(session.intent, accepted.caption)
}

/** One sentence for all the files of a turn, and what comes next. */
export function tellOfFiles(turn: Turn): void {
  const { session, filesTaken } = turn
  if (filesTaken === 0) return
  const ticket = currentTicket(turn)
  if (session.draft) {
    const vars = { quantidade: filesTaken, total: session.draft.files.length }
    turn.say('arquivos_recebidos', vars, filesRow(session.flow.name, session.draft.id))
  } else if (ticket) {
    turn.say('arquivos_a_caminho', { quantidade: filesTaken, protocolo: ticket.protocolo ?? '' })
  } else {
    turn.say('arquivo_guardado', {})
  }
}

function filesRow(flow: string, draftId: string): readonly (readonly (readonly ['pronto', string])[])[] | undefined {
  return flow === 'arquivos' ? [[['pronto', `pr:${draftId}`]]] : undefined
}

function hold(turn: Turn, file: FileRef): boolean {
  if (turn.session.heldFiles.length < LIMITS.files) {
    turn.session.heldFiles.push(file)
    return true
  }
  turn.say('arquivos_demais', { maximo: LIMITS.files })
  return false
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
  const verdict = judgeFile(file, await contentOf(turn, file))
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
    const type = await fileTypeFromBuffer(head)
    return { kind: 'read', head, ...(type ? { ext: type.ext, mime: type.mime } : {}) }
  } catch (error) {
    const failure = toAppError(error, 'safe')
    turn.deps.logger.warn('file.head-failed', { chat: turn.chatId, error: failure })
    return { kind: failure.code === 'file-too-big' ? 'tooBig' : 'unread' }
  }
}
