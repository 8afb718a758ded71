import type { PersonaModel, PersonaMove } from '../agent/persona.js'
import { Cues } from './cues.js'
import { sendFile, shareContact } from './customer.js'
import { briefOf } from './persona-brief.js'
import type { Scenario } from './scenario.js'
import { Stuck } from './script.js'
import type { Talk } from './talk.js'

/** Who plays the customer did nothing that could be judged. */
export class NothingPlayed extends Error {}

/** Of a whole conversation; a move under way is finished. */
const TALK_MS = 5 * 60_000
const ANSWER_MS = 15_000
const QUIET_MS = 1_500
/** How long a customer waits for something to happen, and how often in vain. */
const WAIT_MS = 8_000
const WAITS = 3

/**
 * Lets a model play the scenario's persona until it has what it wants, or gives up, `moves` at most; what others do in the script happens
 * meanwhile. Throws `Stuck` where it does not come to an end, `NothingPlayed`, and `AppError` where the model fails.
 */
export async function playPersona(talk: Talk, scenario: Scenario, model: PersonaModel, moves: number): Promise<void> {
  const cues = new Cues(scenario.roteiro)
  const endsAt = Date.now() + TALK_MS
  const brief = briefOf(talk, scenario)
  let waits = 0
  for (let made = 0; waits < WAITS; made += 1) {
    if (made === moves) throw new Stuck(`a pessoa não chegou ao que queria em ${String(moves)} passos`)
    if (Date.now() > endsAt) throw new Stuck(`a pessoa não chegou ao que queria em ${String(TALK_MS / 60_000)} minutos`)
    await cues.play(talk)
    const move = await model.next(brief, talk.lines, talk.shown())
    if (move.acao === 'fim') break
    if (move.acao === 'esperar') waits = (await happens(talk)) ? 0 : waits + 1
    else {
      waits = 0
      await perform(talk, move)
    }
  }
  if (!talk.lines.some(({ quem }) => quem === 'cliente')) throw new NothingPlayed('quem faz o papel do cliente não disse nada')
  await cues.play(talk)
}

/** Whether anything was said before the customer's patience was over. */
async function happens(talk: Talk): Promise<boolean> {
  talk.note('mundo', 'o cliente espera')
  const { length } = talk.lines
  return (await talk.until(() => (talk.lines.length > length ? true : undefined), WAIT_MS)) === true
}

/** Does it, and waits for what comes of it: words, or something that lands with people. */
async function perform(talk: Talk, move: Exclude<PersonaMove, { acao: 'fim' | 'esperar' }>): Promise<void> {
  const { landings } = talk.stage.sandbox
  const before = landings.list().length
  act(talk, move)
  await talk.until(() => (talk.news().length > 0 || landings.list().length > before ? true : undefined), ANSWER_MS)
  await talk.quiet(QUIET_MS, ANSWER_MS)
}

function act(talk: Talk, move: PersonaMove): void {
  const { user } = talk.stage
  const moves = (said: string): void => {
    talk.note('cliente', said)
    talk.turn()
  }
  switch (move.acao) {
    case 'dizer':
      moves(move.texto)
      talk.lastMessageId = user.sendText(move.texto)
      return
    case 'corrigir':
      if (talk.lastMessageId === 0) {
        act(talk, { acao: 'dizer', texto: move.texto })
        return
      }
      moves(`(corrige) ${move.texto}`)
      user.editText(talk.lastMessageId, move.texto)
      return
    case 'apertar': {
      const found = talk.findButton(move.texto)
      // Who sees a button that is not there writes it.
      if (found) talk.press(found)
      else act(talk, { acao: 'dizer', texto: move.texto })
      return
    }
    case 'contato':
    case 'contato_alheio': {
      const kind = move.acao === 'contato' ? 'proprio' : 'alheio'
      moves(`[contato ${kind}]`)
      shareContact(talk, kind)
      return
    }
    case 'esperar':
    case 'fim':
      return
    default:
      moves(`📎 ${move.acao}`)
      sendFile(talk, move.acao, undefined)
  }
}
