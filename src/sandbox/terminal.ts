import { clearLine, cursorTo } from 'node:readline'
import { createInterface, type Interface } from 'node:readline/promises'

import { AppError } from '../domain/errors.js'
import { describeFile, readSentFile } from './attach.js'
import { HELP, parseLine, type Action } from './input-line.js'
import { quiet } from './reactor.js'
import { sampleLog, samplePng } from './sample-file.js'
import type { Sandbox } from './sandbox.js'
import { layout, type Screen } from './screen.js'
import type { TelegramUser } from './telegram/user.js'
import { lia, people } from './world/people.js'

const ATTENDANT = 'Marina Fictícia'

/** Chats with the bot as made-up customers, until `!sair` or the end of input. */
export async function chatInTerminal(sandbox: Sandbox): Promise<void> {
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' })
  const screen = layout(aboveThePrompt(input))
  const chat = new CustomerChat(sandbox, screen)
  const stopListening = sandbox.landings.subscribe((landing) => screen.landing(landing))
  screen.note(introduction())
  chat.become(people.indexOf(lia) + 1)
  try {
    for await (const line of input) {
      const action = await parseLine(line, chat.choices.length)
      if (action.kind === 'quit') break
      try {
        await chat.act(action)
      } catch (error) {
        // A slip of the person at the keyboard (no such file, no open conversation) ends nothing.
        screen.note(error instanceof Error ? error.message : String(error))
      }
      // Lines that are piped in come all at once; each gets its answers first.
      if (!process.stdin.isTTY) await quiet(chat.user, 1_500)
    }
  } finally {
    input.close()
    stopListening()
    chat.stop()
  }
}

/** Who is at the telephone now, and the buttons before them. */
class CustomerChat {
  choices: readonly string[] = []
  #user: TelegramUser | undefined
  #stopListening: (() => void) | undefined

  constructor(
    private readonly sandbox: Sandbox,
    private readonly screen: Screen,
  ) {}

  get user(): TelegramUser {
    if (!this.#user) throw new AppError('internal', 'nobody is at the telephone', { retry: 'never' })
    return this.#user
  }

  /** Goes on as the customer of this number in the list, from 1. */
  become(customer: number): void {
    const person = people[customer - 1]
    if (!person) throw new AppError('not-found', 'Não há cliente com esse número.', { retry: 'never' })
    const name = person.nome.split(' ')[0] ?? ''
    const firstName = name.charAt(0) + name.slice(1).toLocaleLowerCase('pt-BR')
    // Every mobile has nine digits by now, also where the record is older than that.
    const phone = `55${person.telefones[0].replace(/\D/gu, '').replace(/^(\d\d)([6-9]\d{7})$/u, '$19$2')}`
    this.#stopListening?.()
    this.#user = this.sandbox.telegram.user(5_000_000 + customer, { firstName, phone })
    this.choices = []
    this.#stopListening = this.#user.onMessage((message) => {
      const buttons = [...message.buttons.flat(), ...(message.keyboard ?? []).flat()]
      if (buttons.length > 0) this.choices = buttons.map(({ data, text }) => data ?? text)
      this.screen.bot(message)
    })
    this.screen.note(`Você é ${person.nome}: ${person.tipoPessoa === 'pf' ? 'CPF' : 'CNPJ'} ${person.documento}.`)
  }

  stop(): void {
    this.#stopListening?.()
  }

  async act(action: Exclude<Action, { kind: 'quit' }>): Promise<void> {
    const { sandbox, screen, user } = this
    switch (action.kind) {
      case 'nothing':
        return
      case 'help':
        screen.note(HELP)
        return
      case 'text':
        user.sendText(action.text)
        return
      case 'choice':
        user.pressButton(this.choices[action.index] ?? '')
        return
      case 'contact':
        user.shareContact()
        screen.note('contato compartilhado')
        return
      case 'file': {
        const { bytes, file } = await readSentFile(action.path)
        user.sendFile(bytes, file)
        screen.note(describeFile(bytes, file))
        return
      }
      case 'sample':
        user.sendFile(samplePng(), { as: 'photo', caption: 'a luz LOS ficou vermelha' })
        user.sendFile(sampleLog(), { as: 'document', name: 'roteador.log', mime: 'text/plain' })
        screen.note('foto do roteador e roteador.log enviados')
        return
      case 'attendant':
        sandbox.tempbox.attendantSays(openContato(sandbox), ATTENDANT, action.text)
        return
      case 'close':
        sandbox.tempbox.close(openContato(sandbox))
        return
      case 'become':
        this.become(action.customer)
        return
      default:
        action satisfies never
    }
  }
}

/** The contact of the newest conversation with the attendants. */
function openContato(sandbox: Sandbox): string {
  const conversation = sandbox.tempbox.conversations().findLast(({ concluido }) => !concluido)
  if (!conversation) throw new AppError('not-found', 'Não há conversa aberta com atendente.', { retry: 'never' })
  return conversation.contato
}

function introduction(): string {
  const customers = people.map(
    ({ nome, documento, telefones }, index) =>
      `  ${String(index + 1).padStart(2)}  ${documento.padEnd(14)}  ${telefones[0].padEnd(16)}  ${nome}`,
  )
  return [
    'Plantão: demonstração. Tudo aqui é inventado, e nada sai desta máquina.',
    'Clientes:',
    ...customers,
    '',
    HELP,
    '',
  ].join('\n')
}

/** Output that does not tear the line being typed. */
function aboveThePrompt(input: Interface): Parameters<typeof layout>[0] {
  const { stdout } = process
  if (!stdout.isTTY || !process.stdin.isTTY) return stdout
  return {
    isTTY: true,
    columns: stdout.columns,
    write: (text) => {
      clearLine(stdout, 0)
      cursorTo(stdout, 0)
      stdout.write(text)
      input.prompt(true)
    },
  }
}
