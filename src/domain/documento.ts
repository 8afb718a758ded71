import { cnpj, cpf } from 'cpf-cnpj-validator'

/** What a text holds of CPFs and CNPJs. `rest` is the text without it, for the words that stand beside it. */
export type FoundDocumento =
  | { kind: 'valid'; documento: string; rest: string }
  /** Looks like somebody's try at one, but the check digits (or the length) are wrong. */
  | { kind: 'invalid'; rest: string }
  | { kind: 'none' }

/** Finds a CPF or CNPJ (the alphanumeric form of July 2026 too) in any punctuation. Pure: no call is made. */
export function findDocumento(text: string): FoundDocumento {
  const whole = strip(text)
  if (isDocumento(whole)) return { kind: 'valid', documento: whole, rest: '' }
  for (const pattern of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const candidate = strip(match[0])
      if (!isDocumento(candidate)) continue
      const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`
      return { kind: 'valid', documento: candidate, rest: withoutLabel(rest) }
    }
  }
  return findTry(text, whole)
}

/** The text with every valid CPF and CNPJ taken out: what is kept of a customer's words holds none. */
export function maskDocumentos(text: string): string {
  const mask = (found: string): string => (isDocumento(strip(found)) ? '[CPF/CNPJ]' : found)
  return PATTERNS.reduce((masked, pattern) => masked.replace(pattern, mask), text)
}

/** `***.***.***-09`: enough for its owner to know it by. */
export function hintDocumento(documento: string): string {
  const stripped = strip(documento)
  const end = stripped.slice(-2)
  return stripped.length > 11 ? `**.***.***/****-${end}` : `***.***.***-${end}`
}

/** Whether a stripped text is a CPF or a CNPJ with right check digits. */
export function isDocumento(stripped: string): boolean {
  if (/^\d{11}$/u.test(stripped)) return cpf.isValid(stripped)
  return /^[\dA-Z]{12}\d{2}$/u.test(stripped) && cnpj.isValid(stripped)
}

/** Digits and capital letters only, as records are compared. */
export function strip(text: string): string {
  return text.replace(/[\s.\-–—/_,:;()]/gu, '').toUpperCase()
}

/** What people put between the groups of digits. */
const MARKS = String.raw`[\s.,/_\-–—]*`
const PATTERNS = [
  /(?<![\dA-Za-z])[\dA-Za-z]{2}\.?[\dA-Za-z]{3}\.?[\dA-Za-z]{3}\/?[\dA-Za-z]{4}-?\d{2}(?!\d)/gu,
  new RegExp(String.raw`(?<!\d)\d{2}${MARKS}\d{3}${MARKS}\d{3}${MARKS}\d{4}${MARKS}\d{2}(?!\d)`, 'gu'),
  new RegExp(String.raw`(?<!\d)\d{3}${MARKS}\d{3}${MARKS}\d{3}${MARKS}\d{2}(?!\d)`, 'gu'),
]

function findTry(text: string, whole: string): FoundDocumento {
  const alone = /^[\dA-Z]{12}\d{2}$/u.test(whole) && /\d/u.test(whole.slice(0, 12)) && !/\s/u.test(text.trim())
  if (alone) return { kind: 'invalid', rest: '' }
  const tries = [...text.matchAll(/\d[\d.,\-–/ ]{7,}\d/gu)].map(([found]) => found).filter(isTry)
  if (tries.length === 0) return { kind: 'none' }
  return { kind: 'invalid', rest: withoutLabel(tries.reduce((rest, found) => rest.replace(found, ' '), text)) }
}

/** As many digits as somebody's mistyped CPF or CNPJ may have, and no date. */
function isTry(found: string): boolean {
  const digits = found.replace(/\D/gu, '').length
  return digits >= 9 && digits <= 15 && !/(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)/u.test(found)
}

/** "Bom dia, meu CPF é" and the like say nothing once the number is taken out. */
function withoutLabel(text: string): string {
  const words = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  const says = words.some((word) => word.length > 2 && !LABELS.has(word))
  return says ? text.replace(/\s+/gu, ' ').trim() : ''
}

const LABELS = new Set(
  ('meu minha esse este esta segue aqui vai cpf cnpj cpfcnpj numero num documento doc titular contrato sou ' +
    'oie ola opa bom boa dia tarde noite tudo bem obrigado obrigada por favor com para que').split(' '),
)
