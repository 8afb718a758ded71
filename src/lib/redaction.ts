import { isDocumento, strip } from '../domain/documento.js'

/**
 * Takes personal data out of free text: CPF, CNPJ, RG, phones, e-mails, links, card and boleto numbers, random keys of Pix, in the ways
 * Brazilians write them. Used before a customer's words leave for the knowledge base or a model; what is masked stays
 * readable ("meu CPF é [CPF]"). In doubt a number goes: it says little about a fault.
 */
export function maskPersonalData(text: string): string {
  return replacePersonalData(text, (mask) => mask)
}

/** The same search, with what `put` makes of a mask (`[CPF]`) and what was found; it must not look like a number. */
export function replacePersonalData(text: string, put: (mask: string, found: string) => string): string {
  return MASKS.reduce(
    (masked, { find, mask }) =>
      masked.replace(find, (found) => {
        const name = typeof mask === 'string' ? mask : mask(found)
        return name === found ? found : put(name, found)
      }),
    plain(text),
  )
}

interface Mask {
  find: RegExp
  mask: string | ((found: string) => string)
}

/** Order matters: a link, a card or a CNPJ must go before the shorter runs of digits inside it. */
const MASKS: readonly Mask[] = [
  { find: /\b(?:[a-z]{3,10}:\/\/|www\.)\S+/giu, mask: '[link]' },
  { find: /[\p{L}\d._%+-]{1,64} ?@ ?[\p{L}\d.-]{1,190}\.\p{L}{2,}/giu, mask: '[e-mail]' },
  { find: /[\p{L}\d._%+-]{1,64} ?[([{<] ?(?:arroba|at|@) ?[)\]}>] ?[\p{L}\d-]{1,63}(?: ?(?:\.|[([{<] ?(?:ponto|dot|\.) ?[)\]}>]) ?\p{L}{2,20}){1,4}/giu, mask: '[e-mail]' },
  { find: /[\p{L}\d._%+-]{1,64} arroba [\p{L}\d-]{1,63}(?: ?(?:\.| ponto ) ?\p{L}{2,20}){1,4}/giu, mask: '[e-mail]' },
  { find: /\b[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}\.\p{L}{2,20}\/\S+/giu, mask: '[link]' },
  // Random keys and codes to copy of Pix.
  {
    find: /(?<![\p{L}\d])(?:[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}|000201[^\s[\]]{10,400})(?![\p{L}\d])/giu,
    mask: '[chave]',
  },
  // The 47 or 48 digits of a boleto, with or without its dots and spaces; cards in fours.
  { find: /(?<!\d)(?:\d[ .-]*){43,47}\d(?!\d)/gu, mask: '[boleto]' },
  { find: /(?<!\d)\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4}(?!\d)/gu, mask: '[cartão]' },
  // CNPJ, the alphanumeric form of July 2026 included: twelve letters or digits and two check digits.
  { find: /(?<![\p{L}\d])[\da-z]{2}[. ]?[\da-z]{3}[. ]?[\da-z]{3} ?\/ ?[\da-z]{4} ?-? ?\d{2}(?![\p{L}\d])/giu, mask: '[CNPJ]' },
  { find: /(?<!\d)\d{2}[. -]?\d{3}[. -]?\d{3}[. /-]*\d{4}[. -]{0,3}\d{2}(?!\d)/gu, mask: '[CNPJ]' },
  { find: /(?<![\p{L}\d])[\da-z]{12}\d{2}(?![\p{L}\d])/giu, mask: onlyValidCnpj },
  { find: /(?<!\d\.?)\d{3}[. -]?\d{3}[. -]?\d{3}[. /-]{0,3}\d{2}(?!\d)/gu, mask: cpfOrMobile },
  { find: /(?<!\d)\d{8}[ -]{1,3}\d{2}(?!\d)/gu, mask: '[CPF]' },
  { find: /(?<!\d\.?)\d{1,2}\.?\d{3}\.?\d{3}-[\dx](?![\p{L}\d])/giu, mask: '[RG]' },
  // With +55, 0, 0xx or nothing before the DDD, in brackets or not.
  {
    find: /(?<!\d)(?:\+? ?\(?55\)?[ .-]*)?\(? ?0?(?:xx)?[1-9]\d ?\)?[ .-]*9?[ .-]?\d{4}[ .-]?\d{4}(?!\d)/giu,
    mask: '[telefone]',
  },
  { find: /(?<!\d[.,]?)9[ .-]?\d{4}[ .-]?\d{4}(?!\d)/gu, mask: '[telefone]' },
  { find: /(?<!\d[.,/-]?)[2-5]\d{3}[ .-]\d{4}(?![/-]?\d)/gu, mask: unlessYears },
  // Digit by digit, and whatever is too long to be a speed, a price or a date.
  { find: /(?<!\d)\d(?:[ .,-]{1,2}\d(?!\d)){7,}/gu, mask: '[número]' },
  { find: /\d{8,}/gu, mask: '[número]' },
]

/** Digits of other widths, dashes of all kinds and invisible characters as a keyboard has them. */
function plain(text: string): string {
  return text
    .replace(/[\u200B-\u200F\u2060\uFEFF\u00AD]/gu, '')
    .replace(/[\uFF10-\uFF19]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\uFE63\uFF0D]/gu, '-')
    .replace(/[\u00A0\u2000-\u200A\u202F]/gu, ' ')
}

function onlyValidCnpj(found: string): string {
  return isDocumento(strip(found)) ? '[CNPJ]' : found
}

/** Eleven digits are a CPF or a mobile and go either way, unless they are an address like 192.168.100.12. */
function cpfOrMobile(found: string): string {
  const octets = found.split('.')
  if (isDocumento(strip(found))) return '[CPF]'
  if (octets.length === 4 && octets.every((octet) => Number(octet) <= 255)) return found
  return /^\d{11}$/u.test(found) && found[2] === '9' ? '[telefone]' : '[CPF]'
}

/** "2024-2025" is no phone, and neither is "3000 4000". */
function unlessYears(found: string): string {
  const years = /^20\d\d\D20\d\d$/u.test(found)
  return years || /^\d\d00 \d\d00$/u.test(found) ? found : '[telefone]'
}
