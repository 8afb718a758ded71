import { describe, expect, it, type TestContext } from 'vitest'

import { systemClock } from '../../src/lib/clock.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { ana } from '../../src/sandbox/world/people.js'
import { IMPATIENT, startBot, type BotUnderTest } from '../support/bot.js'
import { Customer, sha256 } from '../support/customer.js'

/* One system in trouble at a time, where it matters: silent, refusing connections, or its token revoked. */

const PROBLEM = 'estou sem internet desde cedo'
const PHOTO = { bytes: samplePng(), file: { as: 'photo' } } as const

type System = 'hubsoft' | 'milvus' | 'tempbox'
interface Trouble {
  name: string
  begin(sandbox: Sandbox, system: System): Promise<void>
  end(sandbox: Sandbox, system: System): Promise<void>
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'silent',
    begin: async ({ faults }, system) => faults[system].arm('* *', { kind: 'silent', ms: 30_000 }, 1_000),
    end: async ({ faults }, system) => faults[system].clear(),
  },
  {
    name: 'down',
    begin: ({ faults }, system) => faults[system].down(),
    end: ({ faults }, system) => faults[system].up(),
  },
  {
    name: 'with its token revoked',
    begin: async ({ faults }, system) => {
      faults[system].revokeTokens()
      // Logging in again is no way out either.
      if (system === 'hubsoft') faults.hubsoft.arm('POST /oauth/token', { kind: 'status', status: 401 }, 1_000)
    },
    end: async ({ faults }, system) => {
      faults[system].clear()
      faults[system].restoreTokens()
    },
  },
]

async function open(context: TestContext): Promise<{ bot: BotUnderTest; sandbox: Sandbox; customer: Customer }> {
  const bot = await startBot({}, { policies: IMPATIENT })
  context.onTestFinished(() => bot.stop())
  return { bot, sandbox: bot.sandbox, customer: new Customer(bot.sandbox, ana, 501, 90_000) }
}

/** Resolves once the bot has said something after `mark`, at most ten seconds after `at`. */
async function answeredSoon(customer: Customer, { at, mark }: Moment, fits = /./u): Promise<void> {
  const word = await customer.hear((text) => fits.test(text), mark)
  expect(word.at - at).toBeLessThan(10_500)
}

interface Moment {
  /** Milliseconds since the epoch. */
  at: number
  mark: number
}

const now = (customer: Customer): Moment => ({ at: Date.now(), mark: customer.user.mark() })

