import type { FileRef } from './file.js'

/** Telegram gives bots no file larger than this (Bot API, `getFile`). */
export const MAX_FILE_BYTES = 20 * 1024 * 1024

/** What the first bytes of a file say. */
export type FileContent =
  | { kind: 'read'; head: Uint8Array; ext?: string; mime?: string }
  | { kind: 'unread' }
  | { kind: 'tooBig' }

export type FileVerdict = { kind: 'accepted'; name: string } | { kind: 'refused' } | { kind: 'tooBig' }

/**
 * Whether a file may go into a ticket: told by its content, not by its name alone. What content can't tell apart
 * (plain text) is accepted under a text ending when it reads as text; a right content under a wrong ending gets its own.
 */
export function judgeFile(file: FileRef, content: FileContent): FileVerdict {
  if (content.kind === 'tooBig') return { kind: 'tooBig' }
  const ending = endingOf(file.name)
  if (content.kind === 'unread') return byName(file, ending)
  const { ext } = content
  if (ext === undefined) {
    // Telegram itself made it a voice or a video: it goes on as it is, whatever its first bytes look like.
    if (file.kind !== 'document') return { kind: 'accepted', name: file.name }
    if (!isText(content.head)) return { kind: 'refused' }
    if (ending === '') return { kind: 'accepted', name: `${file.name}.txt` }
    return TEXT.has(ending) ? { kind: 'accepted', name: file.name } : { kind: 'refused' }
  }
  if (!allowed(file, ext)) return { kind: 'refused' }
  return { kind: 'accepted', name: sameType(ending, ext) ? file.name : `${stem(file.name)}.${ext}` }
}

/**
 * The name under which an attendant's file is sent on; none where it must not be: programs, pages, what its name
 * belies. Staff send what customers need not: spreadsheets, presentations.
 */
export function judgeStaffFile(name: string, content: Extract<FileContent, { kind: 'read' }>): string | undefined {
  const { ext, head } = content
  const ending = endingOf(name)
  const verdict = judgeFile({ fileId: '', uniqueId: '', kind: 'document', name }, content)
  if (verdict.kind === 'accepted') return verdict.name
  if (ext === undefined) return ending === 'csv' && isText(head) ? name : undefined
  if (ext === 'cfb') return OFFICE_97.has(ending) ? name : undefined
  return OFFICE.has(ext) ? `${ending === ext ? stem(name) : name}.${ext}` : undefined
}

/** As the content detector names them. */
const OFFICE = new Set(['xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf'])
const OFFICE_97 = new Set(['xls', 'ppt', 'msg'])

const TEXT = new Set(['txt', 'log', 'cfg', 'ini', 'xml'])
/** Endings as the content detector names them. */
const DOCUMENTS = new Set(['png', 'jpg', 'webp', 'heic', 'pdf', 'xml', 'cfb', 'docx', 'zip', 'rar'])
const MEDIA = new Set(['mp4', 'mov', 'm4v', 'webm', 'mkv', '3gp', 'ogg', 'oga', 'opus', 'mp3', 'm4a', 'aac', 'wav', 'gif', 'amr', 'ogv', 'ogx'])
const NAMED = new Set([...TEXT, 'png', 'jpg', 'jpeg', 'webp', 'heic', 'pdf', 'doc', 'docx', 'zip', 'rar'])

function allowed(file: FileRef, ext: string): boolean {
  // .doc is a compound file, and so are installers and other Office files: only under its own name.
  if (ext === 'cfb') return endingOf(file.name) === 'doc'
  return DOCUMENTS.has(ext) || MEDIA.has(ext)
}

function byName(file: FileRef, ending: string): FileVerdict {
  const media = file.kind !== 'document'
  return media || NAMED.has(ending) ? { kind: 'accepted', name: file.name } : { kind: 'refused' }
}

const ALIKE: readonly (readonly string[])[] = [
  ['jpg', 'jpeg'],
  ['cfb', 'doc'],
  ['heic', 'heif'],
  // An Ogg file whose first bytes do not tell its codec is an `ogx`.
  ['ogg', 'oga', 'opus', 'ogx'],
  ['mp4', 'm4v', 'mov', 'm4a', '3gp'],
  ['mkv', 'webm'],
  // The first bytes of a Word file may not reach what tells it from any other archive.
  ['docx', 'zip'],
]

function sameType(ending: string, ext: string): boolean {
  // Routers write their settings as XML under any of the text endings.
  return ending === ext || (ext === 'xml' && TEXT.has(ending)) || ALIKE.some((group) => group.includes(ending) && group.includes(ext))
}

/** Text of any usual encoding: no NUL (UTF-16 with its mark excepted) and hardly any control characters. */
function isText(head: Uint8Array): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (utf16) return true
  const control = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length
  return !head.includes(0) && control <= head.length / 100
}

function endingOf(name: string): string {
  return /\.([A-Za-z\d]{1,8})$/u.exec(name)?.[1]?.toLowerCase() ?? ''
}

const stem = (name: string): string => name.replace(/\.[A-Za-z\d]{1,8}$/u, '')
