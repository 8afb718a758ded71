import { createHash } from 'node:crypto'

import { normalizeWords } from '../../src/lib/plain-text.js'
import type { Chamado } from '../../src/sandbox/milvus/state.js'
import type { Ticket } from '../../src/sandbox/hubsoft/state.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import type { SentFile } from '../../src/sandbox/telegram/sent-file.js'
import type { BotMessage } from '../../src/sandbox/telegram/types.js'
import type { TelegramUser } from '../../src/sandbox/telegram/user.js'
import type { Conversation } from '../../src/sandbox/tempbox/state.js'
import { makeCpf } from '../../src/sandbox/world/documents.js'
import { ana } from '../../src/sandbox/world/people.js'
import type { Person, World } from '../../src/sandbox/world/types.js'
import { world } from '../../src/sandbox/world.js'

/** Long enough for a bot that was killed meanwhile. */
const PATIENCE_MS = 60_000

/**
 * A customer who does the next thing as soon as the bot shows what it needs. Goes by the words that buttons have for
 * good (docs/architecture.md), never by whole sentences, and does nothing twice for a message that comes twice.
 */
export class Customer {
  readonly user: TelegramUser
  readonly #done = new Set<string>()

  constructor(
    readonly sandbox: Sandbox,
    readonly person: Person,
    readonly id: number,
    readonly patienceMs = PATIENCE_MS,
  ) {
    const phone = `55${person.telefones[0].replace(/\D/gu, '')}`
    this.user = sandbox.telegram.user(id, { firstName: person.nome.split(' ')[0] ?? '', phone })
  }

  say(text: string): void {
    this.user.sendText(text)
  }