describe.concurrent('while one system fails', () => {
  describe.for(TROUBLES)('HubSoft $name', (trouble) => {
    it('at the lookup: says so, and goes on by itself once it is back', async (context) => {
      const { sandbox, customer } = await open(context)
      customer.say(PROBLEM)
      await customer.hear((text) => /\bCPF\b/u.test(text))
      await trouble.begin(sandbox, 'hubsoft')
      customer.say(ana.documento)
      await customer.askedForContact()
      const asked = now(customer)
      customer.user.shareContact()
      await answeredSoon(customer, asked)
      await trouble.end(sandbox, 'hubsoft')
      await customer.press('Não resolveu', 'Pular')
    }, 120_000)

    it('from the card on: the ticket and its file arrive once it is back', async (context) => {
      const { sandbox, customer } = await open(context)
      await customer.tell(PROBLEM)
      await customer.sendFiles(PHOTO)
      await trouble.begin(sandbox, 'hubsoft')
      const before = now(customer)
      await customer.finishFiles()
      await answeredSoon(customer, before)
      const confirmed = await customer.confirm()
      await answeredSoon(customer, confirmed, /confirmando/iu)
      await trouble.end(sandbox, 'hubsoft')
      const ticket = await customer.toldProtocolo()
      await customer.landed('the file', () => ticket.anexos.length > 0)
      expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual([sha256(PHOTO.bytes)])
      expect(customer.atendimentos()).toHaveLength(1)
    }, 120_000)

    it('after the protocolo: words and files arrive once it is back', async (context) => {
      const { sandbox, customer } = await open(context)
      await customer.order(PROBLEM)
      const ticket = await customer.toldProtocolo()
      await trouble.begin(sandbox, 'hubsoft')
      for (const words of ['primeiro isto', 'depois aquilo']) {
        const before = now(customer)
        customer.say(words)
        await answeredSoon(customer, before)
      }
      const before = now(customer)
      customer.user.sendFile(PHOTO.bytes, PHOTO.file)
      await answeredSoon(customer, before)
      await trouble.end(sandbox, 'hubsoft')
      await customer.landed('words and file', () => ticket.mensagens.length > 1 && ticket.anexos.length > 0)
      expect(ticket.mensagens.map(({ texto }) => /primeiro|depois/u.exec(texto)?.[0])).toEqual(['primeiro', 'depois'])
      expect(ticket.anexos).toHaveLength(1)
    }, 120_000)

    it('when data is asked for: says so, and a person can be called', async (context) => {
      const { sandbox, customer } = await open(context)
      customer.say('oi')
      await customer.identify()
      await customer.user.waitFor(({ buttons }) => buttons.flat().some(({ text }) => text.includes('Suporte')))
      await trouble.begin(sandbox, 'hubsoft')
      for (const command of ['/fatura', '/conexao', '/chamados']) {
        const before = now(customer)
        customer.say(command)
        await answeredSoon(customer, before)
      }
      customer.say('/atendente')
      await customer.landed('the summary', () => customer.relayed().length > 0)
      expect(customer.relayed()[0]).toContain('Ana')
    }, 120_000)
  })

  it('and that is HubSoft, whoever comes back later waits for it once, not at each of its readings', async (context) => {
    let skippedMs = 0
    const clock = { now: () => Date.now() + skippedMs, sleep: systemClock.sleep }
    const bot = await startBot({}, { policies: IMPATIENT, clock })
    context.onTestFinished(() => bot.stop())
    const customer = new Customer(bot.sandbox, ana, 501)
    customer.say('oi')
    await customer.identify()
    await customer.sees('Suporte')
    // The link is good for weeks, its record has to be read again, and the service was forgotten.
    skippedMs = 3 * 3_600_000
    bot.sandbox.faults.hubsoft.arm('* *', { kind: 'silent' }, 1_000)
    const before = now(customer)
    customer.say('/fatura')
    await answeredSoon(customer, before)
  }, 60_000)

  describe.for(TROUBLES)('Milvus $name', (trouble) => {
    it('at the question: straight to triage, with no word about systems', async (context) => {
      const { sandbox, customer } = await open(context)
      await trouble.begin(sandbox, 'milvus')
      customer.say(PROBLEM)
      await customer.identify()
      const before = now(customer)
      await answeredSoon(customer, before, /1 de \d/u)
      const ofSystems = /sistema|indispon|base de conhecimento/iu
      expect(customer.user.messages.some(({ text }) => ofSystems.test(text))).toBe(false)
      await customer.order('sem imagem na tv')
    }, 120_000)

    it('at a chamado: it arrives once Milvus is back, once', async (context) => {
      const { sandbox, customer } = await open(context)
      await customer.tell('minha tv não mostra nenhum canal')
      await customer.sendFiles(PHOTO)
      await customer.finishFiles()
      await trouble.begin(sandbox, 'milvus')
      const confirmed = await customer.confirm()
      await answeredSoon(customer, confirmed, /confirmando/iu)
      await trouble.end(sandbox, 'milvus')
      await customer.landed('the chamado and its file', () => (customer.chamados()[0]?.anexos.length ?? 0) > 0)
      expect(customer.chamados()).toHaveLength(1)
      await customer.hear((text) => text.includes(`Protocolo: ${String(customer.chamados()[0]?.codigo)}`))
      expect(customer.chamados()[0]?.anexos.map((anexo) => anexo.sha256)).toEqual([sha256(PHOTO.bytes)])
    }, 120_000)
  })

  describe.for(TROUBLES)('TempBox $name', (trouble) => {
    it('when a person is called: says so, and every word arrives once it is back', async (context) => {
      const { sandbox, customer } = await open(context)
      await trouble.begin(sandbox, 'tempbox')
      customer.say('olá')
      await customer.hear((text) => /\bCPF\b/u.test(text))
      const before = now(customer)
      customer.say('/atendente')
      await answeredSoon(customer, before)
      customer.say('primeira')
      customer.say('segunda')
      await systemClock.sleep(3_000)
      await trouble.end(sandbox, 'tempbox')
      await customer.landed('all words', () => customer.relayed().at(-1)?.endsWith('segunda') === true)
      expect(customer.relayed().slice(1).join('\n')).toBe('primeira\nsegunda')
      expect(customer.conversations()).toHaveLength(1)
    }, 120_000)

    it('in the middle of the talk: nothing is lost either way', async (context) => {
      const { sandbox, customer } = await open(context)
      customer.say('/atendente')
      await customer.landed('the summary', () => customer.relayed().length > 0)
      await trouble.begin(sandbox, 'tempbox')
      customer.say('primeira')
      customer.say('segunda')
      sandbox.tempbox.attendantSays('501', 'Rita Inventada', 'Estou vendo.')
      await systemClock.sleep(3_000)
      await trouble.end(sandbox, 'tempbox')
      await customer.landed('all words', () => customer.relayed().at(-1)?.endsWith('segunda') === true)
      await customer.hear((text) => text.includes('Estou vendo.'))
      expect(customer.relayed().slice(1).join('\n')).toBe('primeira\nsegunda')
      expect(customer.user.messages.filter(({ text }) => text.includes('Estou vendo.'))).toHaveLength(1)
    }, 120_000)
  })
})
