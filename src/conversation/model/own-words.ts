import { normalizeWords } from '../../lib/plain-text.js'
import { claimsOf, factsOf } from '../claims.js'
import { JOINING, speaksOnly } from './vocabulary.js'

/**
 * Whether an answer that the model understood is in what the customer wrote: its numbers and its words, in whatever
 * ending, joined as people join them. Those who read the ticket take it for the customer's own.
 */
export function isOwn(resposta: string, palavras: readonly string[]): boolean {
  const facts = factsOf(palavras)
  if (/[{}<>[\]\\`|#@]/u.test(resposta) || [...claimsOf(resposta)].some((claim) => !facts.has(claim))) return false
  const told = [...new Set(palavras.flatMap((one) => normalizeWords(one).split(' ')))]
  const words = normalizeWords(resposta).split(' ').filter((word) => !speaksOnly(word, JOINING))
  return words.every((word) => told.some((one) => isAlike(word, one)))
}

/** "Vermelha" and "vermelhinha", "piscando" and "pisca". */
function isAlike(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word]
  return short === long || (short.length > 2 && long.startsWith(short)) || (short.length > 5 && short.slice(0, 5) === long.slice(0, 5))
}
