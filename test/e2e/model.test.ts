import { describe, expect, it } from 'vitest'

import { ScriptedModel, type Step } from '../../src/sandbox/openai/script.js'
import { sensibleModel } from '../../src/sandbox/openai/sensible.js'
import type { ModelRequest } from '../../src/sandbox/openai/types.js'
import { ana, davi, nina } from '../../src/sandbox/world/people.js'
import { world } from '../../src/sandbox/world.js'
import { ANSWER_MS, answerTo, shown, startModelBot, stated, verified, type ModelBot } from '../support/model-bot.js'

const CHAT = 'POST */chat/completions'

const has = (word: string) => (request: ModelRequest) => request.messages.at(-1)?.text.includes(word) === true

describe.concurrent('free language', () => {
  it('leads to the flow it means, and triage asks only what was not told', async (context) => {
    const told = { frequencia: 'Várias vezes por hora', aparelhos: 'Só no Wi-Fi' }
    const script = new ScriptedModel(
      [{ when: has('o bicho'), answer: { kind: 'decision', decision: { tipo: 'fluxo', fluxo: 'problema', categoria: 'quedas', respostas: told } } }],
      sensibleModel,
    )
    const bot = await startModelBot(context, script.respond)
    const customer = await verified(bot, ana, 701)
    customer.say('o bicho apaga e acende o dia todo, umas dez vezes por hora, e é só no meu celular pelo ar')
    for (;;) {
      const pressed = await customer.press('Não resolveu', 'Nada muda', 'Pronto')
      if (pressed === 'Pronto') break
    }
    const seen = shown(customer)
    expect(seen).toContain('alguma luz do aparelho')
    expect(seen).not.toContain('Com que frequência a conexão cai?')
    expect(seen).not.toContain('Cai em todos os aparelhos ao mesmo tempo?')
    await customer.finishFiles()
    expect(customer.atendimentos()).toEqual([])
    await customer.confirm()
    const ticket = await customer.toldProtocolo()
    for (const words of ['o bicho apaga e acende', ...Object.values(told), 'Nada muda']) expect(ticket.descricao).toContain(words)
    script.assertComplete()
  }, 60_000)

  it('is answered with what the systems say: invoices with their amounts and dates', async (context) => {
    const bot = await startModelBot(context, sensibleModel)
    const customer = await verified(bot, davi, 702)
    const mark = customer.user.mark()
    customer.say('oi, quanto tá o boleto e quando é o vencimento?')
    await customer.hear((text) => text.includes('104,35') && text.includes('10/06/2026'), mark)
    expect(bot.openai.requests().some(({ messages }) => messages.some(({ role }) => role === 'tool'))).toBe(true)
  }, 60_000)

  it('tells nothing of a record before its customer is proved, and asks for that', async (context) => {
    const bot = await startModelBot(context, sensibleModel)
    const customer = await stated(bot, davi, 703)
    const mark = customer.user.mark()
    customer.say('quanto tá o boleto e quando é o vencimento?')
    await customer.hear((text) => /contato|telefone|confirmar/iu.test(text), mark)
    expect(shown(customer)).not.toMatch(/104,35|99,90|MEGA|PEDRAS/u)
    expect(bot.openai.received()).not.toMatch(/104,35|99,90|MEGA|PEDRAS/u)
  }, 60_000)
})

type Death = (bot: ModelBot) => void | Promise<void>

/** How the endpoint dies for good. */
const DEATHS: Readonly<Record<string, Death>> = {
  'refusing connections': ({ openai }) => openai.faults.down(),
  'closing connections': ({ openai }) => openai.faults.arm(CHAT, { kind: 'loseAnswer' }, 1_000),
  'with errors': ({ openai }) => openai.faults.arm(CHAT, { kind: 'status', status: 502 }, 1_000),
  'with its limit reached': ({ openai }) => openai.faults.arm(CHAT, { kind: 'rateLimit', retryAfterS: 60 }, 1_000),
  'with its key revoked': ({ openai }) => openai.faults.revokeTokens(),
  'in the middle of its answer': ({ openai }) => openai.faults.arm(CHAT, { kind: 'cutAnswer' }, 1_000),
  'silent': ({ openai }) => openai.faults.arm(CHAT, { kind: 'silent' }, 1_000),
}

