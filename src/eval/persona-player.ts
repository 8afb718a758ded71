import type { Scenario } from './scenario.js'
import { sendFile, shareContact, fill } from './customer.js'
import { Stuck } from './script.js'
import type { Line, Talk } from './talk.js'

/** A model that plays a customer, or judges a conversation. Throws `AppError` where it cannot be reached. */
export interface PersonaModel {
  next(brief: string, lines: readonly Line[], shown: readonly string[]): Promise<PersonaMove>
  judge(pergunta: string, lines: readonly Line[]): Promise<{ sim: boolean; porque: string }>
}

export type PersonaMove =
  | { acao: 'dizer'; texto: string }
  | { acao: 'apertar'; texto: string }
  | { acao: 'contato' }
  | { acao: 'foto' }
  | { acao: 'fim' }

const MOVES = 30
const ANSWER_MS = 25_000
const QUIET_MS = 1_500

/** Lets a model play the scenario's persona until it has what it wants, or gives up. Throws `Stuck`. */
export async function playPersona(talk: Talk, scenario: Scenario, model: PersonaModel): Promise<void> {
  const brief = briefOf(talk, scenario)
  for (let made = 0; made < MOVES; made += 1) {
    const shown = labels(talk)
    const move = await model.next(brief, talk.lines, shown)
    if (move.acao === 'fim') return
    perform(talk, move)
    await talk.until(() => (talk.news().length > 0 ? true : undefined), ANSWER_MS)
    await talk.quiet(QUIET_MS, ANSWER_MS)
  }
  throw new Stuck(`a pessoa não chegou ao que queria em ${String(MOVES)} passos`)
}

function perform(talk: Talk, move: Exclude<PersonaMove, { acao: 'fim' }>): void {
  switch (move.acao) {
    case 'dizer':
      talk.note('cliente', move.texto)
      talk.turn()
      talk.stage.user.sendText(move.texto)
      return
    case 'apertar': {
      const found = talk.findButton(move.texto)
      if (found) talk.press(found)
      else perform(talk, { acao: 'dizer', texto: move.texto })
      return
    }
    case 'contato':
      talk.note('cliente', '[contato proprio]')
      talk.turn()
      shareContact(talk, 'proprio')
      return
    case 'foto':
      talk.note('cliente', '📎 foto')
      talk.turn()
      sendFile(talk, 'foto', undefined)
      return
    default:
      move satisfies never
  }
}

/** Who they are, with what the script says as an example of how they speak. */
function briefOf(talk: Talk, { persona, roteiro }: Scenario): string {
  const words = roteiro.flatMap(({ diz }) => (diz === undefined ? [] : [diz].flat())).map((text) => fill(talk, text))
  return [
    `Você quer: ${persona.quer}`,
    persona.sabe === undefined ? '' : `Você sabe: ${persona.sabe}`,
    persona.temperamento === undefined ? '' : `Seu jeito: ${persona.temperamento}`,
    persona.mente === undefined ? '' : `Você diz, embora não seja verdade: ${persona.mente}`,
    fill(talk, 'Seu CPF ou CNPJ: {cpf}. Sua data de nascimento: {nascimento}. Seu telefone: {telefone}.'),
    `Assim você costuma escrever: ${words.map((text) => `“${text}”`).join(' ')}`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** What can be pressed now. */
function labels({ stage }: Talk): string[] {
  return stage.user.messages.slice(-4).flatMap(({ buttons, keyboard = [] }) => [...buttons.flat(), ...keyboard.flat()].map(({ text }) => text))
}
