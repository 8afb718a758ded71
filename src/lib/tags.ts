import { createHmac } from 'node:crypto'

/** Stands for a value that must be recognised again but not kept: a keyed digest, useless without the key. */
export type Tagger = (purpose: string, value: string) => string

/** 96 bits of HMAC-SHA256, base64url. The key is the store's own secret. */
export function createTagger(key: Uint8Array): Tagger {
  return (purpose, value) => createHmac('sha256', key).update(`${purpose}\0${value}`).digest('base64url').slice(0, 16)
}
