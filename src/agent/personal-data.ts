import { isDocumento, strip } from '../domain/documento.js'
import { replacePersonalData } from '../lib/redaction.js'
import { introduced } from './introduced.js'
import type { Pass, Put } from './pass.js'

/**
 * Finds in a plainly typed text what must not leave: documents, phones, e-mails, links, CEPs, addresses, protocolos,
 * long numbers. Numbers are looked for in whatever pieces. `typed`: a person wrote it, so dates (of birth) and words of
 * digits go too; what our own systems say keeps its dates and prices. `known` replaces what is known by name,
 * after addresses of the net, of which it may be a part.
 */
export function replacePrivate(text: string, typed: boolean, put: Put, known: readonly Pass[]): string {
  // A placeholder is no part of anything else, and what is put in one place must not be looked at again.
  const apart = (part: string, change: (piece: string) => string): string =>
    part.split(PLACEHOLDER).map((piece, at) => (at % 2 === 1 ? piece : change(piece))).join('')
  const passes: readonly Pass[] = [
    (piece) => piece.replace(LINK_OR_EMAIL, (found) => put(found.includes('@') ? 'EMAIL' : 'LINK', found)),
    (piece) => piece.replace(KEY, (found) => put('CHAVE', found)),
    ...known,
    // Before numbers are: a password or a house may begin with one.
    ...(typed ? introduced(put) : []),
    (piece) => piece.replace(CEP, (found) => put('CEP', found)),
    // In pieces it is known by its check digits alone, which a date beside a price may have by chance.
    ...(typed ? [(piece: string) => maskSplitCnpj(piece, put)] : []),
    (piece) => piece.replace(LONG_RUN, (found) => (!typed && isOfDatesAndPrices(found) ? found : nameRun(found))),
    (piece) => replacePersonalData(piece, (mask, found) => put(KINDS[mask] ?? 'NUMERO', found)),
    (piece) => piece.replace(REFERENCE, (found) => put('PROTOCOLO', found)),
    (piece) => piece.replace(NAMED_NUMBER, (_, before: string, number: string) => `${before}${put('PROTOCOLO', number)}`),
    (piece) => piece.replace(ADDRESS, (found) => put('ENDERECO', found)),
    (piece) => piece.replace(UNNUMBERED, (found) => put('ENDERECO', found)),
    (piece) => piece.replace(INTRODUCED, (_, before: string, name: string) => `${before}${put('NOME', name)}`),
    ...(typed ? [(piece: string) => piece.replace(DATE, (found) => put('DATA', found))] : []),
    ...(typed ? [SPELLED, SPELLED_LONG].map((find) => (piece: string) => piece.replace(find, (found) => put('NUMERO', found))) : []),
    (piece) => piece.replace(PLAIN_NUMBER, (found) => put('NUMERO', found)),
  ]
  return passes.reduce((left, pass) => apart(left, pass), text)

  function nameRun(found: string): string {
    const parts = found.split(/(\s*[,;\n]\s*)/u)
    const several = parts.length > 1 && parts.every((part, at) => at % 2 === 1 || strip(part).length >= 7)
    return several ? parts.map((part, at) => (at % 2 === 1 ? part : nameOne(part))).join('') : nameOne(found)
  }

  function nameOne(found: string): string {
    const bare = strip(found)
    if (isDocumento(bare)) return put(bare.length === 11 ? 'CPF' : 'CNPJ', found)
    if (DATE_ALONE.test(found)) return put('DATA', found)
    return put(/^(?:55)?[1-9]\d{9,10}$/u.test(bare) ? 'TELEFONE' : 'NUMERO', found)
  }
}

/** As it stands in a text, its letters and number; splitting by it keeps it at the odd places. */
const PLACEHOLDER = /(\[[A-Z]+_\d+\])/u

const KINDS: Readonly<Record<string, string>> = {
  '[link]': 'LINK',
  '[e-mail]': 'EMAIL',
  '[boleto]': 'BOLETO',
  '[cartão]': 'CARTAO',
  '[CNPJ]': 'CNPJ',
  '[chave]': 'CHAVE',
  '[CPF]': 'CPF',
  '[RG]': 'RG',
  '[telefone]': 'TELEFONE',
}

const LINK_OR_EMAIL =
  /\b(?:[a-z]{3,10}:\/\/|www\.)[^\s[\]]+|[^\s@[\]]{1,64} ?@ ?[^\s@[\]]{1,190}(?: ?\. ?\p{L}{2,20}){0,4}/giu
const CEP = /(?<![\d.,-])\d{2} ?\.? ?\d{3} ?- ?\d{3}(?!\d|[ -]?\d{2}(?!\d))|(?<=\bcep\b[^\d\n]{0,12})\d(?:[ .-]{0,3}\d){7}(?!\d)/giu
/** Seven digits and more, with whatever people put between digits. */
const LONG_RUN = /\d(?:(?:[^\p{L}\d]|xx|ponto|tra[çc]o|barra|h[íi]fen){0,12}\d){6,}/giu
/** Random keys of Pix, codes to copy, addresses of devices. */
const KEY =
  /(?<![\p{L}\d])(?:[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}|(?:[\da-f]{2}[:-]){5}[\da-f]{2}|000201[^\s[\]]{10,400}|(?=[\p{L}.-]*\d)(?=[\d.-]*\p{L})[\p{L}\d.-]{24,400})(?![\p{L}\d])/giu
