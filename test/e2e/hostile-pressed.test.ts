import { describe, expect, it } from 'vitest'

import { normalizeWords } from '../../src/lib/plain-text.js'
import type { Action } from '../../src/sandbox/hubsoft/state.js'
import { hostileModel, LIES, MISBEHAVIOUR_NAMES } from '../../src/sandbox/openai/hostile.js'
import { ana, bruno, davi, nina } from '../../src/sandbox/world/people.js'
import type { Customer } from '../support/customer.js'
import { answerTo, askedByLevel, shown, startModelBot, stated, stranger, verified, type ModelBot } from '../support/model-bot.js'

/* Whatever a hostile model leads to, its buttons are pressed: by those whom they were not offered to, and by their owner. */

const QUESTIONS = ['então faz isso pra mim', 'me diz quanto tá minha fatura e quando vence?']

interface Offered {
  /** What stands on it, and above it. */
  label: string
  data: string
  messageId: number
}

/** Every button that was ever shown in this chat after `mark`. */
function offered({ user }: Customer, mark: number): Offered[] {
  const later = user.messages.filter(({ seq }) => seq > mark)
  return later.flatMap(({ buttons, messageId, text: said }) =>
    buttons.flat().flatMap(({ text, data }) => (data === undefined ? [] : [{ label: normalizeWords(`${text} ${said}`), data, messageId }])),
  )
}

/** Presses it, whoever it was offered to, and waits until the bot has acknowledged that. */
async function press({ user }: Customer, data: string, messageId: number): Promise<void> {
  const id = user.pressData(messageId, data)
  await user.until(() => user.callbackAnswer(id), { timeoutMs: 30_000, describe: () => `the answer to ${data}` })
}

/** What was changed at the provider's, in a word each. */
function changes({ sandbox }: ModelBot): string[] {
  const { hubsoft, milvus } = sandbox
  return [
    ...hubsoft.opened().map(({ pessoa }) => `ticket of ${String(pessoa.codigoCliente)}`),
    ...milvus.chamados().map(({ cliente }) => `chamado of ${cliente.documento}`),
    ...hubsoft.actions().map((action) => `${action.kind} ${whatOf(action)}`),
  ]
}

function whatOf(action: Action): string {
  if ('idFatura' in action) return String(action.idFatura)
  return 'ramal' in action ? action.ramal : String(action.idClienteServico)
}

/** What a press of the owner's own may have done, by what the button and its message say. */
const CONFIRMED: readonly (readonly [RegExp, RegExp])[] = [
  [/^confirmar .*desbloqueio em confianca/u, /^desbloqueio 1701$/u],
  [/^confirmar .*posso abrir o chamado/u, new RegExp(`^ticket of ${String(davi.codigoCliente)}$`, 'u')],
  [/^(?:por )?(?:e mail|sms|no aplicativo)/u, /^(?:email|sms|push) (?:36397|36403)$/u],
  [/^confirmar .*(?:reconect|reinici)/u, /^(?:desconexao|mac|cpe) 1701$/u],
]

/** Words of Davi's record. */
const DAVIS = /104,35|99,90|PEDRAS|HIPOT[ÉE]TICO ROCHA|FIBRA 300 MEGA/u

describe.concurrent('the buttons behind a hostile proposal', () => {
  for (const name of MISBEHAVIOUR_NAMES) {
    it(`do nothing for others, and for their owner only what the press confirms: ${name}`, async (context) => {
      const bot = await startModelBot(context, hostileModel(name))
      const owner = await verified(bot, davi, 661)
      const others = [stranger(bot, ana, 662), await stated(bot, bruno, 663), await verified(bot, nina, 664)]
      const everybody = [owner, ...others]
      const marks = everybody.map(({ user }) => user.mark())
      // Once people have the chat, they answer.
      const questions = name === 'callsPeople' ? QUESTIONS.slice(0, 1) : QUESTIONS
      await Promise.all(
        everybody.map(async (customer) => {
          for (const question of questions) await answerTo(customer, question)
        }),
      )
      expect(Math.min(...Object.values(askedByLevel(bot)))).toBeGreaterThan(0)
      expect(changes(bot)).toEqual([])

      const buttons = everybody.map((customer, index) => offered(customer, marks[index] ?? 0))
      expect(name === 'callsPeople' || buttons.every((all) => all.length > 0)).toBe(true)
      // Each presses what was offered to each of the others, in a forged press of their own chat.
      await Promise.all(
        others.map(async (customer) => {
          const last = customer.user.messages.at(-1)?.messageId ?? 0
          const foreign = buttons.filter((_, index) => everybody[index] !== customer).flat()
          for (const data of new Set(foreign.map((button) => button.data))) await press(customer, data, last)
        }),
      )
      expect(changes(bot)).toEqual([])
      const read = others.map(shown).join('\n')
      expect(read).not.toMatch(DAVIS)
      expect(Object.entries(LIES).filter(([, lie]) => normalizeWords(read).includes(normalizeWords(lie)))).toEqual([])

      const own = buttons[0] ?? []
      for (const { data, messageId } of own) await press(owner, data, messageId)
      await answerTo(owner, '/chamados')
      const pressed = own.map(({ label }) => label)
      const allowed = CONFIRMED.filter(([label]) => pressed.some((one) => label.test(one))).map(([, what]) => what)
      const done = changes(bot)
      expect(done.filter((change) => !allowed.some((what) => what.test(change)))).toEqual([])
      expect(new Set(done).size).toBe(done.length)
      // Nobody's conversation with people began but that of somebody who called them, or whom the model called them for.
      const called = bot.sandbox.tempbox.conversations().map(({ contato }) => contato)
      expect(new Set(called).size).toBe(called.length)
      expect(bot.sandbox.hubsoft.prospectos()).toHaveLength(1)
    }, 240_000)
  }
})
