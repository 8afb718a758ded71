/** Lower case, no accents, no emoji or punctuation, single spaces: how typed words are compared with words we know. */
export function normalizeWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
}

/**
 * `normalizeWords`, with what people shorten, misspell or draw out in a chat written in full, so that patterns need not
 * know each way. For looking at words, never for keeping them.
 */
export function spellOut(text: string): string {
  const words = normalizeWords(text).replace(/(\p{L})\1{2,}/gu, '$1')
  return words.replace(/\p{L}+/gu, (word) => SPELLED.get(word) ?? word)
}

const SPELLED = new Map(
  Object.entries({
    nao: 'n nn naum num nun',
    internet: 'intenet internete interneti enternet internt intrnet iternet inernet intermet inter',
    net: 'nete neti',
    wifi: 'wifii wiffi wify uifi uaifai',
    lenta: 'lnta lemta leta',
    voce: 'vc ce',
    voces: 'vcs ceis',
    que: 'q',
    hoje: 'hj',
    muito: 'mt mto mta mto',
    tambem: 'tb tbm',
    quando: 'qdo qnd qndo',
    quanto: 'qto qnto qnt',
    funcionando: 'funcionano funfando',
    pegando: 'pegano',
    prestando: 'prestano',
    travando: 'travano',
  }).flatMap(([word, ways]) => ways.split(' ').map((way) => [way, word] as const)),
)

/** At most `max` characters, cut at a word where there is one, with an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/u, '')
  const space = cut.lastIndexOf(' ')
  return `${space > max * 0.6 ? cut.slice(0, space) : cut}…`
}

/**
 * Splits a text so that no part's URL-encoded JSON form is longer than `budget` characters: at a line, a sentence or
 * a word where possible, never inside a surrogate pair.
 */
export function splitEncoded(text: string, budget: number): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (encodedLength(rest) > budget) {
    const length = longestPrefix(rest, budget)
    const cut = niceCut(rest, length)
    parts.push(rest.slice(0, cut).trim())
    rest = rest.slice(cut).trim()
  }
  if (rest !== '') parts.push(rest)
  return parts.filter((part) => part !== '')
}

/** Characters this text takes in a URL, as a JSON string. */
export function encodedLength(text: string): number {
  return encodeURIComponent(JSON.stringify(text.toWellFormed())).length
}

function longestPrefix(text: string, budget: number): number {
  let low = 1
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (encodedLength(wholePairs(text.slice(0, middle))) <= budget) low = middle
    else high = middle - 1
  }
  return Math.max(wholePairs(text.slice(0, low)).length, 1)
}

const wholePairs = (text: string): string => text.replace(/[\uD800-\uDBFF]$/u, '')

function niceCut(text: string, length: number): number {
  const head = text.slice(0, length)
  for (const mark of ['\n', '. ', ' ']) {
    const at = head.lastIndexOf(mark)
    if (at > length * 0.5) return at + mark.length
  }
  return length
}
