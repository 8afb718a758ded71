import { createInterface } from 'node:readline/promises'

import { systemClock } from '../lib/clock.js'
import { describeFile, readSentFile } from './attach.js'
import { HELP, parseLine, type Action } from './input-line.js'
import { layout, type Screen } from './screen.js'
import { sampleLog, samplePng } from './sample-file.js'
import type { Sandbox } from './sandbox.js'
import type { TelegramUser } from './telegram/user.js'
import { lia, people } from './world/people.js'

const ATTENDANT = 'Marina Fictícia'

/** Chats with the bot as one made-up customer, until `!sair` or the end of input. */
export async function chatInTerminal(sandbox: Sandbox): Promise<void> {
  const screen = layout(process.stdout)
  const user = sandbox.telegram.user(5_000_001, { firstName: 'Lia', phone: `55${lia.telefones[0]}` })
  let choices: readonly string[] = []
  const stopListening = [
    user.onMessage((message) => {
      const buttons = [...message.buttons.flat(), ...(message.keyboard ?? []).flat()]
      if (buttons.length > 0) choices = buttons.map(({ data, text }) => data ?? text)
      screen.bot(message)
    }),
    sandbox.landings.subscribe((landing) => screen.landing(landing)),
  ]
  introduce(screen)
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '' })
  try {
    for await (const line of input) {
      const action = await parseLine(line, choices.length)
      if (action.kind === 'quit') break
      try {
        await act(action, { sandbox, user, screen, choices })
      } catch (error) {
        // A slip of the person at the keyboard (no such file, no open conversation) ends nothing.
        screen.note(error instanceof Error ? error.message : String(error))
      }
    }
    // What is piped in deserves its answers too.
    if (!process.stdin.isTTY) await systemClock.sleep(3_000)
  } finally {
    input.close()
    stopListening.forEach((stop) => stop())
  }
}

interface Scene {
  sandbox: Sandbox
  user: TelegramUser
  screen: Screen
  choices: readonly string[]
}

async function act(action: Exclude<Action, { kind: 'quit' }>, { sandbox, user, screen, choices }: Scene): Promise<void> {
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
      user.pressButton(choices[action.index] ?? '')
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
    case 'sample': {
      const photo = { as: 'photo' as const, caption: 'a luz LOS ficou vermelha' }
      const log = { as: 'document' as const, name: 'roteador.log', mime: 'text/plain' }
      user.sendFile(samplePng(), photo)
      user.sendFile(sampleLog(), log)
      screen.note('foto do roteador e roteador.log enviados')
      return
    }
    case 'attendant':
      sandbox.tempbox.attendantSays(openContato(sandbox), ATTENDANT, action.text)
      return
    case 'close':
      sandbox.tempbox.close(openContato(sandbox))
      return
    default:
      action satisfies never
  }
}

/** The contact of the newest conversation with the attendants. */
function openContato(sandbox: Sandbox): string {
  return sandbox.tempbox.conversations().findLast(({ concluido }) => !concluido)?.contato ?? ''
}

function introduce(screen: Screen): void {
  const customers = people.map(({ nome, documento, telefones }) => `  ${documento.padEnd(14)}  ${telefones[0].padEnd(16)}  ${nome}`)
  screen.note(
    `Plantão: demonstração. Tudo aqui é inventado, e nada sai desta máquina.\nVocê é ${lia.nome}: CPF ${lia.documento}, telefone ${lia.telefones[0]}.\n` +
      `Outros clientes (o contato compartilhado é sempre o seu):\n${customers.join('\n')}\n\n${HELP}`,
  )
}
