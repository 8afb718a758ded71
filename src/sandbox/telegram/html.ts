export interface MessageEntity {
  type: string
  /** In UTF-16 code units of the plain text. */
  offset: number
  length: number
  url?: string
}

export type ParsedText = { ok: true; text: string; entities: MessageEntity[] } | { ok: false; description: string }

const ENTITY_OF: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/**
 * Telegram's HTML subset as the Bot API reads it (core.telegram.org/bots/api#html-style): only its own tags, properly
 * nested; `<` must begin a tag; the four named entities and numeric ones, any other `&name;` staying as it is.
 */
export function parseHtml(html: string): ParsedText {
  let text = ''
  const entities: MessageEntity[] = []
  const open: { tag: string; offset: number; url?: string }[] = []
  let at = 0
  while (at < html.length) {
    const character = html.charAt(at)
    if (character === '&') {
      const { value, length } = readEntity(html.slice(at, at + 12))
      text += value
      at += length
      continue
    }
    if (character !== '<') {
      text += character
      at += 1
      continue
    }
    const offset = Buffer.byteLength(html.slice(0, at))
    const tag = /^<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*>/u.exec(
      html.slice(at),
    )
    if (!tag) {
      return cannotParse(
        /^<\/?[a-zA-Z]/u.test(html.slice(at))
          ? `Unclosed start tag at byte offset ${offset}`
          : `Unsupported start tag "" at byte offset ${offset}`,
      )
    }
    const [whole, slash = '', name = '', attributes = ''] = tag
    const lower = name.toLowerCase()
    if (slash) {
      const opened = open.pop()
      if (!opened) return cannotParse(`Unexpected end tag at byte offset ${offset}`)
      if (opened.tag !== lower) {
        return cannotParse(
          `Unmatched end tag at byte offset ${offset}, expected "</${opened.tag}>", found "</${lower}>"`,
        )
      }
      close(entities, opened, text.length)
    } else {
      if (!isSupported(lower, attributes)) {
        return cannotParse(`Unsupported start tag "${lower}" at byte offset ${offset}`)
      }
      const url = lower === 'a' ? attribute(attributes, 'href') : undefined
      open.push({ tag: lower, offset: text.length, ...(url === undefined ? {} : { url }) })
    }
    at += whole.length
  }
  const left = open.pop()
  if (left) return cannotParse(`Can't find end tag corresponding to start tag "${left.tag}"`)
  return { ok: true, text, entities: entities.sort((one, other) => one.offset - other.offset) }
}

function close(entities: MessageEntity[], opened: { tag: string; offset: number; url?: string }, end: number): void {
  const length = end - opened.offset
  if (length === 0) return
  const type = opened.tag === 'span' ? 'spoiler' : (ENTITY_OF[opened.tag] ?? opened.tag)
  entities.push({ type, offset: opened.offset, length, ...(opened.url === undefined ? {} : { url: opened.url }) })
}

function isSupported(tag: string, attributes: string): boolean {
  if (tag === 'span') return attribute(attributes, 'class') === 'tg-spoiler'
  return tag in ENTITY_OF
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'iu').exec(attributes)
  return match?.[1] ?? match?.[2] ?? match?.[3]
}

function readEntity(rest: string): { value: string; length: number } {
  const match = /^&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/iu.exec(rest)
  if (!match) return { value: '&', length: 1 }
  const [whole, decimal, hex, name] = match
  const code = decimal === undefined ? (hex === undefined ? undefined : Number.parseInt(hex, 16)) : Number(decimal)
  const value =
    code === undefined ? NAMED[name ?? ''] : code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
  return value === undefined ? { value: '&', length: 1 } : { value, length: whole.length }
}

function cannotParse(why: string): ParsedText {
  return { ok: false, description: `Bad Request: can't parse entities: ${why}` }
}
