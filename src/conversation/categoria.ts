import { spellOut } from '../lib/plain-text.js'
import type { Turn } from './turn.js'

/** The operator's first category that these words name; an invoice is not where the connection was spoken of first. */
export function detectCategoria(turn: Turn, words: readonly string[]): string | undefined {
  const text = spellOut(words.join(' '))
  const found = categoriaIn(turn, text)
  return found === 'fatura' ? (firstNamed(turn, text.split(' ')) ?? found) : found
}

/** The category that the fewest words from the beginning name. */
function firstNamed(turn: Turn, words: readonly string[]): string | undefined {
  const begins = (count: number): string | undefined => categoriaIn(turn, words.slice(0, count).join(' '))
  let [low, high] = [1, words.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (begins(middle) === undefined) low = middle + 1
    else high = middle
  }
  return begins(low)
}

function categoriaIn(turn: Turn, text: string): string | undefined {
  return turn.deps.prompts.routing.categorias.find(({ palavras }) => palavras.some((pattern) => pattern.test(text)))?.id
}
