import { describe, expect, it, type TestContext } from 'vitest'

import type { FaultSpec } from '../../src/sandbox/http/faults.js'
import { ana, davi } from '../../src/sandbox/world/people.js'
import type { Person } from '../../src/sandbox/world/types.js'
import { IMPATIENT, startBot, type BotUnderTest } from '../support/bot.js'
import { Customer } from '../support/customer.js'

/* Writes whose answer is lost, late or nonsense, each in a bot and among stand-ins of its own. */

const PROBLEM = 'estou sem internet desde cedo'
const TV = 'minha tv não mostra nenhum canal'

const LOST: readonly (readonly [string, FaultSpec])[] = [
  ['done, the answer lost', { kind: 'loseAnswer' }],
  ['done, the answer cut in half', { kind: 'cutAnswer' }],
  ['done, an HTML 502 for an answer', { kind: 'status', status: 502, work: true }],
  ['not done, an HTML 502 for an answer', { kind: 'status', status: 502 }],
  ['not done, silent for half a minute', { kind: 'silent', ms: 30_000 }],
  ['done at once, never answered', { kind: 'hangThenDo', ms: 0 }],
  ['done after the caller gave up', { kind: 'hangThenDo', ms: 9_000 }],
]

async function open(context: TestContext, person: Person = ana): Promise<{ bot: BotUnderTest; customer: Customer }> {
  const bot = await startBot({}, { policies: IMPATIENT })
  context.onTestFinished(() => bot.stop())
  return { bot, customer: new Customer(bot.sandbox, person, 501) }
}

describe.concurrent('POST atendimento', () => {
  it.for(LOST)('%s: one atendimento, and its protocolo', { timeout: 90_000 }, async ([, fault], context) => {
    const { bot, customer } = await open(context)
    bot.sandbox.faults.hubsoft.arm('POST */atendimento', fault)
    const { at, mark } = await customer.order(PROBLEM)
    const word = await customer.hear((text) => /confirmando|Protocolo/iu.test(text), mark)
    expect(word.at - at).toBeLessThan(10_000)
    const ticket = await customer.toldProtocolo()
    expect(customer.atendimentos()).toEqual([ticket])
    expect(customer.user.messages.filter(({ text }) => text.includes(`Protocolo: ${ticket.protocolo}`))).toHaveLength(1)
  })

  it('done, its answer lost: says confirmando before the protocolo, by production’s own waits', async (context) => {
    const bot = await startBot()
    context.onTestFinished(() => bot.stop())
    const customer = new Customer(bot.sandbox, ana, 501)
    bot.sandbox.faults.hubsoft.arm('POST */atendimento', { kind: 'loseAnswer' })
    const { at, mark } = await customer.order(PROBLEM)
    const slow = await customer.hear((text) => /confirmando/iu.test(text), mark)
    expect(slow.at - at).toBeLessThan(10_000)
    await customer.toldProtocolo()
    expect(customer.atendimentos()).toHaveLength(1)
  }, 60_000)
})

describe.concurrent('a later message', () => {
  it.for(LOST)('%s: once in the atendimento', { timeout: 90_000 }, async ([, fault], context) => {
    const { bot, customer } = await open(context)
    await customer.order(PROBLEM)
    const ticket = await customer.toldProtocolo()
    bot.sandbox.faults.hubsoft.arm('POST */adicionar_mensagem/*', fault)
    customer.say('agora a luz apagou')
    await customer.landed('the words', () => ticket.mensagens.length > 0)
    // What comes behind it shows that it was settled; its own repetition would stand before that.
    customer.say('e voltou')
    await customer.landed('the words behind', () => ticket.mensagens.some(({ texto }) => texto.includes('e voltou')))
    expect(ticket.mensagens.map(({ texto }) => texto.replace(/^\[.*?\] /u, ''))).toEqual([
      'Cliente: agora a luz apagou',
      'Cliente: e voltou',
    ])
  })
})

describe.concurrent('a chamado', () => {
  it.for(LOST)('%s: one in Milvus and none in HubSoft', { timeout: 90_000 }, async ([, fault], context) => {
    const { bot, customer } = await open(context)
    bot.sandbox.faults.milvus.arm('POST */chamado/criar', fault)
    const { at, mark } = await customer.order(TV)
    const word = await customer.hear((text) => /confirmando|Protocolo/iu.test(text), mark)
    expect(word.at - at).toBeLessThan(10_000)
    await customer.hear((text) => text.includes('Protocolo:'), mark)
    expect(customer.chamados()).toHaveLength(1)
    expect(customer.atendimentos()).toHaveLength(0)
    const [chamado] = customer.chamados()
    await customer.hear((text) => text.includes(String(chamado?.codigo)))
    bot.sandbox.faults.milvus.arm('POST */acompanhamento/criar', fault)
    customer.say('agora a imagem voltou')
    await customer.landed('the words', () => (chamado?.acompanhamentos.length ?? 0) > 0)
    customer.say('e sumiu de novo')
    const last = (): string => chamado?.acompanhamentos.at(-1)?.texto ?? ''
    await customer.landed('the words behind', () => last().includes('sumiu de novo'))
    expect(chamado?.acompanhamentos).toHaveLength(2)
  })

  it('of a customer whom Milvus does not know becomes an atendimento', async (context) => {
    const { customer } = await open(context, davi)
    await customer.order(TV)
    const ticket = await customer.toldProtocolo()
    expect(ticket.descricao).toContain(TV)
    expect(customer.chamados()).toHaveLength(0)
    expect(customer.atendimentos()).toHaveLength(1)
  }, 60_000)
})

describe.concurrent('a hand-over', () => {
  it.for(LOST)('%s: one conversation, every word once, in order', { timeout: 120_000 }, async ([, fault], context) => {
    const { bot, customer } = await open(context)
    const { tempbox } = bot.sandbox.faults
    tempbox.arm('POST */CriarPorContato', fault)
    tempbox.arm('POST */EnviarMensagem', fault)
    const words = ['primeira', 'segunda', 'terceira']
    customer.say('olá')
    await customer.hear((text) => /\bCPF\b/u.test(text))
    const mark = customer.user.mark()
    customer.say('/atendente')
    const before = Date.now()
    const word = await customer.hear((text) => /atendente|equipe/iu.test(text), mark)
    expect(word.at - before).toBeLessThan(10_000)
    words.forEach((text) => customer.say(text))
    await customer.landed('all words', () => customer.relayed().at(-1)?.endsWith('terceira') === true)
    tempbox.arm('POST */EnviarMensagem', fault)
    customer.say('quarta')
    customer.say('/encerrar')
    await customer.landed('the end', () => customer.conversations()[0]?.concluido === true)
    expect(customer.relayed().slice(1).join('\n').split('\n')).toEqual([...words, 'quarta'])
    expect(customer.conversations()).toHaveLength(1)
  })
})
