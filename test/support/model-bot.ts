import type { TestContext } from 'vitest'

import type { Overrides } from '../../src/app.js'
import type { OpenaiStandIn } from '../../src/sandbox/openai.js'
import { lastUserText, type Model } from '../../src/sandbox/openai/types.js'
import type { Person, World } from '../../src/sandbox/world/types.js'
import { startBot, type BotUnderTest } from './bot.js'
import { Customer } from './customer.js'

/** The longest that a customer may wait for an answer when the model does not give one. */
export const ANSWER_MS = 25_000

export interface ModelBot extends BotUnderTest {
  openai: OpenaiStandIn
}

/** The production app with a model behind its endpoint; stopped at the test's end. */
export async function startModelBot(
  context: TestContext,
  model: Model,
  world?: World,
  { env = {}, overrides = {} }: { env?: Record<string, string>; overrides?: Overrides } = {},
): Promise<ModelBot> {
  const bot = await startBot(env, overrides, { model, ...(world && { world }) })
  context.onTestFinished(() => bot.stop())
  const { openai } = bot.sandbox
  if (!openai) throw new Error('the sandbox was asked for a model')
  return Object.assign(bot, { openai })
}

/** A customer whom the bot does not know yet. */
export function stranger({ sandbox }: ModelBot, person: Person, id: number): Customer {
  return new Customer(sandbox, { ...person, telefones: [`3798888${String(id).padStart(4, '0')}`, '', ''] }, id)
}

/** A customer proved by the record's birth date alone: level 1. */
export async function stated(bot: ModelBot, person: Person, id: number): Promise<Customer> {
  const customer = stranger(bot, person, id)
  customer.say('/menu')
  await customer.press('Suporte', 'Faturas')
  await customer.identify()
  await customer.hear((text) => /nascimento/iu.test(text))
  const mark = customer.user.mark()
  customer.say(brazilianDate(person.nascimento ?? ''))
  await customer.hear(() => true, mark)
  return customer
}

/** A customer proved by their own contact: level 2, at the menu. */
export async function verified(bot: ModelBot, person: Person, id: number): Promise<Customer> {
  const customer = new Customer(bot.sandbox, person, id)
  customer.say('/chamados')
  await customer.identify()
  await customer.sees('Menu', 'Suporte')
  return customer
}

/** Says it, and resolves with the first words that come for it, and how long they took, in milliseconds. */
export async function answerTo(customer: Customer, text: string): Promise<{ text: string; ms: number }> {
  const mark = customer.user.mark()
  const at = Date.now()
  customer.say(text)
  const message = await customer.hear((said) => said.trim() !== '', mark, ANSWER_MS + 10_000)
  return { text: message.text, ms: message.at - at }
}

/** Everything that the bot ever showed in this chat: texts and the labels of buttons. */
export function shown({ user }: Customer): string {
  return user.messages.map(({ text, buttons }) => [text, ...buttons.flat().map((button) => button.text)].join('\n')).join('\n')
}

/** `1988-04-12 00:00:00` as people write it. */
function brazilianDate(iso: string): string {
  return iso.slice(0, 10).split('-').reverse().join('/')
}

/** How often the model was asked at each level of identification. */
export function askedByLevel({ openai }: ModelBot): Readonly<Record<'0' | '1' | '2', number>> {
  const levels = openai.requests().map((request) => /"nivel":([012])/u.exec(lastUserText(request))?.[1])
  const count = (level: string): number => levels.filter((one) => one === level).length
  return { 0: count('0'), 1: count('1'), 2: count('2') }
}
