import type { Message, PhotoSize } from 'grammy/types'

import type { FileRef } from '../domain/file.js'
import { cleanLine, cleanText } from './text.js'

/** The one file of a message, or nothing. Photos in their largest size; a live photo is its still picture. */
export function toFileRef(message: Message): FileRef | undefined {
  const found = findMedia(message)
  if (found === undefined) return undefined
  const caption = cleanText(message.caption ?? '')
  const { media, kind } = found
  const mime = media.mime_type ?? found.mime
  return {
    fileId: media.file_id,
    uniqueId: media.file_unique_id,
    kind,
    name: fileName(media.file_name) || found.fallback,
    ...(mime === undefined ? {} : { mime: cleanLine(mime, 100) }),
    ...(media.file_size === undefined ? {} : { size: media.file_size }),
    ...(caption === '' ? {} : { caption }),
  }
}

interface Media {
  file_id: string
  file_unique_id: string
  file_size?: number
  file_name?: string
  mime_type?: string
}

interface Found {
  media: Media
  kind: FileRef['kind']
  /** What Telegram always sends for this kind, where it does not say so. */
  mime?: string
  /** The name when the sender gave none. */
  fallback: string
}

function findMedia(message: Message): Found | undefined {
  const photo = largest(message.photo ?? message.live_photo?.photo ?? [])
  if (photo !== undefined) return { media: photo, kind: 'photo', mime: 'image/jpeg', fallback: 'foto.jpg' }
  // An animation comes with a `document` of the same file, for old clients.
  const { animation, document, video, voice, audio, video_note: videoNote } = message
  if (animation) return { media: animation, kind: 'animation', fallback: withExtension('animacao', animation, 'mp4') }
  if (document) return { media: document, kind: 'document', fallback: withExtension('arquivo', document) }
  if (video) return { media: video, kind: 'video', fallback: withExtension('video', video, 'mp4') }
  if (voice) return { media: voice, kind: 'voice', mime: 'audio/ogg', fallback: withExtension('voz', voice, 'ogg') }
  if (audio) return { media: audio, kind: 'audio', fallback: withExtension('audio', audio, 'mp3') }
  if (videoNote) return { media: videoNote, kind: 'videoNote', mime: 'video/mp4', fallback: 'recado.mp4' }
  return undefined
}

function largest(sizes: readonly PhotoSize[]): PhotoSize | undefined {
  return [...sizes].sort((a, b) => area(b) - area(a))[0]
}

const area = (size: PhotoSize): number => size.width * size.height

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/zip': 'zip',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'text/plain': 'txt',
  'text/xml': 'xml',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
}

function withExtension(stem: string, media: Media, usual?: string): string {
  const extension = EXTENSIONS[media.mime_type?.toLowerCase() ?? ''] ?? usual
  return extension === undefined ? stem : `${stem}.${extension}`
}

const MAX_NAME = 120

/** The last step of what may be a path, without what file systems and multipart headers trip over. */
function fileName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/u).at(-1) ?? ''
  const clean = cleanLine(last.replace(/["<>|:*?]/gu, '_'), 1000)
  if (/^\.*$/u.test(clean)) return ''
  const extension = /\.[\p{L}\d]{1,10}$/u.exec(clean)?.[0] ?? ''
  return cleanLine(clean.slice(0, clean.length - extension.length), MAX_NAME - extension.length) + extension
}
