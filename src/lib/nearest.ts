import { normalizeWords } from './plain-text.js'

/** Names that could have been meant, the most alike first; case and accents aside. */
export function nearest(wanted: string, names: readonly string[], most = 3): string[] {
  const target = normalizeWords(wanted)
  return names
    .map((name) => ({ name, far: distance(target, normalizeWords(name)) }))
    .filter(({ far }) => far <= 0.6)
    .sort((one, other) => one.far - other.far)
    .slice(0, most)
    .map(({ name }) => name)
}

/** 0 for the same, 1 for nothing in common: single letters, or whole words, whichever is more alike. */
function distance(one: string, other: string): number {
  const letters = edits(one, other) / Math.max(one.length, other.length, 1)
  const words = new Set(one.split(' '))
  const others = new Set(other.split(' '))
  const shared = [...words].filter((word) => word.length > 2 && others.has(word)).length
  return Math.min(letters, 1 - shared / Math.max(words.size, others.size))
}

/** Levenshtein's distance. */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1]
    for (const [index, its] of Array.from(other).entries()) {
      const change = (row[index] ?? 0) + (letter === its ? 0 : 1)
      next.push(Math.min(change, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
