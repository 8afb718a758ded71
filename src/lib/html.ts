/**
 * Telegram's HTML subset: escaping, splitting and reading it back as plain text.
 *
 * A text is read into its visible characters, each with the tags it stands in; a part is written from a run of them,
 * so it is valid by construction: tags closed and reopened, entities and surrogate pairs whole, nothing empty. What
 * Telegram would refuse (an unknown tag, a bare `<` or `&`) is taken for text.
 */

/** Foreign text made safe inside Telegram's HTML, in a text or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** The visible text: known tags taken out, entities decoded. */
export function htmlToText(html: string): string {
  return readHtml(html)
    .map((char) => char.text)
    .join('')
}

/**
 * Parts of at most `limit` characters, cut at a paragraph, else a sentence, else a word; `[]` when nothing is visible.
 * Telegram counts the UTF-16 units of the visible text; here the tags and entities count too, so that a part is below
 * the limit either way. Only where the tags alone would fill a part do they not count.
 */
export function splitHtml(html: string, limit = 4096): string[] {
  const chars = readHtml(html)
  const parts: string[] = []
  let from = skipSpace(chars, 0)
  while (from < chars.length) {
    const end = findEnd(chars, from, limit)
    parts.push(write(chars, from, trimEnd(chars, from, end)))
    from = skipSpace(chars, end)
  }
  return parts
}

interface Tag {
  name: string
  open: string
  parent: Tag | undefined
}

interface Char {
  /** One code point. */
  text: string
  /** As it stands in HTML. */
  html: string
  /** The innermost tag. */
  tag: Tag | undefined
}

const NAMES = 'b|strong|i|em|u|ins|s|strike|del|code|pre|a|blockquote|tg-spoiler|tg-emoji|span'
const TOKEN = new RegExp(
  `<(?<close>/?)(?<name>${NAMES})(?:\\s+[a-z-]+(?:="[^"]*")?)*\\s*>` +
    '|&(?:(?<named>lt|gt|amp|quot)|#(?<decimal>\\d{1,7})|#x(?<hex>[0-9a-f]{1,6}));',
  'giu',
)
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

function readHtml(html: string): Char[] {
  const chars: Char[] = []
  let tag: Tag | undefined
  let read = 0
  for (const match of html.matchAll(TOKEN)) {
    addText(chars, html.slice(read, match.index), tag)
    read = match.index + match[0].length
    const { name: written, close } = match.groups ?? {}
    const name = written?.toLowerCase()
    if (name === undefined) addEntity(chars, match, tag)
    else if (close === '') tag = { name, open: match[0], parent: tag }
    else if (tag?.name === name) tag = tag.parent
  }
  addText(chars, html.slice(read), tag)
  return chars
}

function addText(chars: Char[], text: string, tag: Tag | undefined): void {
  for (const char of text) {
    // A lone surrogate has no UTF-8 form: Telegram would refuse the message for it.
    const sound = /\p{Cs}/u.test(char) ? '\uFFFD' : char
    chars.push({ text: sound, html: escapeHtml(sound), tag })
  }
}

function addEntity(chars: Char[], match: RegExpExecArray, tag: Tag | undefined): void {
  const { named, decimal, hex } = match.groups ?? {}
  if (named !== undefined) {
    chars.push({ text: NAMED[named.toLowerCase()] ?? '', html: match[0], tag })
    return
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) addText(chars, match[0], tag)
  else chars.push({ text: String.fromCodePoint(code), html: match[0], tag })
}

function write(chars: readonly Char[], from: number, to: number): string {
  let html = ''
  let tag: Tag | undefined
  for (const char of chars.slice(from, to)) {
    html += between(tag, char.tag) + char.html
    tag = char.tag
  }
  return html + between(tag, undefined)
}

/** What closes and opens to get from one place in the tags to another. */
function between(from: Tag | undefined, to: Tag | undefined): string {
  if (from === to) return ''
  const kept = new Set(ancestors(to))
  const closed = ancestors(from).filter((tag) => !kept.has(tag))
  const left = new Set(ancestors(from))
  const opened = [...kept].filter((tag) => !left.has(tag)).reverse()
  return closed.map((tag) => `</${tag.name}>`).join('') + opened.map((tag) => tag.open).join('')
}

function ancestors(tag: Tag | undefined): Tag[] {
  const all: Tag[] = []
  for (let at = tag; at !== undefined; at = at.parent) all.push(at)
  return all
}

function findEnd(chars: readonly Char[], from: number, limit: number): number {
  const whole = longest(chars, from, limit, true)
  // Tags that alone fill a part (a very long link) would let nothing through: then Telegram's own count.
  const end = whole > from ? whole : Math.max(longest(chars, from, limit, false), from + 1)
  if (end === chars.length) return end
  const size = end - from
  return (
    lastBreak(chars, from + size / 2, end, isParagraphEnd) ??
    lastBreak(chars, from + size / 4, end, isSentenceEnd) ??
    lastBreak(chars, from, end, isSpace) ??
    end
  )
}

/** The end of the longest run from `from` whose length, with or without its tags, is at most `limit`. */
function longest(chars: readonly Char[], from: number, limit: number, withTags: boolean): number {
  let length = 0
  let tag: Tag | undefined
  for (let at = from; at < chars.length; at += 1) {
    const char = chars[at]
    if (char === undefined) break
    length += withTags ? between(tag, char.tag).length + char.html.length : char.text.length
    tag = char.tag
    const closing = withTags ? between(tag, undefined).length : 0
    if (length + closing > limit) return at
  }
  return chars.length
}

type At = (chars: readonly Char[], at: number) => boolean

/** The last cut in `(from, end]` that comes right before or after such a place. */
function lastBreak(chars: readonly Char[], from: number, end: number, isBreak: At): number | undefined {
  for (let at = end; at > from; at -= 1) if (isBreak(chars, at)) return at
  return undefined
}

const isSpace: At = (chars, at) => /^\s$/u.test(chars[at]?.text ?? '')

const isParagraphEnd: At = (chars, at) => chars[at]?.text === '\n' && chars[at + 1]?.text === '\n'

/** A line's end is a sentence's, too: lists have no full stops. */
const isSentenceEnd: At = (chars, at) =>
  chars[at]?.text === '\n' || (isSpace(chars, at) && /^[.!?…]$/u.test(chars[at - 1]?.text ?? ''))

function skipSpace(chars: readonly Char[], from: number): number {
  let at = from
  while (at < chars.length && isSpace(chars, at)) at += 1
  return at
}

function trimEnd(chars: readonly Char[], from: number, end: number): number {
  let at = end
  while (at > from + 1 && isSpace(chars, at - 1)) at -= 1
  return at
}
