import { normalizeWords } from '../../lib/plain-text.js'
import { claimsOf, factsOf } from '../claims.js'
import { vocabularyOf } from './vocabulary.js'

/** A word that says that something is not, or is none. */
const NOT = /\b(?:nao|nem|nenhum|nenhuma|nunca|jamais|sem)\b/u

/**
 * Whether a sentence says yes and no where the sources do: "a fatura não está vencida" has the words of one that is, and
 * "você tem visita" those of "nenhuma visita". Clause by clause, each against the lines that share a topic with it.
 */
export function agrees(sentence: string, lines: readonly string[]): boolean {
  return sentence.split(/[,;:]\s|\s(?:mas|porém|só que)\s/u).every((clause) => {
    const topics = topicsOf(clause)
    const shared = lines.filter((line) => [...topicsOf(line)].some((topic) => topics.has(topic)))
    return shared.length === 0 || shared.some((line) => denies(line) === denies(clause))
  })
}

const topicsOf = (text: string): Set<string> => new Set([...vocabularyOf([text])].filter((word) => word.length > 3))

/** Whether it says that something is not so. */
export const denies = (text: string): boolean => NOT.test(normalizeWords(text))

const STRONG = /^(?:valor|data|hora|codigo):/u

/**
 * Whether facts of one sentence stand together where they were read: of two invoices, the amount of one is not said with
 * the date of the other.
 */
export function standTogether(sentence: string, lines: readonly string[]): boolean {
  const claims = [...claimsOf(sentence)].filter((claim) => STRONG.test(claim))
  const kindOf = (claim: string): string => claim.slice(0, claim.indexOf(':'))
  const known = lines.map((line) => factsOf([line]))
  return claims.every((claim) => {
    const others = claims.filter((other) => kindOf(other) !== kindOf(claim))
    return others.length === 0 || known.some((facts) => facts.has(claim) && others.some((other) => facts.has(other)))
  })
}
