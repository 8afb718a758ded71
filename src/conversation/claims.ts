/**
 * What of a text can be held against a source: links, money, dates, times, long numbers (protocols, phones, codes),
 * other numbers, days by name. Each is one canonical word, so that `R$ 119,90`, "119 reais e 90 centavos" and "cento e
 * dezenove reais e noventa centavos" are the same claim, and 500 Mega are no R$ 500.
 */
import { spelledAsDigits } from './model/spelled-numbers.js'

/** The claims of a text; two texts that claim the same have an equal word for it. */
export function claimsOf(text: string): Set<string> {
  const claims = new Set<string>()
  let rest = spelledAsDigits(plain(text))
  for (const { find, read } of KINDS) {
    rest = rest.replace(find, (...found: (string | undefined)[]) => {
      const claim = read(found)
      if (claim === undefined) return found[0] ?? ''
      claims.add(claim)
      return ' ; '
    })
  }
  // Digits of another script are nobody's.
  if (/[^\P{N}\d]/u.test(rest)) claims.add('numero:?')
  return claims
}

/** All that a source holds: with each date its shorter forms too. */
export function factsOf(sources: readonly string[]): Set<string> {
  const facts = new Set<string>()
  // Line by line: a count at the end of one and a protocol at the beginning of the next are two numbers.
  for (const claim of sources.flatMap((source) => source.split('\n').flatMap((line) => [...claimsOf(line)]))) {
    facts.add(claim)
    const [kind = '', value = ''] = claim.split(/:(.*)/su)
    if (kind === 'data') {
      const [dia = '', mes = '', ano] = value.split('/')
      facts.add(`data:${dia}/${mes}`).add(`dia:${dia}`).add(`mes:${String(Number(mes))}`)
      if (ano !== undefined) facts.add(`numero:${ano}`)
    }
    if (kind === 'valor') facts.add(`numero:${(Number(value) / 100).toFixed(2)}`)
  }
  return facts
}

interface Kind {
  find: RegExp
  read: (found: readonly (string | undefined)[]) => string | undefined
}

