import type { Heard, OtherTelegram, User } from './telegram.js'
import type { Pessoa } from './people.js'

const PATIENCE_MS = 20_000
const LOOK_MS = 20

/** Resolves once `look` gives something. */
export async function until<T>(what: string, look: () => T | undefined, patienceMs = PATIENCE_MS): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`in vain: ${what}`)
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_MS)
    })
  }
}

/** A person with a phone, who reads what the bot says and presses what it shows. */
export class Visitor {
  readonly user: User
  /** Messages up to here are behind this person; `hears` looks at what came after. */
  #read = 0

  constructor(
    readonly telegram: OtherTelegram,
    readonly pessoa: Pessoa,
    id: number,
  ) {
    this.user = { id, first_name: pessoa.nome.split(' ')[0] ?? '' }
  }

  get all(): Heard[] {
    return this.telegram.chat(this.user.id)
  }

  /** How often a text was read in this chat. */
  times(text: string): number {
    return this.all.filter((one) => one.text.includes(text)).length
  }

  say(text: string): void {
    const entities = text.startsWith('/') ? { entities: [{ type: 'bot_command', offset: 0, length: text.length }] } : {}
    this.telegram.message(this.user, { text, ...entities })
  }

  photo(bytes: Buffer): void {
    const file_id = this.telegram.upload(bytes)
    const size = { file_id, file_unique_id: `u${file_id}`, width: 90, height: 90, file_size: bytes.length }
    this.telegram.message(this.user, { photo: [size] })
  }

  shareContact(): void {
    const { id: user_id, first_name } = this.user
    this.telegram.message(this.user, {
      contact: { user_id, first_name, phone_number: `55${this.pessoa.telefones[0]}` },
    })
  }

  /** The next message, not yet heard, that fits. */
  async hears(fits: RegExp): Promise<Heard> {
    const found = await until(`${String(fits)} after ${this.#lately()}`, () =>
      this.all.find((one, index) => index >= this.#read && fits.test(one.text)),
    ).catch((error: unknown) => {
      throw new Error(`did not hear ${String(fits)}; ${this.#lately()}`, { cause: error })
    })
    this.#read = this.all.indexOf(found) + 1
    return found
  }

  /** Presses the newest button with these words, waiting for it. */
  async press(label: RegExp): Promise<Heard> {
    return await this.pressOf(label, () => true)
  }

  async pressOf(label: RegExp, fits: (heard: Heard) => boolean): Promise<Heard> {
    const look = (): { heard: Heard; data: string } | undefined => {
      for (const heard of this.all.toReversed()) {
        const button = heard.buttons.find(({ text }) => label.test(text))
        if (button && fits(heard)) return { heard, data: button.data }
      }
      return undefined
    }
    const { heard, data } = await until(`button ${String(label)}`, look).catch((error: unknown) => {
      throw new Error(`no button ${String(label)}; ${this.#lately()}`, { cause: error })
    })
    // What is pressed has been read; what it brings has not.
    this.#read = Math.max(this.#read, this.all.length)
    this.telegram.press(this.user, heard, data)
    return heard
  }

  /** By CPF and the contact's own button. */
  async identifies(): Promise<void> {
    await until('asked for the CPF', () => this.all.find(({ text }) => /\bCPF\b/u.test(text)))
    this.say(this.pessoa.cpf.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/u, '$1.$2.$3-$4'))
    await until('asked for the contact', () => this.all.find(({ asksContact }) => asksContact))
    this.shareContact()
    await this.hears(/Tudo certo/u)
  }

  #lately(): string {
    const last = this.all.slice(-4).map(({ text, buttons }) => [text, buttons.map((one) => one.text)])
    return `last words: ${JSON.stringify(last)}`
  }
}
