import { replacePrivate } from './personal-data.js'
import { fold, plainTyping } from './plain-typing.js'

/** What of one turn must not leave, and what stands in its place there; made anew for each turn. */
export interface Masking {
  /** Words that a person typed. */
  typed: (text: string) => string
  /** What our own systems say: dates and prices stay. */
  said: (text: string) => string
  /** Puts back what was masked; what looks like a placeholder and is none is dropped. */
  restore: (text: string) => string
}

export interface Known {
  /** Names and labels of the record. */
  privado: readonly string[]
  protocolos: readonly string[]
}

/** Read of one text: more is cut, since nothing that is not looked at may leave. */
const READ = 8_000

/** The same thing gets the same placeholder, however it is written; the first writing of it is what comes back. */
export function createMasking({ privado, protocolos }: Known): Masking {
  const byThing = new Map<string, string>()
  const originals = new Map<string, string>()
  const counts = new Map<string, number>()
  const put = (kind: string, found: string): string => {
    const thing = fold(found).replace(/[^\p{L}\d]/gu, '')
    const known = byThing.get(thing)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const placeholder = `[${kind}_${count}]`
    byThing.set(thing, placeholder)
    originals.set(placeholder, found)
    return placeholder
  }
  const known = [...toSearches(protocolos, 'PROTOCOLO'), ...toSearches(privado, 'NOME')].map(
    (search) => (piece: string) => replaceKnown(piece, search, put),
  )
  const mask = (text: string, typed: boolean): string => {
    // What a customer types in the form of a placeholder must not come back as something of the record.
    const plain = plainTyping(text.slice(0, READ)).replace(LOOKS_LIKE_ONE, '($1)')
    return replacePrivate(plain, typed, put, known)
  }
  return {
    typed: (text) => mask(text, true),
    said: (text) => mask(text, false),
    restore: (text) => text.replace(LOOKS_LIKE_ONE, (_, inside: string) => originals.get(`[${inside.toUpperCase()}]`) ?? ''),
  }
}

const LOOKS_LIKE_ONE = /\[ ?(\p{L}{2,12}_\d{1,4}) ?\]/gu

interface Search {
  kind: string
  find: RegExp
}

/** Longest first; letters may be apart where a word is long enough not to be found in others. */
function toSearches(words: readonly string[], kind: string): Search[] {
  return [...new Set(words.map((word) => fold(plainTyping(word)).trim()))]
    .filter((word) => /[\p{L}\d]{2}/u.test(word))
    .sort((one, other) => other.length - one.length)
    .map((word) => {
      const units = Array.from(word.replace(/[^\p{L}\d]/gu, ''))
      const between = units.length >= 4 ? '[^\\p{L}\\d[\\]]{0,3}' : ''
      return { kind, find: new RegExp(`(?<![\\p{L}\\d])${units.join(between)}(?![\\p{L}\\d])`, 'gu') }
    })
}

function replaceKnown(text: string, { kind, find }: Search, put: (kind: string, found: string) => string): string {
  let replaced = ''
  let from = 0
  for (const { index, 0: found } of fold(text).matchAll(find)) {
    replaced += text.slice(from, index) + put(kind, text.slice(index, index + found.length))
    from = index + found.length
  }
  return replaced + text.slice(from)
}
