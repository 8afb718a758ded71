import { cnpj, cpf } from 'cpf-cnpj-validator'

/** What a text holds of CPFs and CNPJs. `rest` is the text without it, for the words that stand beside it. */
export type FoundDocumento =
  | { kind: 'valid'; documento: string; rest: string }
  /** Looks like somebody's try at one, but the check digits (or the length) are wrong. */
  | { kind: 'invalid' }
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
  return looksLikeTry(text, whole) ? { kind: 'invalid' } : { kind: 'none' }
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

const PATTERNS = [
  /(?<![\dA-Za-z])[\dA-Za-z]{2}\.?[\dA-Za-z]{3}\.?[\dA-Za-z]{3}\/?[\dA-Za-z]{4}-?\d{2}(?!\d)/gu,
  /(?<!\d)\d{2}[\s.]*\d{3}[\s.]*\d{3}[\s./]*\d{4}[\s.\-–]*\d{2}(?!\d)/gu,
  /(?<!\d)\d{3}[\s.\-]*\d{3}[\s.\-]*\d{3}[\s.\-–/]*\d{2}(?!\d)/gu,
]

function looksLikeTry(text: string, whole: string): boolean {
  if (/^[\dA-Z]{12}\d{2}$/u.test(whole) && /\d/u.test(whole.slice(0, 12)) && !/\s/u.test(text.trim())) return true
  return [...text.matchAll(/\d[\d.\-–/ ]{7,}\d/gu)].some((match) => {
    const digits = strip(match[0]).length
    return digits >= 9 && digits <= 15
  })
}

/** "meu cpf é" and the like say nothing once the number is taken out. */
function withoutLabel(text: string): string {
  const rest = text.replace(/\b(?:meu|minha|o|do|da|é|e|eh|cpf|cnpj|segue|aqui|n[ºo°]|n[uú]mero)\b|[:,.;\-]/giu, ' ')
  return /\p{L}{3,}/u.test(rest) ? text.replace(/\s+/gu, ' ').trim() : ''
}
