import { randomBytes } from 'node:crypto'

/** Crockford's base 32, in capitals: no I, L, O or U, so it can be read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `length` random characters of base 32 (5 bits each). */
export function randomCode(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % 32]).join('')
}

/** The reference a ticket is found again by: stands first in what is sent, e.g. `PLT-7K3M9QXT`. */
export function newReference(): string {
  return `PLT-${randomCode(8)}`
}

/** Names one run of the process in leases. */
export function newOwner(): string {
  return `${process.pid.toString(36)}-${randomCode(8)}`
}
