import type { BotMessage } from '../sandbox/telegram/types.js'
import type { Stage } from './stage.js'

/** One line of a conversation as it was played. */
export interface Line {
  quem: 'cliente' | 'bot' | 'equipe' | 'mundo'
  texto: string
  botoes: readonly string[]
  /** Milliseconds since the scenario began. */
  aposMs: number
}

/** Messages whose buttons a customer still sees. */
const RECENT = 4

/** What is said, in its order, and where the customer stands in it. */
export class Talk {
  readonly lines: Line[] = []
  /** The bot's words before this are answered. */
  since = 0
  /** Of the customer's last text, for who corrects it. */
  lastMessageId = 0
  /** What the bot said was waited for. */
  waited = false
  /** What stood there when the customer last moved, by message. */
  #stood = new Map<number, string>()
  readonly #pressed = new Set<string>()
  readonly #began = Date.now()
  readonly #stop: () => void

  constructor(readonly stage: Stage) {
    this.#stop = stage.user.onMessage((message) => this.#hear(message))
  }

  /** Notes what somebody other than the bot did; the customer's own begins a new wait. */
  note(quem: Exclude<Line['quem'], 'bot'>, texto: string): void {
    this.#add(quem, texto, [])
  }

  /** From here on only what comes later is an answer. */
  turn(): void {
    this.since = this.stage.user.mark()
    this.#stood = new Map(this.stage.user.messages.map(({ messageId, text }) => [messageId, text]))
  }

  /** The newest button with this in its label that was not pressed yet, or the newest message's first for `*`. */
  findButton(label: string): { message: BotMessage; text: string; data: string | undefined } | undefined {
    const wanted = plain(label)
    for (const message of this.stage.user.messages.toReversed()) {
      const shown = [...message.buttons.flat(), ...(message.keyboard ?? []).flat()]
      const open = shown.filter(({ text, data }) => !this.#pressed.has(`${String(message.messageId)} ${data ?? text}`))
      const found =
        label === '*' ? open[0] : (open.find(({ text }) => bare(text) === bare(label)) ?? open.find(({ text }) => named(text, wanted)))
      if (found) return { message, text: found.text, data: found.data }
    }
    return undefined
  }

  /** The labels of the newest messages' buttons that were not pressed yet, each once. */
  shown(): string[] {
    const recent = this.stage.user.messages.slice(-RECENT)
    const labels = recent.flatMap(({ messageId, buttons, keyboard = [] }) =>
      [...buttons.flat(), ...keyboard.flat()]
        .filter(({ text, data }) => !this.#pressed.has(`${String(messageId)} ${data ?? text}`))
        .map(({ text }) => text),
    )
    return [...new Set(labels)]
  }

  /** Presses it. */
  press({ message, text, data }: NonNullable<ReturnType<Talk['findButton']>>): void {
    this.#pressed.add(`${String(message.messageId)} ${data ?? text}`)
    this.note('cliente', `[${text}]`)
    this.waited = false
    this.turn()
    if (data === undefined) this.stage.user.pressButton(text)
    else this.stage.user.pressData(message.messageId, data)
  }

  /** What the bot said since the customer's last move; buttons taken away are nothing said. */
  news(): readonly BotMessage[] {
    return this.stage.user.messages.filter(({ seq, messageId, text }) => seq > this.since && this.#stood.get(messageId) !== text)
  }

  /** Resolves once `look` finds something, in Telegram or in the other systems; undefined after `ms`. */
  async until<T>(look: () => T | undefined, ms: number): Promise<T | undefined> {
    const { user, sandbox } = this.stage
    const found = look()
    if (found !== undefined) return found
    return await new Promise<T | undefined>((resolve) => {
      const stops: (() => void)[] = []
      const finish = (value: T | undefined): void => {
        clearTimeout(timer)
        stops.forEach((stop) => stop())
        resolve(value)
      }
      const timer = setTimeout(() => finish(look()), ms)
      const again = (): void => {
        const value = look()
        if (value !== undefined) finish(value)
      }
      stops.push(user.onMessage(again), sandbox.landings.subscribe(again))
    })
  }

  /** Resolves once neither the bot nor any system did anything for `ms`, at the latest after `mostMs`. */
  async quiet(ms: number, mostMs: number): Promise<void> {
    const deadline = Date.now() + mostMs
    const state = (): string => `${String(this.stage.user.mark())} ${String(this.stage.sandbox.landings.list().length)}`
    let before = ''
    while (before !== state() && Date.now() < deadline) {
      before = state()
      await this.until(() => (state() === before ? undefined : true), ms)
    }
  }

  end(): void {
    this.#stop()
  }

  #hear({ text, buttons, keyboard = [], document }: BotMessage): void {
    const file = document ? `📎 ${document.fileName}\n` : ''
    this.#add('bot', `${file}${text}`, [...buttons.flat(), ...keyboard.flat()].map((button) => button.text))
  }

  #add(quem: Line['quem'], texto: string, botoes: readonly string[]): void {
    const last = this.lines.findLast((line) => line.quem === 'bot')
    // An edit that takes only the buttons away is nothing that anybody reads.
    if (quem === 'bot' && botoes.length === 0 && this.lines.some((line) => line.quem === 'bot' && line.texto === texto)) return
    if (quem === 'bot' && last?.texto === texto && last.botoes.join() === botoes.join()) return
    this.lines.push({ quem, texto, botoes, aposMs: Date.now() - this.#began })
  }
}

/** *Resolveu* is not *Não resolveu*. */
function named(text: string, wanted: string): boolean {
  const label = plain(text)
  return label.includes(wanted) && !label.includes(` nao${wanted}`)
}

const bare = (text: string): string => plain(text).trim()

/** Words with a space on either side, without emoji, accents or case. */
function plain(text: string): string {
  const words = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\d]+/gu, ' ').trim()
  return ` ${words} `
}
