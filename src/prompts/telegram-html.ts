const TAG = /<(?<close>\/?)(?<name>[a-z]+)(?<attributes>[^<>]*)>|<|&(?!(?:lt|gt|amp|quot|#\d{1,7}|#x[\da-f]{1,6});)/giu

/** The tags a text may use and what may stand in each (Telegram Bot API, "HTML style", in part). */
const OPENING: ReadonlyMap<string, RegExp> = new Map([
  ...['b', 'i', 'u', 's', 'code', 'pre'].map((name) => [name, /^$/u] as const),
  ['a', /^ href="[^"]+"$/u],
  ['blockquote', /^(?: expandable)?$/u],
])

/** What Telegram would refuse in a text: unknown tags, tags not closed or crossed, bare `<` and `&`. */
export function checkTelegramHtml(text: string): { row: number; what: string }[] {
  const problems: { row: number; what: string }[] = []
  const open: { name: string; row: number }[] = []
  for (const match of text.matchAll(TAG)) {
    const row = text.slice(0, match.index).split('\n').length
    const { name, close, attributes } = match.groups ?? {}
    if (name === undefined) {
      problems.push({ row, what: match[0] === '&' ? 'escreva & como &amp;' : 'escreva < como &lt;' })
    } else if (!(close ? attributes === '' && OPENING.has(name) : OPENING.get(name)?.test(attributes ?? ''))) {
      problems.push({ row, what: `${match[0]} não é aceito; use <b>, <i>, <u>, <s>, <code>, <pre>, <a href="…">, <blockquote>` })
    } else if (!close) {
      open.push({ name, row })
    } else if (open.at(-1)?.name === name) {
      open.pop()
    } else {
      problems.push({ row, what: `</${name}> fecha o que não está aberto` })
    }
  }
  return [...problems, ...open.map(({ name, row }) => ({ row, what: `<${name}> não é fechado` }))]
}
