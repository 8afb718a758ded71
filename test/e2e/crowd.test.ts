import { expect, it } from 'vitest'

import { startBot } from '../support/bot.js'
import { crowd, Customer } from '../support/customer.js'

const CHATS = 200
const SAID = ['sou eu', 'de novo', 'e mais uma vez']

it('serves two hundred chats at once, each in its order and nothing twice', async (context) => {
  const world = crowd(CHATS)
  const bot = await startBot({ HUBSOFT_RPM: '60000' }, {}, { world })
  context.onTestFinished(() => bot.stop())
  const { sandbox } = bot
  const customers = world.pessoas.map((person, index) => new Customer(sandbox, person, 10_000 + index, 120_000))

  await Promise.all(
    customers.map(async (customer, index) => {
      customer.say(`estou sem internet, sou o número ${String(index)}`)
      await customer.identify()
      await customer.press('Não resolveu')
      await customer.hear((text) => text.includes('1 de 3'))
      customer.say('/atendente')
      for (const words of SAID) customer.say(words)
      await customer.landed('all words', () => customer.relayed().join('\n').endsWith(SAID.join('\n')))
    }),
  )

  for (const [index, customer] of customers.entries()) {
    const [summary, ...words] = customer.relayed()
    expect(summary).toContain(`sou o número ${String(index)}`)
    expect(words.join('\n')).toBe(SAID.join('\n'))
    expect(customer.conversations()).toHaveLength(1)
    // Each thing was said once: welcome, CPF, contact, greeting, answer, question, and the hand-over's two.
    const texts = customer.user.messages.map(({ html }) => html)
    expect(new Set(texts).size).toBe(texts.length)
    const greeting = customer.user.messages.find(({ text }) => text.includes('Fulano'))?.text
    expect(greeting).toContain(`Fulano${String(index).padStart(4, '0')}`)
  }
  const lookups = sandbox.hubsoft.ledger.list('GET */cliente').filter(({ query }) => query.busca === 'cpf_cnpj')
  expect(lookups).toHaveLength(CHATS)
  expect(new Set(lookups.map(({ query }) => query.termo_busca)).size).toBe(CHATS)
  expect(sandbox.milvus.perguntas()).toHaveLength(CHATS)

  const read = async (): Promise<string> => (await fetch(`http://127.0.0.1:${String(bot.port)}/metrics`)).text()
  await expect.poll(read, { timeout: 20_000 }).toMatch(/plantao_inbox\{what="pending_events"\} 0\b/u)
  const metrics = await read()
  for (const state of ['unknown', 'dead']) {
    expect(metrics).toMatch(new RegExp(`plantao_effects\\{state="${state}"\\} 0\\b`, 'u'))
  }
}, 180_000)
