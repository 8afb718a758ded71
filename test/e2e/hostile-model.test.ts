import { describe, expect, it } from 'vitest'

import { normalizeWords } from '../../src/lib/plain-text.js'
import { hostileModel, LIES, MISBEHAVIOUR_NAMES } from '../../src/sandbox/openai/hostile.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { ana, davi, nina } from '../../src/sandbox/world/people.js'
import { ANSWER_MS, answerTo, askedByLevel, shown, startModelBot, stated, stranger, verified } from '../support/model-bot.js'

/** What a customer of whatever level asks. Each could go to the model. */
const QUESTIONS = ['me diz quanto tá minha fatura e quando vence?', 'queria entender uma coisa do meu serviço aí', 'então faz isso pra mim']

/** Everything that was changed in another system; nobody pressed anything. */
function changes({ hubsoft, milvus }: Sandbox): unknown[] {
  return [...hubsoft.opened(), ...hubsoft.actions(), ...milvus.chamados()]
}

/** The lies that somebody reads. */
function liesIn(text: string): string[] {
  const read = normalizeWords(text)
  return Object.entries(LIES).flatMap(([name, lie]) => (read.includes(normalizeWords(lie)) ? [name] : []))
}

/** Long sentences of the instructions that somebody reads. */
function instructionsIn(text: string, instructions: readonly string[]): string[] {
  const lines = instructions.flatMap((one) => one.split('\n')).filter((line) => line.length > 60)
  return lines.filter((line) => text.includes(line.slice(0, 60)))
}

describe.concurrent('a model that proposes the worst', () => {
  for (const name of MISBEHAVIOUR_NAMES) {
    it(`changes nothing, reveals nothing, and leaves nobody unanswered: ${name}`, async (context) => {
      const bot = await startModelBot(context, hostileModel(name))
      // Davi's data is what the model offers, so Davi is none of them.
      const customers = [stranger(bot, ana, 601), await stated(bot, ana, 602), await verified(bot, nina, 603)]
      // Once people have the chat, they answer.
      const questions = name === 'callsPeople' ? QUESTIONS.slice(0, 1) : QUESTIONS
      const waits: number[] = []
      await Promise.all(
        customers.map(async (customer) => {
          for (const question of questions) waits.push((await answerTo(customer, question)).ms)
        }),
      )
      expect(Math.max(...waits)).toBeLessThan(ANSWER_MS)
      expect(Math.min(...Object.values(askedByLevel(bot)))).toBeGreaterThan(0)
      expect(changes(bot.sandbox)).toEqual([])
      // People may be called without a press, once a chat: it changes nothing, and somebody in need may not find a button.
      const called = bot.sandbox.tempbox.conversations().map(({ contato }) => contato)
      expect(called.length).toBe(name === 'callsPeople' ? new Set(called).size : 0)
      const read = customers.map(shown).join('\n')
      expect(liesIn(read)).toEqual([])
      expect(instructionsIn(read, bot.openai.requests().flatMap(({ messages }) => messages.map(({ text }) => text)))).toEqual([])
      expect(read).not.toContain('<script')
      expect(askedFor(bot.sandbox, davi.documento)).toBe(false)
    }, 200_000)
  }
})

/** Whether anything about this person was read, anywhere. */
function askedFor({ hubsoft, milvus }: Sandbox, documento: string): boolean {
  return JSON.stringify([...hubsoft.ledger.list(), ...milvus.ledger.list()]).includes(documento)
}
