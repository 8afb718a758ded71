import type { Input } from '../../../domain/event.js'
import type { FileRef } from '../../../domain/file.js'
import type { TurnInput } from '../../inputs.js'
import { LIMITS, type Session } from '../../session.js'

type SentFile = Extract<Input, { kind: 'file' }>
type Words = Extract<TurnInput, { kind: 'text' }>

/**
 * What a message with a file brings: the file, or only the new words below one that is here already. Telegram tells of
 * an edited message as it is now, not of what was changed, so the chat's last files are remembered.
 */
export function takeSentFile(session: Session, input: SentFile): { file: FileRef } | { words: Words | undefined } {
  const { uniqueId } = input.file
  const isKnown = session.seenFiles.includes(uniqueId)
  session.seenFiles = [...session.seenFiles.filter((seen) => seen !== uniqueId), uniqueId].slice(-LIMITS.seenFiles)
  if (input.edited !== true || !isKnown) return { file: withContext(input) }
  const text = input.file.caption ?? ''
  if (text === '') return { words: undefined }
  const { messageId, from } = input
  return { words: { kind: 'text', text, parts: [text], ids: [messageId], edited: true, messageId, from } }
}

/** What the message answers or forwards stands with the words below its file, so that a ticket keeps it. */
function withContext({ file, context }: SentFile): FileRef {
  if (context === undefined) return file
  return { ...file, caption: file.caption ? `${file.caption}\n(${context})` : `(${context})` }
}
