const TAGS = new Set('b strong i em u ins s strike del code pre a blockquote tg-spoiler'.split(' '))
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/**
 * What a person reads of a message in Telegram's HTML ("Bot API", Formatting options); an error with Telegram's own
 * words where it would refuse it.
 */
export function readHtml(html: string): { text: string } | { error: string } {
  const open: string[] = []
  let text = ''
  for (const part of html.split(/(<[^>]*>|&[^;\s]{0,12};?)/u)) {
    if (part.startsWith('<')) {
      const [, slash = '', name = '', rest = ''] = /^<(\/?)([a-z-]+)([^<>]*)>$/u.exec(part) ?? []
      if (!TAGS.has(name)) return fail(`Unsupported start tag "${name}"`)
      if (slash === '/') {
        if (open.pop() !== name) return fail(`Unexpected end tag "${name}"`)
      } else {
        const known = rest === '' || /^ (href|class)="[^"<>]*"$|^ expandable$/u.test(rest)
        if (!known) return fail(`Unexpected attributes "${rest}"`)
        open.push(name)
      }
    } else if (part.startsWith('&')) {
      const known = ENTITIES[part.slice(1, -1)]
      if (known === undefined && !/^&#x?[0-9a-f]+;$/iu.test(part)) return fail('Unescaped "&"')
      text += known ?? ' '
    } else {
      if (/[<>]/u.test(part)) return fail('Unexpected "<" or ">"')
      text += part
    }
  }
  return open.length > 0 ? fail(`Can't find end tag corresponding to start tag "${open.join(' ')}"`) : { text }
}

function fail(why: string): { error: string } {
  return { error: `Bad Request: can't parse entities: ${why}` }
}
