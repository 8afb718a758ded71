import { z } from 'zod'

/** Deeper than Telegram lets anybody nest (core.telegram.org/bots/api#rich-messages: 16 levels, blocks and text each). */
const MAX_DEPTH = 40
/** Keys of a rich message under which words or more blocks stand; the others are looks, links and files. */
const PARTS = ['summary', 'text', 'expression', 'alternative_text', 'blocks', 'items', 'cells', 'caption'] as const

const record = z.record(z.string(), z.unknown())

/** The words of a rich message, a line each block: what it looks like is left out. */
export function richText(message: unknown): string {
  return wordsOf(message, 0).replace(/\n{2,}/gu, '\n').trim()
}

function wordsOf(part: unknown, depth: number): string {
  if (depth > MAX_DEPTH) return ''
  if (typeof part === 'string') return part
  if (Array.isArray(part)) return part.map((inner) => wordsOf(inner, depth + 1)).join('')
  const { data } = record.safeParse(part)
  if (!data) return ''
  const words = PARTS.map((key) => wordsOf(data[key], depth + 1)).join('')
  return isInline(data) ? words : `${words}\n`
}

/** Text in bold or a link, within a line. Blocks are told by what else they may have in them. */
function isInline({ type }: Record<string, unknown>): boolean {
  return typeof type === 'string' && INLINE.has(type)
}

const INLINE: ReadonlySet<string> = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'date_time',
  'text_mention',
  'subscript',
  'superscript',
  'marked',
  'code',
  'custom_emoji',
  'url',
  'email_address',
  'phone_number',
  'bank_card_number',
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'button',
  'anchor',
  'anchor_link',
  'reference',
  'reference_link',
])