  /** Gives the CPF when it is asked for, and the contact when that is; what comes next is not waited for. */
  async identify(): Promise<void> {
    await this.hear((text) => /\bCPF\b/u.test(text))
    this.say(this.person.documento.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/u, '$1.$2.$3-$4'))
    await this.shareContact()
  }

  async shareContact(): Promise<void> {
    await this.askedForContact()
    this.user.shareContact()
  }

  async askedForContact(): Promise<BotMessage> {
    const asks = ({ keyboard = [] }: BotMessage): boolean => keyboard.flat().some((button) => button.requestContact)
    return await this.user.waitFor(asks, { timeoutMs: this.patienceMs })
  }

  /** Says what is wrong and goes through identification and triage up to where files are awaited. */
  async tell(problem: string): Promise<void> {
    this.say(problem)
    await this.identify()
    await this.triage()
  }

  /** Declines the knowledge base's answer where there is one, and skips every question. */
  async triage(): Promise<void> {
    for (;;) {
      const pressed = await this.press('Não resolveu', 'Pular', 'Pronto')
      if (pressed === 'Pronto') return
    }
  }

  /**
   * Presses the first of these buttons that is there, or comes, and was not pressed before; gives its word. *Pronto* is
   * found, not pressed: what is done before it is the caller's.
   */
  async press(...words: readonly string[]): Promise<string> {
    const { word, message, data } = await this.sees(...words)
    if (word === 'Pronto') return word
    this.#done.add(data)
    this.user.pressData(message.messageId, data)
    return word
  }

  /** Waits for the first of these buttons without pressing it. */
  async sees(...words: readonly string[]): Promise<{ word: string; message: BotMessage; data: string }> {
    return await this.user.until(() => this.#find(words), {
      timeoutMs: this.patienceMs,
      describe: () => `a button ${words.join(' | ')}; the last words are ${this.#lastWords()}`,
    })
  }

  async finishFiles(): Promise<void> {
    const { message, data } = await this.sees('Pronto')
    this.#done.add(data)
    this.user.pressData(message.messageId, data)
  }

  /** Sends files and waits until all of them were acknowledged. */
  async sendFiles(...files: readonly SampleFile[]): Promise<void> {
    const before = this.user.mark()
    for (const { bytes, file } of files) this.user.sendFile(bytes, file)
    await this.hear((text) => new RegExp(`\\b${String(files.length)}\\b`, 'u').test(text), before)
  }

  /** Presses *Confirmar* on the card, *Abrir outro* before it where that is offered. Gives when. */
  async confirm(): Promise<{ at: number; mark: number }> {
    while ((await this.press('Confirmar', 'Abrir outro')) !== 'Confirmar');
    return { at: Date.now(), mark: this.user.mark() }
  }

  /** The whole way to the press on *Confirmar*. */
  async order(problem: string, files: readonly SampleFile[] = []): Promise<{ at: number; mark: number }> {
    await this.tell(problem)
    if (files.length > 0) await this.sendFiles(...files)
    await this.finishFiles()
    return await this.confirm()
  }

  /** Resolves with the one atendimento once its protocolo was told. */
  async toldProtocolo(timeoutMs = this.patienceMs): Promise<Ticket> {
    const look = (): Ticket | undefined =>
      this.atendimentos().find(({ protocolo }) => this.user.messages.some(({ text }) => text.includes(protocolo)))
    const describe = (): string => `the protocolo; the last words are ${this.#lastWords()}`
    return await this.user.until(look, { timeoutMs, describe })
  }

  /** Waits for a message whose text fits, changed after `after`. */
  async hear(fits: (text: string) => boolean, after = 0, timeoutMs = this.patienceMs): Promise<BotMessage> {
    return await this.user.waitFor(({ text }) => fits(text), { timeoutMs, after })
  }

  /** Waits until what landed somewhere is as wanted. */
  async landed(what: string, look: () => boolean, timeoutMs = this.patienceMs): Promise<void> {
    await this.sandbox.landings.until(() => look() || undefined, { timeoutMs, describe: () => what })
  }

  /** Those that the bot opened for this person. */
  atendimentos(): readonly Ticket[] {
    return this.sandbox.hubsoft.opened().filter(({ pessoa }) => pessoa.documento === this.person.documento)
  }

  chamados(): readonly Chamado[] {
    return this.sandbox.milvus.chamados().filter(({ cliente }) => cliente.documento === this.person.documento)
  }

  conversations(): readonly Conversation[] {
    return this.sandbox.tempbox.conversations().filter(({ contato }) => contato === String(this.id))
  }

  /** What the bot relayed to people, in its order, without the marker in front. */
  relayed(): readonly string[] {
    return this.conversations()
      .flatMap(({ mensagens }) => mensagens)
      .filter(({ de }) => de === 'bot')
      .map(({ texto }) => texto.replace(/^\[[^\]]*\]\s*/u, ''))
  }

  #find(words: readonly string[]): { word: string; message: BotMessage; data: string } | undefined {
    for (const message of this.user.messages.toReversed()) {
      for (const { text, data } of message.buttons.flat()) {
        const word = words.find((wanted) => named(text, wanted))
        if (word !== undefined && data !== undefined && !this.#done.has(data)) return { word, message, data }
      }
    }
    return undefined
  }

  #lastWords(): string {
    const last = this.user.messages.slice(-4)
    return JSON.stringify(last.map(({ text, buttons }) => [text, buttons.flat().map((button) => button.text)]))
  }
}

/** Whether a label holds the word; *Resolveu* is not *Não resolveu*. */
function named(label: string, word: string): boolean {
  const said = ` ${normalizeWords(label)} `
  return said.includes(` ${normalizeWords(word)} `) && (word !== 'Resolveu' || !said.includes(' nao '))
}

export interface SampleFile {
  bytes: Buffer
  file: SentFile
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A made-up provider with so many customers of one service each, whom Milvus knows too. */
export function crowd(count: number): World & { pessoas: readonly [Person, ...Person[]] } {
  const [first, ...rest] = Array.from({ length: count }, (_, index) => member(index))
  const pessoas = [first ?? member(0), ...rest] as const
  const milvusClientes = pessoas.map(({ nome, documento }, index) => {
    return { id: 60_000 + index, token: `TOK${String(index).padStart(4, '0')}`, nome, documento }
  })
  return { ...world, pessoas, faturas: [], atendimentos: [], milvusClientes }
}

function member(index: number): Person {
  const number = String(index).padStart(4, '0')
  const [servico] = ana.servicos
  if (!servico) throw new Error('the first of the made-up people has a service')
  return {
    ...ana,
    idCliente: 50_000 + index,
    codigoCliente: 5_000 + index,
    nome: `FULANO${number} FICTÍCIO DE TAL`,
    documento: makeCpf(`20030${number}`),
    telefones: [`3799010${number}`, '', ''],
    email: `fulano${number}@exemplo.invalid`,
    servicos: [{ ...servico, idClienteServico: 50_000 + index, login: `fulano${number}` }],
  }
}
