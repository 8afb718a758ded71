import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'

import { AppError } from '../domain/errors.js'
import type { SentFile } from './telegram/sent-file.js'

const KINDS: Readonly<Record<string, { as: SentFile['as']; mime: string }>> = {
  '.png': { as: 'photo', mime: 'image/png' },
  '.jpg': { as: 'photo', mime: 'image/jpeg' },
  '.jpeg': { as: 'photo', mime: 'image/jpeg' },
  '.mp4': { as: 'video', mime: 'video/mp4' },
  '.ogg': { as: 'voice', mime: 'audio/ogg' },
  '.oga': { as: 'voice', mime: 'audio/ogg' },
  '.pdf': { as: 'document', mime: 'application/pdf' },
  '.txt': { as: 'document', mime: 'text/plain' },
  '.log': { as: 'document', mime: 'text/plain' },
}

/** Reads a file the way a phone would send it: pictures as photos, the rest as documents. */
export async function readSentFile(path: string): Promise<{ bytes: Buffer; file: SentFile }> {
  const kind = KINDS[extname(path).toLowerCase()] ?? { as: 'document' as const, mime: 'application/octet-stream' }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('not-found', 'Não consegui ler esse arquivo.', { retry: 'never', cause })
  })
  return { bytes, file: { ...kind, name: basename(path) } }
}

/** For the person at the terminal. */
export function describeFile(bytes: Buffer, file: SentFile): string {
  return `${file.name ?? 'arquivo'} enviado (${bytes.length} bytes)`
}
