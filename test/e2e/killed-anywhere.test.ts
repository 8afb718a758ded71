import { describe, expect, it } from 'vitest'

import { samplePng } from '../../src/sandbox/sample-file.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { crowd, Customer, sha256 } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

/*
 * Several customers live through the whole story at once while the process is killed again and again, each time when
 * the stand-ins have met so many requests since it came up; how many, the seed decides.
 */

const CUSTOMERS = 5
const KILLS = 14
const LATER = ['agora a luz apagou', 'e o telefone também']
const TALK = ['bom dia', 'trabalho em casa', 'pode ser hoje?', 'obrigado']

describe.concurrent('killed again and again', () => {
  it.for([1, 2, 3])('nothing is lost and nothing doubled, seed %i', { timeout: 240_000 }, async (seed, context) => {
    const world = crowd(CUSTOMERS)
    const sandbox = await startSandbox({ world })
    context.onTestFinished(() => sandbox.stop())
    const bot = await BotProcess.start({ env: { ...sandbox.env, POLL_INTERVAL_MS: '500' }, impatient: true })
    context.onTestFinished(() => bot.dispose())

    const customers = world.pessoas.map((person, index) => new Customer(sandbox, person, 700 + index, 120_000))
    const killing = killRepeatedly(sandbox, bot, createRandom(seed))
    await Promise.all(customers.map((customer, index) => live(customer, index)))
    await killing.end()
    expect(bot.kills).toBeGreaterThanOrEqual(KILLS / 2)
    customers.forEach((customer, index) => expectAllOnce(customer, index, bot.kills))
  })
})

/** From the first word to the end of the talk with an attendant; differs a little from one customer to the next. */
async function live(customer: Customer, index: number): Promise<void> {
  await customer.order(problemOf(index), filesOf(index))
  const ticket = await customer.toldProtocolo()
  for (const [count, words] of LATER.entries()) {
    customer.say(words)
    await customer.landed(words, () => ticket.mensagens.length > count)
  }
  const arrived = (): number => new Set(ticket.anexos.map((anexo) => anexo.sha256)).size
  await customer.landed('the files', () => arrived() === filesOf(index).length)
  customer.say('/atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  for (const words of TALK) {
    customer.say(words)
    // Half of them write on without waiting.
    if (index % 2 === 0) await customer.landed(words, () => customer.relayed().includes(words))
  }
  customer.sandbox.tempbox.attendantSays(String(customer.id), 'Rita Inventada', 'Um técnico vai aí.')
  await customer.hear((text) => text.includes('Um técnico vai aí.'))
  await customer.landed('the last words', () => joined(customer).includes('obrigado'))
  customer.say('/encerrar')
  await customer.landed('the end', () => customer.conversations()[0]?.concluido === true)
}

function expectAllOnce(customer: Customer, index: number, kills: number): void {
  const atendimentos = customer.atendimentos()
  expect(atendimentos.map(({ descricao }) => descricao.includes(problemOf(index)))).toEqual([true])
  const [ticket] = atendimentos
  expect(ticket?.mensagens.map(({ texto }) => LATER.findIndex((words) => texto.includes(words)))).toEqual([0, 1])
  const arrived = (ticket?.anexos ?? []).map((anexo) => anexo.sha256)
  expect(new Set(arrived)).toEqual(new Set(filesOf(index).map(({ bytes }) => sha256(bytes))))
  expect(arrived.length).toBeLessThanOrEqual(filesOf(index).length + kills)
  expect(customer.conversations()).toHaveLength(1)
  expect(joined(customer)).toBe(TALK.join('\n'))
  const told = customer.user.messages.filter(({ text }) => text.includes('Um técnico vai aí.'))
  expect(told.length).toBeGreaterThanOrEqual(1)
  expect(told.length).toBeLessThanOrEqual(1 + kills)
}

/** What was relayed after the summary; a burst may come as one message of several lines. */
function joined(customer: Customer): string {
  return customer.relayed().slice(1).join('\n')
}

function problemOf(index: number): string {
  const number = String(index)
  return index % 2 === 0 ? `estou sem internet desde as ${number} horas` : `o jogo número ${number} tem muito lag`
}

function filesOf(index: number) {
  return Array.from({ length: (index % 3) + 1 }, (_, count) => ({
    bytes: Buffer.concat([samplePng(), Buffer.from(`${String(index)}/${String(count)}`)]),
    file: { as: 'photo', caption: `foto ${String(count)}` } as const,
  }))
}

function killRepeatedly(sandbox: Sandbox, bot: BotProcess, random: () => number): { end(): Promise<void> } {
  const systems = [sandbox.telegram, sandbox.hubsoft, sandbox.milvus, sandbox.tempbox]
  let left = draw()
  let restarting: Promise<void> | undefined
  let failure: unknown
  function draw(): number {
    return 5 + Math.floor(random() * 50)
  }
  const onRequest = (): void => {
    if (restarting !== undefined || bot.kills >= KILLS || --left > 0) return
    restarting = bot
      .kill()
      .then(() => bot.start())
      .catch((error: unknown) => (failure ??= error))
      .then(() => {
        left = draw()
        restarting = undefined
      })
  }
  const stop = systems.map(({ ledger }) => ledger.onRequest(onRequest))
  return {
    async end() {
      stop.forEach((unsubscribe) => unsubscribe())
      await restarting
      expect(failure).toBeUndefined()
    },
  }
}

/** Numbers of [0, 1) that a seed decides (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
