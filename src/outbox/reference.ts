/** Whether a text begins with our reference or marker; the vendor may alter case and space, and add a bracket. */
export function beginsWith(text: string, reference: string): boolean {
  return bare(text).startsWith(bare(reference))
}

/** Whether a text holds our reference, and not merely a longer one that begins like it (`…/1` in `…/12`). */
export function holds(text: string, reference: string): boolean {
  const haystack = loose(text)
  const needle = loose(reference)
  if (needle === '') return false
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    const touches = WORD.test(haystack.charAt(at - 1)) || WORD.test(haystack.charAt(at + needle.length))
    if (!touches) return true
  }
  return false
}

const loose = (text: string): string => text.normalize('NFC').toUpperCase().replace(/\s+/gu, ' ').trim()

/** Without the punctuation before the first letter or digit. */
const bare = (text: string): string => loose(text).replace(/^[^\p{L}\d]+/u, '')

const WORD = /[\p{L}\d]/u