describe.concurrent('the endpoint of the model dies', () => {
  for (const [how, die] of Object.entries(DEATHS)) {
    it(`${how}, before any answer: rules answer in time`, async (context) => {
      const bot = await startModelBot(context, sensibleModel)
      const customer = await verified(bot, nina, 711)
      await die(bot)
      const { ms } = await answerTo(customer, 'tô sem internet desde ontem')
      expect(ms).toBeLessThan(ANSWER_MS)
      await customer.press('Não resolveu', 'Pular', 'Reconectar')
    }, 60_000)

    it(`${how}, after a tool was called: rules answer in time`, async (context) => {
      const call: Step = {
        afterTools: 0,
        when: (request) => request.tools.some(({ name }) => /fatura/iu.test(name)),
        answer: async ({ tools }) => {
          await die(bot)
          return { kind: 'tools', calls: tools.filter(({ name }) => /fatura/iu.test(name)).map(({ name }) => ({ name, args: {} })) }
        },
      }
      const script = new ScriptedModel([call], sensibleModel)
      const bot = await startModelBot(context, sensibleModel)
      const customer = await verified(bot, davi, 712)
      bot.openai.use(script.respond)
      const { ms } = await answerTo(customer, 'quanto tá o boleto?')
      expect(ms).toBeLessThan(ANSWER_MS)
      script.assertComplete()
    }, 60_000)
  }

  it('sending without an end: rules answer in time', async (context) => {
    const bot = await startModelBot(context, () => ({ kind: 'endless', text: ' ', everyMs: 200 }))
    const customer = await verified(bot, nina, 713)
    expect((await answerTo(customer, 'tô sem internet desde ontem')).ms).toBeLessThan(ANSWER_MS)
    await customer.press('Não resolveu', 'Pular', 'Reconectar')
  }, 60_000)
})

describe.concurrent('what leaves for the model', () => {
  it('holds no document, phone, e-mail, name, address or protocol of the customer', async (context) => {
    const person = { ...nina, nome: 'CANARINHO SOBRENOMEDEMENTIRA', email: 'canarinho@exemplo.invalid', telefones: ['37991234567', '', ''] as const }
    const bot = await startModelBot(context, sensibleModel, { ...world, pessoas: [person, ana] })
    const customer = await verified(bot, person, 721)
    const formatted = person.documento.replace(/^(...)(...)(...)(..)$/u, '$1.$2.$3-$4')
    customer.say('tô sem internet desde ontem')
    await customer.triage()
    await customer.finishFiles()
    await customer.confirm()
    const { protocolo } = await customer.toldProtocolo()
    for (const words of [
      `meu cpf é ${formatted}, telefone (37) 99123-4567, e-mail canarinho@exemplo.invalid, quanto tá o boleto?`,
      `sou o Canarinho Sobrenomedementira, moro na Rua dos Jacarandás, 15, CEP 35999-000, cpf ${person.documento}`,
      'minha conexão está online?',
      `o protocolo ${protocolo} está em que andamento?`,
      'e aí, o que aconteceu com meu chamado?',
      'quando o técnico vem?',
    ]) await answerTo(customer, words)
    const sent = bot.openai.received()
    expect(bot.openai.requests().length).toBeGreaterThan(2)
    const secret = { formatted, cpf: person.documento, phone: '37991234567', phoneWritten: '99123-4567', email: 'canarinho@', protocolo }
    expect(Object.entries(secret).filter(([, value]) => sent.includes(value))).toEqual([])
    expect(sent).not.toMatch(/canarinho|sobrenomedementira|jacarand|35999-?000|login2501/iu)
  }, 90_000)
})
