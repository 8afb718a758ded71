import { normalizeWords } from '../../lib/plain-text.js'
import { claimsOf, factsOf } from '../claims.js'
import { vocabularyOf } from './vocabulary.js'

/** One line of what was read, as sentences are held against it. */
export interface Line {
  facts: ReadonlySet<string>
  words: ReadonlySet<string>
  denies: boolean
  /** About something that is known by a number. */
  numbered: boolean
}

/** The lines of sources, read once for all sentences. What a heading holds ("Planos para o CEP …") is true of its lines. */
export function linesOf(sources: readonly string[]): Line[] {
  return sources.flatMap((source) => {
    const [first = '', ...rest] = source.split('\n')
    const heading = /:(?: \d+)?$/u.test(first) ? [first] : []
    return [readLine(first, []), ...rest.map((line) => readLine(line, heading))]
  })
}

function readLine(line: string, heading: readonly string[]): Line {
  const facts = factsOf([line, ...heading])
  return { facts, words: vocabularyOf([line]), denies: denies(line), numbered: /\d{4,}/u.test(line) }
}

/** Whether it says that something is not so. */
export const denies = (text: string): boolean => NOT.test(normalizeWords(text))

const NOT = /\b(?:nao|nem|nenhum|nenhuma|nunca|jamais|sem)\b/u

/**
 * Whether a sentence says yes and no where the sources do: "a fatura não está vencida" has the words of one that is, and
 * "você tem visita" those of "nenhuma visita". Clause by clause, each against the lines that share a topic with it.
 */
export function agrees(sentence: string, lines: readonly Line[]): boolean {
  return sentence.split(/[,;:]\s|\s(?:mas|porém|só que)\s/u).every((clause) => {
    const topics = [...vocabularyOf([clause])].filter((word) => word.length > 3)
    const shared = lines.filter(({ words }) => topics.some((topic) => words.has(topic)))
    return shared.length === 0 || shared.some((line) => line.denies === denies(clause))
  })
}

/** Four digits are a number by which something is known. */
const STRONG = /^(?:(?:valor|data|hora|codigo):|numero:\d{4,}$)/u
const NUMBERED = /^(?:codigo:|numero:\d{4,}$)/u
/** A speed: only with the price that it has. */
const SPEED = /^numero:\d{3}$/u

/**
 * Whether facts of one sentence stand together where they were read: of two invoices, the amount of one is not said with
 * the date of the other, nor the price of one plan with the speed of the other.
 */
export function standTogether(sentence: string, lines: readonly Line[]): boolean {
  const claims = [...claimsOf(sentence)]
  const strong = claims.filter((claim) => STRONG.test(claim))
  const isHeld = (claim: string): boolean => {
    const others = strong.filter((other) => kindOf(other) !== kindOf(claim))
    return others.length === 0 || lines.some(({ facts }) => facts.has(claim) && others.some((other) => facts.has(other)))
  }
  const isPriced = (claim: string): boolean =>
    lines.some(({ facts }) => facts.has(claim) && [...facts].some((fact) => kindOf(fact) === 'valor'))
  return strong.every(isHeld) && claims.filter((claim) => SPEED.test(claim) && isPriced(claim)).every(isHeld)
}

const kindOf = (claim: string): string => claim.slice(0, claim.indexOf(':'))

/** What is said of a ticket or visit by its number is said in the words of its line, and of lines that are about all. */
export function linesAbout(sentence: string, lines: readonly Line[]): readonly Line[] {
  const numbers = [...claimsOf(sentence)].filter((claim) => NUMBERED.test(claim))
  return numbers.length === 0 ? lines : lines.filter(({ facts, numbered }) => !numbered || numbers.some((one) => facts.has(one)))
}