const MONTHS = ['janeiro', 'fevereiro', 'marco', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro']
const MONTH = MONTHS.join('|')
const AMOUNT = String.raw`\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?`
const UNIT = String.raw`dias?|minutos?|min|mes(?:es)?|semanas?|anos?|vez(?:es)?|parcelas?|%`

/** In this order: what is found is taken out before the next looks. */
const KINDS: readonly Kind[] = [
  { find: /\b[a-z][a-z+.-]{1,12}:\/\/\S+|\bwww\.\S+|\S{0,64}@\S{1,190}|(?<![\p{L}\d/])\/[a-z]\S{0,64}/gu, read: ([all = '']) => `link:${trimmed(all)}` },
  {
    find: /\b[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}\.(?:com|net|org|br|io|app|me|link|site|online|info|dev|gov|xyz|shop|store|top|co|ly|example|invalid)\b(?:\/\S*)?/gu,
    read: ([all = '']) => `link:${trimmed(all)}`,
  },
  { find: new RegExp(String.raw`(?:r\$|reais|brl) ?(${AMOUNT})(?:\b|(?=\D|$))`, 'gu'), read: ([, amount]) => money(amount, undefined) },
  {
    find: new RegExp(String.raw`(?<![\d.,])(${AMOUNT}) (?:reais|real|contos?|pila|pilas)\b(?: e (\d{1,2}) centavos?)?`, 'gu'),
    read: ([, amount, cents]) => money(amount, cents),
  },
  { find: /(?<![\d.,])(\d{1,2}) centavos?\b/gu, read: ([, cents]) => money('0', cents) },
  { find: /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/gu, read: ([, ano, mes, dia]) => date(dia, mes, ano) },
  { find: /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/])/gu, read: ([, dia, mes, ano]) => date(dia, mes, ano) },
  { find: /(?<![\d/.,])(\d{1,2})\/(\d{1,2})(?![\d/])/gu, read: ([, dia, mes]) => date(dia, mes, undefined) },
  {
    find: new RegExp(String.raw`(?<!\d)(\d{1,2})(?:º|o)? (?:de )?(${MONTH})(?: (?:de )?(\d{4}))?\b`, 'gu'),
    read: ([, dia, mes = '', ano]) => date(dia, String(MONTHS.indexOf(mes) + 1), ano),
  },
  { find: new RegExp(String.raw`\b(${MONTH})(?: (?:de )?(\d{4}))?\b`, 'gu'), read: ([, mes = '']) => `mes:${String(MONTHS.indexOf(mes) + 1)}` },
  { find: /(?<![\d:])(\d{1,2}):(\d{2})(?!\d)/gu, read: ([, hora, minuto]) => time(hora, minuto) },
  { find: /(?<![\d:])(\d{1,2}) ?(?:h|hs|hrs|horas?)(?: ?(\d{2}))?\b/gu, read: ([, hora, minuto]) => time(hora, minuto ?? '00') },
  { find: /\(?\d(?:\)?[ .-]?\(?\d){4,}/gu, read: ([all = '']) => long(all) },
  { find: /\bdia (\d{1,2})(?![\d,.])/gu, read: ([, dia]) => `dia:${pad(dia)}` },
  {
    find: new RegExp(String.raw`(?<![\d.,])(\d+(?:[.,]\d+)*) ?(${UNIT})(?![\p{L}])`, 'gu'),
    read: ([, number = '', unit = '']) => `numero:${canonical(number)} ${unit.slice(0, 3)}`,
  },
  { find: /\d+(?:[.,]\d+)*/gu, read: ([number = '']) => `numero:${canonical(number)}` },
  {
    find: /\b(?:(?:n[ao]|ate|desde|para|neste|nesta|est[ea]|toda?) (?:a |o )?(?:segunda|terca|quarta|quinta|sexta)(?![ -]feira)|depois de amanha|hoje|amanha|ontem|(?:segunda|terca|quarta|quinta|sexta)[ -]feira|sabado|domingo|(?:semana|mes) que vem|proxim[oa]s? (?:semana|mes|dias?|horas?|segunda|terca|quarta|quinta|sexta))\b/gu,
    read: ([all = '']) => `quando:${all.replace('-', ' ')}`,
  },
]

/** Lower case without accents, digits and dashes of all kinds as a keyboard has them, nothing invisible. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u200B-\u200F\u2060\uFEFF\u00AD]/gu, '')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\s+/gu, ' ')
    .toLowerCase()
}

const trimmed = (link: string): string => link.replace(/[.,;:!?)"'\]>]+$/u, '')

function money(amount = '', cents: string | undefined): string {
  const number = Number(/,\d{1,2}$/u.test(amount) || !/\.\d{2}$/u.test(amount) ? amount.replaceAll('.', '').replace(',', '.') : amount)
  return `valor:${String(Math.round(number * 100) + Number(cents ?? 0))}`
}

/** No date at all ("12/35") is two numbers. */
function date(dia: string | undefined, mes: string | undefined, ano: string | undefined): string | undefined {
  if (Number(dia) < 1 || Number(dia) > 31 || Number(mes) < 1 || Number(mes) > 12) return undefined
  const year = ano === undefined ? '' : `/${ano.length === 2 ? `20${ano}` : ano}`
  return `data:${pad(dia)}/${pad(mes)}${year}`
}

const time = (hora: string | undefined, minuto: string | undefined): string => `hora:${pad(hora)}:${minuto ?? '00'}`

const pad = (number = ''): string => number.padStart(2, '0')

function long(run: string): string | undefined {
  const digits = run.replace(/\D/gu, '')
  // "1.000,50" and "100.000" are no codes.
  return /^\d{1,3}(?:\.\d{3})+$/u.test(run) ? undefined : `codigo:${digits}`
}

/** "1.000,50" and "1000.5" as one number. */
function canonical(number: string): string {
  const decimal = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/u.test(number) ? number.replaceAll('.', '').replace(',', '.') : number.replace(',', '.')
  const [whole = '', ...parts] = decimal.split('.')
  const bare = whole.replace(/^0+(?=\d)/u, '')
  return parts.length === 0 ? bare : `${bare}.${parts.join('.').padEnd(2, '0')}`
}
