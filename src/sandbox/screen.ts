import type { Landing } from './landings.js'
import type { BotMessage } from './telegram/types.js'

/** Where the chat is shown, with what lands in the systems beside it (or under it, on a narrow terminal). */
export interface Screen {
  bot(message: BotMessage): void
  customer(text: string): void
  landing(landing: Landing): void
  note(text: string): void
}

const COLOURS: Readonly<Record<Landing['system'], number>> = { HubSoft: 33, Milvus: 35, TempBox: 36 }

/** A screen over a stream; colours only where it is a terminal. */
export function layout(out: { write(text: string): unknown; columns?: number; isTTY?: boolean }): Screen {
  const columns = out.columns ?? 100
  const wide = columns >= 110
  const chatWidth = wide ? 62 : Math.min(columns, 100)
  const beside = wide ? 66 : 4
  const paint = (code: number, text: string): string => (out.isTTY === true ? `\u001b[${code}m${text}\u001b[0m` : text)
  const lines = (texts: readonly string[]): void => {
    out.write(texts.map((text) => `${text}\n`).join(''))
  }
  const shown = new Map<string, string>()
  return {
    bot: (message) => {
      const key = `${message.chatId}:${message.messageId}`
      // An edit that only takes the buttons away is no news.
      if (shown.get(key) === message.text && message.buttons.length === 0) return
      shown.set(key, message.text)
      const head = message.edits > 0 ? '🤖 (editada) ' : '🤖 '
      const body = wrap(`${head}${message.text}`, chatWidth - 3).map((line, index) =>
        index === 0 ? line : `   ${line}`,
      )
      lines([...body, ...buttonLines(message, chatWidth).map((line) => paint(32, line)), ''])
    },
    customer: (text) => lines([...wrap(`🙂 ${text}`, chatWidth - 3).map((line) => paint(1, line)), '']),
    landing: ({ system, text }) => {
      const [first = '', ...rest] = wrap(`${system} ◀ ${text}`, Math.max(30, columns - beside - 1))
      const pad = ' '.repeat(beside)
      lines([first, ...rest.map((line) => `  ${line}`)].map((line) => pad + paint(COLOURS[system], line)))
    },
    note: (text) => lines(text.split('\n').map((line) => paint(2, line))),
  }
}

function buttonLines(message: BotMessage, width: number): string[] {
  const buttons = [...message.buttons.flat(), ...(message.keyboard ?? []).flat()]
  const labels = buttons.map(
    ({ text }, index) => `[${index + 1}]${HARD_BLANK}${text.replaceAll(' ', HARD_BLANK)}${HARD_BLANK.repeat(2)} `,
  )
  return labels.length === 0
    ? []
    : wrap(labels.join(''), width - 3).map((line) => `   ${line.replaceAll(HARD_BLANK, ' ').trimEnd()}`)
}

/** A blank where no line is broken. */
const HARD_BLANK = '\u00a0'

/** Breaks at blanks, keeping the text's own lines. */
function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const rows = ['']
    for (const word of line.split(/(?<= ) */u)) {
      const row = rows.at(-1) ?? ''
      if (row !== '' && (row + word).trimEnd().length > width) rows.push(word)
      else rows[rows.length - 1] = row + word
    }
    return rows.map((row) => row.trimEnd())
  })
}
