import { timingSafeEqual, createHash } from 'node:crypto'
import { inspect } from 'node:util'

/** A value that cannot be printed: string conversion, JSON and inspection all show a placeholder. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself; only where it is put on the wire. */
  reveal(): string {
    return this.#value
  }

  /** Whether `candidate` is the same, in constant time. */
  equals(candidate: string): boolean {
    return timingSafeEqual(digest(this.#value), digest(candidate))
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
