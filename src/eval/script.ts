import type { BotMessage } from '../sandbox/telegram/types.js'
import { fill, sendFile, shareContact } from './customer.js'
import { fits } from './fits.js'
import type { Act, Step } from './steps.js'
import type { Talk } from './talk.js'
import { actElsewhere } from './elsewhere.js'

/** The bot did not do what the script waits for. */
export class Stuck extends Error {}

/** The longest that a customer waits for one thing. */
const PATIENCE_MS = 15_000
const BRANCH_MS = 6_000
/** Longer than Telegram's pace of a message a second. */
const QUIET_MS = 1_300

/** Plays a scenario's script. Throws `Stuck` where the bot does not do what is waited for. */
export async function playScript(talk: Talk, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step.se) {
      const { ve, botao, entao, senao } = step.se
      const seen = await talk.until(() => (sees(talk, ve, botao) ? true : undefined), BRANCH_MS)
      await playScript(talk, seen === true ? entao : senao)
    } else await perform(talk, step)
  }
}

async function perform(talk: Talk, act: Act): Promise<void> {
  if (await say(talk, act)) return
  if (await wait(talk, act)) return
  if (act.nota !== undefined) return
  await actElsewhere(talk, act)
}

/** What the customer does in Telegram; false where the act is none of that. */
async function say(talk: Talk, act: Act): Promise<boolean> {
  const { user } = talk.stage
  if (act.diz !== undefined) {
    await answered(talk)
    const parts = [act.diz].flat().map((words) => fill(talk, words))
    talk.turn()
    for (const words of parts) {
      talk.note('cliente', words)
      talk.lastMessageId = user.sendText(words)
    }
  } else if (act.corrige !== undefined) {
    const words = fill(talk, act.corrige)
    talk.note('cliente', `(corrige) ${words}`)
    talk.turn()
    user.editText(talk.lastMessageId, words)
  } else if (act.aperta !== undefined) {
    talk.press(await awaitButton(talk, act.aperta))
  } else if (act.contato !== undefined) {
    await awaitContact(talk)
    talk.note('cliente', `[contato ${act.contato}]`)
    talk.turn()
    shareContact(talk, act.contato)
  } else if (act.envia !== undefined) {
    await answered(talk)
    talk.note('cliente', `📎 ${act.envia} ${act.legenda ?? ''}`.trim())
    talk.turn()
    sendFile(talk, act.envia, act.legenda === undefined ? undefined : fill(talk, act.legenda))
  } else if (act.identifica) {
    await awaitText(talk, 'cpf')
    await perform(talk, { diz: '{cpf}' })
    await perform(talk, { contato: 'proprio' })
  } else if (act.pula_triagem) await skipTriage(talk)
  else return false
  return true
}

async function wait(talk: Talk, act: Act): Promise<boolean> {
  if (act.espera !== undefined) await awaitText(talk, act.espera)
  else if (act.espera_botao !== undefined) await awaitButton(talk, act.espera_botao)
  else if (act.espera_silencio) await talk.quiet(QUIET_MS, PATIENCE_MS)
  else if (act.espera_equipe !== undefined) {
    const source = act.espera_equipe
    const seen = (): true | undefined => (relayed(talk).some((text) => fits(source, text)) ? true : undefined)
    if ((await talk.until(seen, PATIENCE_MS)) === undefined) throw new Stuck(`não chegou à equipe: ${source}`)
  } else return false
  talk.waited = true
  return true
}

async function skipTriage(talk: Talk): Promise<void> {
  for (let asked = 0; asked < 12; asked += 1) {
    const found = await talk.until(
      () => ['Não resolveu', 'Pular', 'Pronto'].map((label) => fresh(talk, label)).find((button) => button !== undefined),
      PATIENCE_MS,
    )
    if (!found) break
    talk.press(found)
    if (found.text.includes('Pronto')) return
  }
  throw stuck(talk, 'o botão Pronto')
}

/** Of what was said since the last move. */
function fresh(talk: Talk, label: string): ReturnType<Talk['findButton']> {
  const found = talk.findButton(label)
  return found && talk.news().includes(found.message) ? found : undefined
}

function sees(talk: Talk, ve: string | undefined, botao: string | undefined): boolean {
  if (botao !== undefined) return fresh(talk, botao) !== undefined
  return ve !== undefined && talk.news().some(({ text }) => fits(ve, text))
}

async function awaitText(talk: Talk, source: string): Promise<BotMessage> {
  const found = await talk.until(() => talk.news().find(({ text }) => fits(source, text)), PATIENCE_MS)
  if (!found) throw stuck(talk, `«${source}»`)
  return found
}

async function awaitButton(talk: Talk, label: string): Promise<NonNullable<ReturnType<Talk['findButton']>>> {
  const found = await talk.until(() => fresh(talk, label) ?? (talk.news().length > 0 ? talk.findButton(label) : undefined), PATIENCE_MS)
  if (!found) throw stuck(talk, `o botão ${label}`)
  return found
}

async function awaitContact(talk: Talk): Promise<void> {
  const asks = (): true | undefined =>
    talk.news().some(({ keyboard = [] }) => keyboard.flat().some(({ requestContact }) => requestContact)) ? true : undefined
  if ((await talk.until(asks, PATIENCE_MS)) === undefined) throw stuck(talk, 'o pedido de contato')
}

/** Who writes again waits for an answer first, but not for ever: attendants take their time. */
async function answered(talk: Talk): Promise<void> {
  if (!talk.waited && talk.since > 0) await talk.until(() => (talk.news().length > 0 ? true : undefined), PATIENCE_MS)
  talk.waited = false
}

function relayed({ stage }: Talk): string[] {
  return stage.sandbox.tempbox.conversations().flatMap(({ mensagens }) => mensagens.map(({ texto }) => texto))
}

function stuck(talk: Talk, what: string): Stuck {
  const last = talk.news().map(({ text }) => `“${text.replace(/\s+/gu, ' ').slice(0, 120)}”`)
  return new Stuck(`esperava ${what}; ${last.length === 0 ? 'o bot não disse nada' : `o bot disse ${last.slice(-3).join(' · ')}`}`)
}
