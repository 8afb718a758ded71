import type { FileShelf, StoredFile } from './files.js'
import type { Wire } from './types.js'

/** How a user sends a file. */
export interface SentFile {
  as: 'photo' | 'document' | 'video' | 'voice' | 'audio' | 'videoNote' | 'animation'
  name?: string
  mime?: string
  caption?: string
  /** Files with the same one are an album. */
  albumId?: string
  /** Bytes that Telegram says it has, where a test wants more than it sends. */
  declaredSize?: number
}

/** The part of a message that tells of its file. */
export function fileContent(shelf: FileShelf, bytes: Buffer, sent: SentFile): Wire {
  const caption = sent.caption === undefined ? {} : { caption: sent.caption }
  const album = sent.albumId === undefined ? {} : { media_group_id: sent.albumId }
  return { ...media(shelf, bytes, sent), ...caption, ...album }
}

function media(shelf: FileShelf, bytes: Buffer, sent: SentFile): Wire {
  const keep = (folder: string, extension: string): StoredFile => shelf.add(bytes, folder, extension, sent.declaredSize)
  const named = sent.name === undefined ? {} : { file_name: sent.name }
  switch (sent.as) {
    case 'photo':
      return { photo: photoSizes(shelf, bytes, keep('photos', '.jpg')) }
    case 'document': {
      const extension = /\.\w+$/u.exec(sent.name ?? '')?.[0] ?? ''
      const mime = sent.mime === undefined ? {} : { mime_type: sent.mime }
      return { document: { ...wire(keep('documents', extension)), ...named, ...mime } }
    }
    case 'video':
      return {
        video: {
          ...wire(keep('videos', '.mp4')),
          ...named,
          width: 1280,
          height: 720,
          duration: 5,
          mime_type: sent.mime ?? 'video/mp4',
        },
      }
    case 'voice':
      return { voice: { ...wire(keep('voice', '.oga')), duration: 4, mime_type: sent.mime ?? 'audio/ogg' } }
    case 'audio':
      return { audio: { ...wire(keep('music', '.mp3')), ...named, duration: 30, mime_type: sent.mime ?? 'audio/mpeg' } }
    case 'videoNote':
      return { video_note: { ...wire(keep('video_notes', '.mp4')), length: 240, duration: 3 } }
    case 'animation': {
      const told = { ...wire(keep('animations', '.mp4')), ...named, mime_type: sent.mime ?? 'video/mp4' }
      // For old bots an animation is told as a document as well.
      return { animation: { ...told, width: 320, height: 240, duration: 2 }, document: told }
    }
    default:
      return sent.as satisfies never
  }
}

/** Smallest first, the whole one last; the small ones hold other bytes, so that a wrong pick shows. */
function photoSizes(shelf: FileShelf, bytes: Buffer, whole: StoredFile): Wire[] {
  const part = (share: number): Buffer => bytes.subarray(0, Math.max(1, Math.floor(bytes.length * share)))
  return [
    { ...wire(shelf.add(part(0.1), 'thumbnails', '.jpg')), width: 90, height: 51 },
    { ...wire(shelf.add(part(0.4), 'photos', '.jpg')), width: 320, height: 180 },
    { ...wire(whole), width: 1280, height: 720 },
  ]
}

function wire({ fileId, uniqueId, size }: StoredFile): Wire {
  return { file_id: fileId, file_unique_id: uniqueId, file_size: size }
}
