/**
 * Links to customers' files: all that is needed to serve one is sealed in the link itself (AES-256-GCM), so nothing is
 * kept of it. A link is a capability: whoever has it has the file until it expires, or the chat is forgotten.
 *
 * token = base64url(nonce, 12 bytes | sealed JSON | tag, 16 bytes)
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

import { z } from 'zod'

import { AppError } from '../domain/errors.js'
import { safeFileName } from '../domain/file-name.js'
import type { FileRef } from '../domain/file.js'
import type { Clock } from '../lib/clock.js'
import { Secret } from '../lib/secret.js'
import type { FileLinks } from '../outbox/ports.js'

export interface FileLinksOptions {
  /** What keys are made from: the first seals, all open. */
  secrets: readonly (Secret | Uint8Array)[]
  /** Where the process is reached from outside; no slash at its end. */
  publicUrl: string
  clock: Clock
}

export type OpenedLink =
  | { kind: 'good'; file: FileRef; chatId: string; issuedAt: number }
  | { kind: 'expired' }
  /** Garbage, forged, or sealed with a key that is no longer given. */
  | { kind: 'unknown' }

/** Where links lead, below `PUBLIC_URL` and on `PORT`. */
export const FILES_PATH = '/arquivos/'

/** How long a link is good for. */
export const LINK_DAYS = 7

/** Seals and opens links. */
export function createFileLinks({ secrets, publicUrl, clock }: FileLinksOptions): FileLinks & {
  open(token: string): OpenedLink
} {
  const [sealing, ...older] = secrets.map(keyFrom)
  if (!sealing) throw new AppError('config', 'links need a key', { retry: 'never' })
  return {
    days: LINK_DAYS,
    mint: ({ file, chatId, issuedAt }) => {
      if (file.fileId.length > MAX_FILE_ID) return undefined
      const expiresAt = clock.now() + LINK_DAYS * DAY_MS
      const token = seal(sealing, [
        file.kind,
        file.fileId,
        safeFileName(file),
        file.size ?? null,
        chatId,
        issuedAt,
        expiresAt,
      ])
      return `${publicUrl}${FILES_PATH}${token}`
    },
    open: (token) => {
      const bytes = decode(token)
      if (!bytes) return { kind: 'unknown' }
      for (const key of [sealing, ...older]) {
        const json = unseal(key, bytes)
        if (json !== undefined) return read(json, clock.now())
      }
      return { kind: 'unknown' }
    },
  }
}

const DAY_MS = 24 * 60 * 60_000
/** Telegram's are under 100 characters; a longer one would make a link that fits no message. */
const MAX_FILE_ID = 200
/** Longer than any that is made: `MAX_FILE_ID`, a name of 60 characters of four bytes, and the numbers. */
const MAX_TOKEN = 900
const NONCE = 12
const TAG = 16
/** Names what the bytes are for, so that nothing else sealed with the same key is ever taken for a link. */
const PURPOSE = 'plantao arquivos v1'

function keyFrom(secret: Secret | Uint8Array): Buffer {
  const material = secret instanceof Secret ? secret.reveal() : secret
  return Buffer.from(hkdfSync('sha256', material, new Uint8Array(), PURPOSE, 32))
}

type Sealed = z.infer<typeof sealed>

const sealed = z.tuple([
  z.enum(['photo', 'document', 'video', 'voice', 'audio', 'videoNote', 'animation']),
  z.string(),
  z.string(),
  z.number().nullable(),
  z.string(),
  z.number(),
  z.number(),
])

function seal(key: Buffer, content: Sealed): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(PURPOSE))
  const body = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')
}

/** Only the one spelling that was made: Node's decoder passes over what is none of its letters. */
function decode(token: string): Buffer | undefined {
  if (token.length > MAX_TOKEN) return undefined
  const bytes = Buffer.from(token, 'base64url')
  return bytes.length > NONCE + TAG && bytes.toString('base64url') === token ? bytes : undefined
}

function unseal(key: Buffer, bytes: Buffer): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(PURPOSE))
    .setAuthTag(bytes.subarray(-TAG))
  const body = decipher.update(bytes.subarray(NONCE, -TAG))
  try {
    return Buffer.concat([body, decipher.final()]).toString('utf8')
  } catch {
    // The tag does not match: another key, or not ours. Node gives no other reason here.
    return undefined
  }
}

function read(json: string, now: number): OpenedLink {
  const [kind, fileId, name, size, chatId, issuedAt, expiresAt] = sealed.parse(JSON.parse(json))
  if (now >= expiresAt) return { kind: 'expired' }
  const file = { fileId, uniqueId: fileId, kind, name, ...(size === null ? {} : { size }) }
  return { kind: 'good', file, chatId, issuedAt }
}