const DATE = /(?<!\d)\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{1,2} de \p{L}{4,9}(?: de)? (?:\d{4}|\d{2})(?!\d)/giu
const DATE_ALONE = /^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{4}$/u
const DATES_AND_PRICES = /(?<!\d)(?:[0-3]?\d\/[01]?\d\/20\d\d|[0-2]?\d:[0-5]\d(?::[0-5]\d)?|\d{1,5},\d{2}|\d{1,3}\.\d{3},\d{2})(?!\d)/gu
const REFERENCE = /\bPLT-[\dA-Z]{2,}(?:\/\d+)?/giu
const NAMED_NUMBER =
  /(\b(?:protocolos?|chamados?|atendimentos?|contratos?|tickets?|c[óo]digos?|os|ordem(?: de servi[çc]o)?|n[úu]mero|faturas?|#)(?: ?(?:n[º°o.]*|é|era|foi|:|#|-)){0,2} ?)([a-z]{0,3}-?(?:\d[\d./-]*\d|\d{2,}))(?!\p{L})/giu
/** Five digits and more that are no price. */
const PLAIN_NUMBER = /(?<!\d|R\$ ?|\d[.,])\d{5,}(?!\d|,\d{2}(?!\d))/gu

const WAY = '(?:rua|r\\.|avenida|av\\b\\.?|travessa|tv\\.|alameda|al\\.|rodovia|rod\\.|estrada|praça|pça\\.?|viela|largo|ladeira|quadra|qd\\.?|condom[íi]nio|conjunto|bairro)'
const ADDRESS = new RegExp(
  `(?<!\\p{L})${WAY}(?: [\\p{L}\\d'.]{1,20}){1,6}?,? ?(?:-|n[º°o.]*|n[úu]mero|lote|lt\\.?|casa)? ?\\d{1,5}[a-z]?(?!\\d)` +
    '(?:,? ?(?:ap(?:to|artamento|\\.)?|bloco|bl\\.?|casa|lote|fundos) ?[\\p{L}\\d]{0,5}){0,3}',
  'giu',
)
/** A street without a number, unless what follows tells of the street and is no name. */
const UNNUMBERED = new RegExp(
  `(?<!\\p{L})${WAY}(?: d[aeo]s?)? (?!(?:toda|inteira|est[áa]|aqui|sem|tem|que|é|e|de|do|da|n[ãa]o|todo|caiu|ficou|onde|com|em|na|no|ao)(?!\\p{L}))` +
    `\\p{L}{2,20}(?: (?:d[aeo]s? )?\\p{L}{2,20}(?= ?,| ?\\.| ?$))?`,
  'giu',
)
const INTRODUCED = /((?<!\p{L})(?:meu nome é|me chamo|meu nome:|nome completo:?) )(\p{L}{2,20}(?: (?:d[aeo]s? )?(?!(?:e|estou|to|t[ôo]|moro|sou|com|meu|minha|quero|preciso|queria|cpf)(?!\p{L}))\p{L}{2,20}){0,3})/giu
/** "cinco dois nove": seven and more digits, spelled out or mixed. */
const SPELLED = /(?<![\p{L}\d])(?:(?:zero|uma?|dois|duas|tr[êe]s|quatro|cinco|seis|meia|sete|oito|nove|\d)(?:[^\p{L}\d]{1,4}|$|(?=\d))){7,}/giu

const TENS = 'd(?:ez|oze)|onze|treze|(?:qu|c)atorze|quinze|dezess?e(?:is|te)|dezoito|dezenove|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa'
const HUNDREDS = 'cem|cento|(?:du|tre)zent[ao]s|(?:quatro|seis|sete|oito|nove)cent[ao]s|quinhent[ao]s|mil'
/** "Quinhentos e vinte e nove, novecentos e …": six words of numbers are more than a price has. */
const SPELLED_LONG = new RegExp(
  `(?<![\\p{L}\\d])(?:(?:zero|uma?|dois|duas|tr[êe]s|quatro|cinco|seis|meia|sete|oito|nove|${TENS}|${HUNDREDS}|\\d{1,4})(?!\\p{L})(?:[^\\p{L}\\d]{1,4}(?:e )?|$)){6,}`,
  'giu',
)

/** Whether what stands beside dates, times and prices is too short to be anybody's number. */
function isOfDatesAndPrices(found: string): boolean {
  return found.replace(DATES_AND_PRICES, '').replace(/\D/gu, '').length < 7
}

/** A CNPJ of letters and digits, in whatever pieces; one of digits alone is a long run. */
function maskSplitCnpj(text: string, put: Put): string {
  const at = [...text.matchAll(/[\dA-Za-z]/gu)].map((found) => found.index)
  let masked = ''
  let from = 0
  for (let first = 0; first + 13 < at.length; first += 1) {
    const start = at[first] ?? 0
    const end = (at[first + 13] ?? 0) + 1
    if (start < from || end - start > 60) continue
    const piece = text.slice(start, end)
    const isOne = /[a-z].*\d\D*\d$/isu.test(piece) && isDocumento(strip(piece))
    if (!isOne) continue
    masked += text.slice(from, start) + put('CNPJ', piece)
    from = end
  }
  return masked + text.slice(from)
}
