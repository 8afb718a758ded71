import { expect, it } from 'vitest'

import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { startBot } from '../support/bot.js'
import { crowd, Customer } from '../support/customer.js'
import { hasRedis } from '../support/redis-server.js'
import { startReplicas } from '../support/replicas.js'

const CHATS = 60
const OUTAGE = 'Rompimento de fibra no bairro Jardim Modelo, previsão de retorno 18h.'
const OVER = 'não consta mais'

it.concurrent('tells sixty chats of the end of their outage once each, over a restart, for a few readings', async (context) => {
  const world = crowd(CHATS)
  const bot = await startBot({ HUBSOFT_RPM: '60000' }, {}, { world })
  context.onTestFinished(() => bot.stop())
  const { sandbox } = bot
  const customers = world.pessoas.map((person, index) => new Customer(sandbox, person, 30_000 + index, 90_000))
  await waitTogether(customers)
  await bot.restart()

  const before = readings(sandbox)
  await untilRead(sandbox, before + 4)
  expect(customers.some(hasHeard)).toBe(false)
  // Four looks at the outage are not four times sixty.
  expect(readings(sandbox) - before).toBeLessThan(30)

  const [first, left, ...others] = customers
  left?.say('/sair')
  await left?.hear((text) => text.includes('não está mais ligado'))
  if (left) left.person.alertas = []
  // Whose alert stays hears nothing, whatever became of the others'.
  for (const { person } of others) person.alertas = []
  await Promise.all(others.map((customer) => customer.hear((text) => text.includes(OVER))))
  expect(first && hasHeard(first)).toBe(false)
  expect(left && hasHeard(left)).toBe(false)
  if (first) first.person.alertas = []
  await first?.hear((text) => text.includes(OVER))

  for (const customer of [first, ...others]) expect(timesHeard(customer)).toBe(1)
  expect(left && hasHeard(left)).toBe(false)
  expect(sandbox.hubsoft.opened()).toEqual([])
  const told = others[0]?.user.messages.find(({ text }) => text.includes(OVER))
  expect(told?.text).toContain('conectada')
  expect(told?.buttons.flat().map(({ text }) => text).join()).toMatch(/Conexão.*Suporte/u)
}, 180_000)

it.runIf(hasRedis).concurrent('two replicas tell the end of an outage once to each', { timeout: 180_000 }, async (context) => {
  const env = { POLL_INTERVAL_MS: '100' }
  const { sandbox, customers } = await startReplicas(context, { bots: 2, customers: 20, env })
  await waitTogether(customers)
  for (const { person } of customers) person.alertas = []
  await Promise.all(customers.map((customer) => customer.hear((text) => text.includes(OVER))))
  const before = readings(sandbox)
  // Whoever would tell it again has had the time of several looks.
  const [one] = customers
  one?.say('/ajuda')
  await one?.hear((text) => text.includes('/menu'))
  for (const customer of customers) expect(timesHeard(customer)).toBe(1)
  expect(readings(sandbox)).toBe(before)
})

/** Each complains, is told of the outage in the provider's words and asks to hear of its end. */
async function waitTogether(customers: readonly Customer[]): Promise<void> {
  for (const { person } of customers) person.alertas = [OUTAGE]
  await Promise.all(
    customers.map(async (customer) => {
      customer.say('tô sem internet desde ontem')
      await customer.identify()
      await customer.hear((text) => text.includes(OUTAGE))
      await customer.press('Avise-me')
      await customer.hear((text) => text.includes('Combinado'))
    }),
  )
}

const timesHeard = (customer: Customer | undefined): number =>
  customer?.user.messages.filter(({ text }) => text.includes(OVER)).length ?? 0

const hasHeard = (customer: Customer): boolean => timesHeard(customer) > 0

/** How often a record was read by its code. */
const readings = ({ hubsoft }: Sandbox): number =>
  hubsoft.ledger.list('GET */cliente').filter(({ query }) => query.busca === 'codigo_cliente').length

async function untilRead(sandbox: Sandbox, count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = sandbox.hubsoft.ledger.onRequest(() => {
      if (readings(sandbox) < count) return
      stop()
      resolve()
    })
  })
}
