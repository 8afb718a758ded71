/**
 * Whether what the model wrote is known from anywhere. Sentence by sentence: one that claims a number, date, amount,
 * link, protocol or name that no source of this turn holds is dropped, and so is a promise, and what is said in words
 * that neither a source nor plain speech holds. What is left is true as far as a program can tell.
 */
import type { TextPattern } from '../../domain/routing.js'
import { normalizeWords } from '../../lib/plain-text.js'
import { claimsOf, factsOf } from '../claims.js'
import { agrees, denies, linesAbout, linesOf, standTogether } from './agreement.js'
import { ASKING, asksOnly, DENYING, speaksOnly, TELLING, vocabularyOf } from './vocabulary.js'

/** Of what is longer, nothing more is looked at. */
const READ = 6_000

export interface Sources {
  /** What was read in this turn. */
  lido: readonly string[]
  /** What may be said without reading: the provider's phones, hours, labels. */
  conhecido: readonly string[]
  /** What the record calls the customer and the service. */
  nomes: readonly string[]
  /** The customer's own words of this turn: they may be asked about, and prove nothing. */
  palavras: readonly string[]
}

export interface Grounded {
  texto: string
  /** How many sentences were dropped. */
  dropped: number
}

/**
 * The sentences that hold, at most `max` characters of whole ones. With `only` each must tell of something that was
 * read, in its words; without, it is enough that nothing in it is made up.
 */
export function ground(
  text: string,
  sources: Sources,
  { promessas, max, only }: { promessas: readonly TextPattern[]; max: number; only: boolean },
): Grounded {
  const said = [...sources.lido, ...sources.conhecido]
  const known = only ? said : [...said, ...sources.palavras]
  const facts = factsOf(known)
  const names = vocabulary(known)
  const spoken = vocabularyOf(known)
  const topics = stems(sources.lido)
  const read = linesOf(sources.lido)
  const called = vocabularyOf(sources.nomes)
  const held = promessas.filter((pattern) => said.some((line) => pattern.test(line)))
  const isFounded = (sentence: string): boolean => {
    const claims = [...claimsOf(sentence)]
    if (ODD.test(sentence) || claims.some((claim) => !facts.has(claim))) return false
    if (namesIn(sentence).some((name) => !names.has(name))) return false
    if (promessas.some((pattern) => !held.includes(pattern) && pattern.test(sentence))) return false
    if (!only) return asksOnly(sentence, spoken, ASKING)
    if (![...stems([sentence])].some((stem) => topics.has(stem))) return false
    const own = denies(sentence) ? [TELLING, DENYING] : [TELLING]
    const about = linesAbout(sentence, read).map((line) => line.words)
    return speaksOnly(sentence, called, ...own, ...about) && agrees(sentence, read) && standTogether(sentence, read)
  }
  const lines: string[] = []
  let length = 0
  let dropped = text.length > READ ? 1 : 0
  for (const sentence of sentencesOf(text.slice(0, READ))) {
    if (isFounded(sentence) && length + sentence.length + 1 <= max) {
      lines.push(sentence)
      length += sentence.length + 1
    } else dropped += 1
  }
  return { texto: lines.join(' ').trim(), dropped }
}

/** Code, markup, or the form in which prompts are written: nothing to say to a customer. */
const ODD = /[{}<>[\]\\`|#]|^\W*sistema\W*:|r\$(?! ?\d)|\b(?:system|assistant|prompt|json|schema|tool)\b/iu

function sentencesOf(text: string): string[] {
  return text
    .replace(/(?<![\p{L}\d])[*_~]+|[*_~]+(?![\p{L}\d])/gu, '')
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.replace(/^[\s•*-]+/u, '').trim())
    .filter((sentence) => /[\p{L}\d]/u.test(sentence))
}

/** Words that are written as names are: with a capital, and not because a sentence begins. */
function namesIn(sentence: string): string[] {
  const found = [...sentence.matchAll(/(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}]+/gu)]
  return found
    .filter(({ index }) => index > 0 && !/[.!?:"“(]\s*$/u.test(sentence.slice(0, index)))
    .map(([name]) => normalizeWords(name))
    .filter((name) => !COMMON.has(name))
}

const COMMON = new Set(
  'wi fi pix cpf cnpj cep pdf sms led los pon cabo internet telegram sim nao voce sr sra ok roteador modem mega mbps gb faturas conexao suporte atendimentos atendente'.split(' '),
)

const vocabulary = (texts: readonly string[]): Set<string> => new Set(texts.flatMap((text) => normalizeWords(text).split(' ')))

/** By the beginnings of its longer words: "fatura" and "faturas" are one topic. */
function stems(texts: readonly string[]): Set<string> {
  const words = texts.flatMap((text) => normalizeWords(text).split(' '))
  return new Set(words.filter((word) => word.length > 3 && !EMPTY.has(word)).map((word) => word.slice(0, 5)))
}

const EMPTY = new Set('voce voces esta este essa esse isso isto para pela pelo como mais muito sobre aqui seus suas cliente quando desde ainda'.split(' '))
