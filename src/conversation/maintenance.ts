import { findDocumento } from '../domain/documento.js'
import type { FileRef } from '../domain/file.js'
import { amendQuietly } from './edited.js'
import { sameAs } from './flows/tickets/ticket-additions.js'
import { isSmallTalk, type CustomerInput } from './inputs.js'
import { LIMITS, type Session } from './session.js'
import { addWords } from './tickets.js'
import type { Turn } from './turn.js'
import { isSeen } from './written.js'

/** In maintenance nothing is looked up or opened; what is written is kept. People already talking go on. */
export function underMaintenance(turn: Turn, input: CustomerInput): boolean {
  const { session, deps } = turn
  const { manutencao } = deps.prompts.provider
  if (manutencao?.ativa !== true || session.handover) return false
  if (input.kind === 'text' && isSeen(session, input)) amendQuietly(turn, input)
  else if (input.kind === 'text' && !isSmallTalk(input.text) && findDocumento(input.text).kind === 'none') {
    addWords(session.draft?.words ?? session.intent, input.text)
  }
  if (input.kind === 'file' && !isHeld(session, input.file) && session.heldFiles.length < LIMITS.files) session.heldFiles.push(input.file)
  if (input.kind === 'button') turn.acknowledge(input.callbackId, input.messageId, false)
  turn.say('manutencao', { texto: manutencao.texto })
  return true
}

const isHeld = ({ heldFiles }: Session, file: FileRef): boolean =>
  heldFiles.some((held) => sameAs(held) === sameAs(file))
