import type { FileRef } from './file.js'

/**
 * A customer's name for a file, made fit to be read and saved by somebody else: no path, no control or direction marks
 * (which can turn `gpj.exe` round), no second ending, nothing that could be taken for an address, and an ending from a
 * closed list. At most 60 characters.
 */
export function safeFileName({ name, kind }: Pick<FileRef, 'name' | 'kind'>): string {
  const [, stem = name, given = ''] = /^(.*)\.([A-Za-z\d]{1,8})$/su.exec(name) ?? []
  const ending = given.toLowerCase()
  const known = Object.hasOwn(TYPES, ending)
  const words = (known ? stem : name)
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_()+-]+/gu, ' ')
    .trim()
  return `${cut(words) || 'arquivo'}.${known ? ending : OF_KIND[kind]}`
}

/** The media type of a safe name: from a closed list by its ending, else a stream of bytes. Never one that runs. */
export function typeOfName(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return Object.hasOwn(TYPES, ending) ? (TYPES[ending] ?? BYTES) : BYTES
}

const MAX_STEM = 50

const cut = (words: string): string => words.slice(0, MAX_STEM).replace(/[\uD800-\uDBFF]$/u, '').trim()

const BYTES = 'application/octet-stream'

/** The endings that `judgeFile` lets through. What a browser could read as a page, or must guess the letters of, is bytes. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  zip: 'application/zip',
  rar: 'application/vnd.rar',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  '3gp': 'video/3gpp',
  ogv: 'video/ogg',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  ogx: 'application/ogg',
  opus: 'audio/ogg',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  wav: 'audio/wav',
  amr: 'audio/amr',
  txt: BYTES,
  log: BYTES,
  cfg: BYTES,
  ini: BYTES,
  xml: BYTES,
}

const OF_KIND: Readonly<Record<FileRef['kind'], string>> = {
  photo: 'jpg',
  video: 'mp4',
  videoNote: 'mp4',
  animation: 'mp4',
  voice: 'ogg',
  audio: 'mp3',
  document: 'bin',
}
