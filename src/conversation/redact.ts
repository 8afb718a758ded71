import { isDocumento, strip } from '../domain/documento.js'
import { normalizeWords, shorten } from '../lib/plain-text.js'
import { maskPersonalData } from '../lib/redaction.js'

/** Read of one text: more is no line of a journal. */
const READ = 4_096

/**
 * Words as a journal may keep them, in one line of at most `max` characters: no documento, phone, e-mail, CEP, date,
 * protocolo, link, long number, nor any of `names`, however they are split. In doubt something goes: it is no record of
 * what was said, only of what it was about.
 */
export function redactLine(text: string, names: readonly string[], max: number): string {
  const flat = text.slice(0, READ).replace(/\s+/gu, ' ')
  // Long runs first, whole: what is masked in pieces leaves pieces.
  const whole = maskSplitCnpj(flat).replace(LONG_RUN, (found) => nameOf(found))
  const masked = MASKS.reduce((left, [find, mask]) => left.replace(find, mask), maskPersonalData(whole))
  return shorten(maskNames(masked, names).replace(/\s+/gu, ' ').trim(), max)
}

/** Seven digits and more, with whatever people put between digits; a phone without its area has eight. */
const LONG_RUN = /\d(?:(?:[^\p{L}\d]|xx){0,12}\d){6,}/giu
const DATE = /^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{4}$/u

function nameOf(found: string): string {
  const bare = strip(found)
  if (isDocumento(bare)) return bare.length === 11 ? '[CPF]' : '[CNPJ]'
  return DATE.test(found) ? '[data]' : '[número]'
}

const MASKS: readonly (readonly [find: RegExp, mask: string])[] = [
  [/\bPLT-[\dA-Z]{2,}(?:\/\d+)?/giu, '[protocolo]'],
  [/[^\s@]{0,64} ?@ ?[^\s@]{1,190}(?: ?\. ?\p{L}{2,20}){0,4}/gu, '[e-mail]'],
  [/(?<!\d)\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:\d{4}|\d{2})(?!\d)/gu, '[data]'],
  [/(?<!\d)\d{1,2} de \p{L}{4,9}(?: de)? \d{4}/giu, '[data]'],
  [/\d{5,}/gu, '[número]'],
  [/\b(protocolo|chamado|atendimento|contrato|c[óo]digo|os)( ?(?:n[º°o.]*|é|:|#)?){0,2} ?\d+/giu, '$1 [número]'],
  [/\b(meu nome é|me chamo|sou [oa]) (?:\p{L}+ ?){1,4}/giu, '$1 [nome] '],
  [
    /\b(rua|avenida|av\.?|travessa|alameda|rodovia|estrada|praça)( d[aeo]s?)?(?: [\p{L}]{2,}){1,3}(?:,? ?(?:n[º°o.]*)? ?\d{1,5})/giu,
    '[endereço]',
  ],
]

/** A CNPJ of letters and digits, in whatever pieces. */
function maskSplitCnpj(text: string): string {
  const at: number[] = []
  for (let index = 0; index < text.length; index += 1) if (/[\dA-Za-z]/u.test(text[index] ?? '')) at.push(index)
  let masked = ''
  let from = 0
  for (let first = 0; first + 13 < at.length; first += 1) {
    const start = at[first] ?? 0
    const end = (at[first + 13] ?? 0) + 1
    if (start < from || end - start > 60) continue
    const piece = text.slice(start, end)
    const isOne = /\d/u.test(piece) && isDocumento(strip(piece))
    if (!isOne) continue
    masked += `${text.slice(from, start)}[CNPJ]`
    from = end
  }
  return masked + text.slice(from)
}

function maskNames(text: string, names: readonly string[]): string {
  const known = new Set(names.flatMap((name) => normalizeWords(name).split(' ')).filter((word) => word.length > 1))
  return known.size === 0 ? text : text.replace(/[\p{L}\p{M}]+/gu, (word) => (known.has(normalizeWords(word)) ? '[nome]' : word))
}
