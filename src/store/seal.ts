import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

import { AppError } from '../domain/errors.js'
import type { Secret } from '../lib/secret.js'

/**
 * What a record is once sealed: `~s1.<key id>.<nonce, ciphertext and tag in base64url>`. The first part names the
 * format; nothing that the store keeps plain begins with it (all of that is JSON, hexadecimal or a flow's own word).
 * The context is authenticated with the text, so that a record opens nowhere but where it was written.
 */
export interface Seal {
  /** Under the first key; without keys the text as it is. `context` says which field of which row it is. */
  seal(text: string, context: string): string
  /** Plain text is given back as it is. Throws `config` when its key is missing, or it is not what was sealed there. */
  open(stored: string, context: string): string
  /** Whether it stands as it would be written now. */
  isCurrent(stored: string): boolean
}

const FORMAT = '~s1.'
const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
const ID_BYTES = 6
const SALT = 'plantao store'

interface Key {
  id: string
  bytes: Buffer
}

/**
 * AES-256-GCM under keys derived from secret texts (HKDF-SHA256: they must be random, not thought up). The first seals,
 * all open; none at all leaves everything plain. A random nonce of 96 bits is good for 2^32 records of one key.
 */
export function createSeal(secrets: readonly Secret[]): Seal {
  const keys = secrets.map(deriveKey)
  const byId = new Map(keys.map((key) => [key.id, key]))
  const [first] = keys

  return {
    seal: (text, context) => (first === undefined ? text : sealWith(first, text, context)),
    open(stored, context) {
      if (!stored.startsWith(FORMAT)) return stored
      const key = byId.get(keyIdOf(stored))
      if (key === undefined) throw failure('DATA_KEY: falta a chave com que estes dados foram cifrados', 'key-missing')
      return openWith(key, stored, context)
    },
    isCurrent: (stored) => (first === undefined ? !stored.startsWith(FORMAT) : stored.startsWith(headOf(first))),
  }
}

function deriveKey(secret: Secret): Key {
  const derive = (info: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret.reveal(), SALT, info, length))
  return { id: derive('id', ID_BYTES).toString('base64url'), bytes: derive('key', KEY_BYTES) }
}

function sealWith(key: Key, text: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(aadOf(key, context))
  const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return headOf(key) + Buffer.concat(parts).toString('base64url')
}

function openWith(key: Key, stored: string, context: string): string {
  const sealed = Buffer.from(stored.slice(headOf(key).length), 'base64url')
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw failure('a sealed record was cut', 'seal-broken')
  const decipher = createDecipheriv(ALGORITHM, key.bytes, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(aadOf(key, context))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch (error) {
    throw failure('a sealed record was changed, or is of another place', 'seal-broken', error)
  }
}

function headOf({ id }: Key): string {
  return `${FORMAT}${id}.`
}

function keyIdOf(stored: string): string {
  return stored.slice(FORMAT.length, stored.indexOf('.', FORMAT.length))
}

function aadOf(key: Key, context: string): Buffer {
  return Buffer.from(headOf(key) + context)
}

function failure(message: string, reason: string, cause?: unknown): AppError {
  return new AppError('config', message, { retry: 'never', cause, context: { field: 'DATA_KEY', reason } })
}
