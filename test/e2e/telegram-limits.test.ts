import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it, type TestContext } from 'vitest'

import { silentLogger, type Logger } from '../../src/lib/logger.js'
import { POLICIES } from '../../src/outbox/policy.js'
import type { Exchange } from '../../src/sandbox/http/ledger.js'
import { sampleLog } from '../../src/sandbox/sample-file.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { audienceOf, webhookEnv } from '../support/audience.js'
import { startBot, type BotUnderTest } from '../support/bot.js'
import type { Customer } from '../support/customer.js'

const LONG_MS = 80_000

const sends = (sandbox: Sandbox): readonly Exchange[] => sandbox.telegram.ledger.list('POST */sendMessage')

async function open(context: TestContext, ...options: Parameters<typeof startBot>): Promise<BotUnderTest> {
  const bot = await startBot(...options)
  context.onTestFinished(() => bot.stop())
  return bot
}

/** The most that fell into any stretch of this length. */
function mostWithin(ms: number, times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + ms).length))
}

async function readiness(bot: BotUnderTest): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${String(bot.port)}/readyz`)
  await response.arrayBuffer()
  return response.status
}

/** Remembers the events of errors. */
function listening(): { logger: Logger; errors: string[] } {
  const errors: string[] = []
  const error = (event: string): void => {
    errors.push(event)
  }
  return { errors, logger: { ...silentLogger, error } }
}

describe.concurrent('the pace of the bot', () => {
  it('is thirty messages in any second at most, and one a second to a chat after a short burst', async (context) => {
    const { sandbox } = await open(context)
    const users = Array.from({ length: 60 }, (_, index) => sandbox.telegram.user(30_000 + index))
    for (const user of users) for (const text of ['/start', '/ajuda', '/privacidade']) user.sendText(text)
    await Promise.all(users.map((user) => user.waitFor(/Para apagar esta conversa/u, { timeoutMs: 40_000 })))
    const times = sends(sandbox).map(({ at }) => at)
    expect(times.length).toBeGreaterThanOrEqual(240)
    expect(mostWithin(1_000, times)).toBeLessThanOrEqual(30)
    for (const { id } of users) {
      const own = sends(sandbox).flatMap(({ at, fields }) => (Number(fields.chat_id) === id ? [at] : []))
      expect(mostWithin(1_000, own)).toBeLessThanOrEqual(4)
      expect(mostWithin(3_000, own)).toBeLessThanOrEqual(6)
    }
  }, LONG_MS)

  it('is told to wait for one chat and waits for all, then loses nothing', async (context) => {
    const { sandbox } = await open(context)
    const users = Array.from({ length: 8 }, (_, index) => sandbox.telegram.user(31_000 + index))
    sandbox.faults.telegram.arm('POST */sendMessage', { kind: 'rateLimit', retryAfterS: 3 })
    const [first, ...others] = users
    first?.sendText('/ajuda')
    const refused = await new Promise<Exchange>((resolve) => {
      const stop = sandbox.telegram.ledger.onRequest((exchange) => {
        if (!exchange.path.endsWith('/sendMessage')) return
        stop()
        resolve(exchange)
      })
    })
    await context.expect.poll(() => refused.status).toBe(429)
    // The bot has read it once it asks for anything else: its own word to the store comes before that.
    for (const user of others) user.sendText('/ajuda')
    await Promise.all(users.map((user) => user.waitFor(/\/encerrar/u, { timeoutMs: 30_000 })))
    const after = sends(sandbox).filter(({ at, seq }) => seq > refused.seq && at < refused.at + 2_900)
    expect(after).toEqual([])
    for (const user of users) expect(user.messages).toHaveLength(2)
  }, LONG_MS)
})

describe.concurrent('"digitando…"', () => {
  it('comes before the answer of a lookup that takes a second', async (context) => {
    const { bot, next } = await audienceOf(context, 1)
    const customer = next()
    bot.sandbox.faults.hubsoft.arm('GET */cliente', { kind: 'silent', ms: 1_000 })
    customer.say('oi')
    await customer.hear((text) => /\bCPF\b/u.test(text))
    customer.say(customer.person.documento)
    await customer.askedForContact()
    const before = bot.sandbox.telegram.ledger.count
    customer.user.shareContact()
    await customer.hear((text) => text.includes('Tudo certo'))
    const { ledger } = bot.sandbox.telegram
    const typing = ledger.list('POST */sendChatAction').find(({ seq }) => seq > before)
    const answer = ledger.list('POST */sendMessage').find(({ seq }) => seq > before)
    expect(typing?.fields).toMatchObject({ action: 'typing' })
    expect(typing?.seq).toBeLessThan(answer?.seq ?? 0)
  }, LONG_MS)
})

describe.concurrent('a chat that is gone', () => {
  it('is not written to again, people are told, and it is served again when it comes back', async (context) => {
    const { bot, next } = await audienceOf(context, 1)
    const customer = next()
    const { tempbox } = bot.sandbox
    customer.say('/atendente')
    await customer.landed('the summary', () => customer.relayed().length > 0)
    await customer.hear((text) => text.includes('está com a nossa equipe'))
    customer.user.block()
    await customer.landed('the word', () => customer.relayed().at(-1)?.includes('bloqueou') === true)
    const before = sends(bot.sandbox).length
    tempbox.attendantSays(String(customer.id), 'Rita Inventada', 'Você está aí?')
    const reads = (): number => tempbox.ledger.list('POST */ListarMensagensAtendimento').length
    await context.expect.poll(reads, { timeout: 20_000 }).toBeGreaterThan(reads() + 5)
    expect(sends(bot.sandbox)).toHaveLength(before)
    customer.user.unblock()
    await customer.landed('the good word', () => customer.relayed().at(-1)?.includes('desbloqueou') === true)
    tempbox.attendantSays(String(customer.id), 'Rita Inventada', 'Que bom, voltou.')
    await customer.hear((text) => text.includes('Que bom, voltou.'))
  }, LONG_MS)

  it('as its 403 tells, where Telegram told nothing, is not tried again, and people are told', async (context) => {
    const { bot, next } = await audienceOf(context, 1)
    const customer = next()
    const { tempbox, faults } = { ...bot.sandbox, faults: bot.sandbox.faults.telegram }
    customer.say('/atendente')
    await customer.landed('the summary', () => customer.relayed().length > 0)
    await customer.hear((text) => text.includes('está com a nossa equipe'))
    const body = '{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}'
    faults.arm('POST */sendMessage', { kind: 'status', status: 403, body }, 99)
    for (const text of ['um', 'dois', 'três']) tempbox.attendantSays(String(customer.id), 'Rita Inventada', text)
    await customer.landed('the word', () => customer.relayed().at(-1)?.includes('bloqueou') === true)
    expect(customer.relayed().filter((text) => text.includes('bloqueou'))).toHaveLength(1)
    const refused = sends(bot.sandbox).filter(({ status }) => status === 403)
    expect(refused.length).toBeLessThanOrEqual(3)
    expect(new Set(refused.map(({ fields }) => fields.text)).size).toBe(refused.length)
  }, LONG_MS)
})

describe.concurrent('a token that is revoked while the bot runs', () => {
  it.for([['polled for', () => Promise.resolve({})], ['posted', webhookEnv]] as const)(
    'makes it unready and loud; nothing %s is lost once it is good again',
    { timeout: LONG_MS },
    async ([, env], context) => {
      const { logger, errors } = listening()
      const bot = await open(context, await env(), { logger })
      const { telegram, faults } = bot.sandbox
      const user = telegram.user(32_001)
      user.sendText('/start')
      await user.waitFor(/CPF/u)
      await context.expect.poll(() => readiness(bot), { timeout: 10_000 }).toBe(200)
      faults.telegram.revokeTokens()
      user.sendText('/ajuda')
      user.sendText('sem internet desde ontem')
      await context.expect.poll(() => readiness(bot), { timeout: 30_000 }).toBe(503)
      await context.expect.poll(() => errors, { timeout: 10_000 }).toContain('telegram.token_refused')
      faults.telegram.restoreTokens()
      await user.waitFor(/\/encerrar/u, { timeoutMs: 40_000 })
      await user.waitFor(/não precisa repetir/u, { timeoutMs: 40_000 })
      await context.expect.poll(() => readiness(bot), { timeout: 20_000 }).toBe(200)
      expect(user.messages.filter(({ text }) => text.includes('não precisa repetir'))).toHaveLength(1)
    },
  )
})

describe.concurrent('a flood of 10,000 updates', () => {
  it('is told of once, while five others are answered at every step', async (context) => {
    const { bot, next } = await audienceOf(context, 5)
    const flooder = bot.sandbox.telegram.user(666)
    const others = Array.from({ length: 5 }, next)
    const served = Promise.all(
      others.map(async (customer) => {
        await customer.order('sem internet desde ontem')
        return customer.toldProtocolo()
      }),
    )
    for (let sent = 0; sent < 10_000; sent += 1) {
      flooder.sendText(sent % 3 === 0 ? '/ajuda' : `spam ${String(sent)}`)
      // People's messages come while the flood does.
      if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await served
    await flooder.waitFor(/parei de ler/u, { timeoutMs: 30_000 })
    expect(flooder.messages.filter(({ text }) => text.includes('parei de ler'))).toHaveLength(1)
    expect(new Set(bot.sandbox.hubsoft.opened().map(({ pessoa }) => pessoa.documento)).size).toBe(5)
  }, LONG_MS)
})

describe.concurrent('what an operator sets', () => {
  it('PILOT_USERS are served and no others, whose updates are acknowledged', async (context) => {
    const { sandbox } = await open(context, { PILOT_USERS: '33001,33002' })
    const [pilot, other, late] = [33_001, 33_003, 33_002].map((id) => sandbox.telegram.user(id))
    other?.sendText('/start')
    other?.sendText('sem internet')
    pilot?.sendText('/start')
    await pilot?.waitFor(/CPF/u)
    late?.sendText('/start')
    await late?.waitFor(/CPF/u)
    expect(other?.messages).toEqual([])
    expect(sandbox.telegram.queue.pending.filter((update) => JSON.stringify(update).includes('33003'))).toEqual([])
  }, LONG_MS)

  it('the avisos are told on arrival and in the menu', async (context) => {
    const aviso = 'Manutenção da rede no sábado, das 2h às 5h.'
    const promptsDir = await promptsWith(context, (yaml) => yaml.replace('avisos: []', `avisos:\n  - "${aviso}"`))
    const { sandbox } = await open(context, { PROMPTS_DIR: promptsDir })
    const user = sandbox.telegram.user(34_001)
    user.sendText('/start')
    await user.waitFor((message) => message.text.includes('Eu sou') && message.text.includes(aviso))
    user.sendText('/menu')
    await user.waitFor((message) => message.text.includes('posso ajudar') && message.text.includes(aviso))
  }, LONG_MS)

  it('in maintenance the text is told, nothing is looked up, and what was written is there afterwards', async (context) => {
    const promptsDir = await promptsWith(context, (yaml) => yaml.replace('ativa: false', 'ativa: true'))
    const { bot, next } = await audienceOf(context, 1, { PROMPTS_DIR: promptsDir })
    const customer = next()
    const id = customer.user.sendText('sem internet desde ontem')
    await customer.hear((text) => text.includes('Estamos em manutenção'))
    const mark = customer.user.mark()
    customer.user.editText(id, 'sem internet desde terça')
    await customer.hear((text) => text.includes('Estamos em manutenção'), mark)
    customer.user.sendFile(sampleLog(), { as: 'document', name: 'roteador.log', mime: 'text/plain' })
    const before = customer.user.mark()
    customer.say('/fatura')
    await customer.hear((text) => text.includes('Estamos em manutenção'), before)
    expect(bot.sandbox.hubsoft.ledger.list('GET */cliente')).toEqual([])
    await writeProvider(promptsDir, (yaml) => yaml.replace('ativa: true', 'ativa: false'))
    await bot.restart()
    customer.say('oi')
    await customer.identify()
    await customer.triage()
    await customer.finishFiles()
    await customer.confirm()
    const { descricao } = await customer.toldProtocolo()
    expect(descricao).toContain('sem internet desde terça')
    expect(descricao).not.toContain('ontem')
    expect(descricao).toContain('roteador.log')
  }, LONG_MS)

  it('OPS_CHAT_ID hears of a dead letter, of a system down and of its return, and of nobody’s data', async (context) => {
    const { bot, next } = await opsAudience(context, 2)
    const ops = bot.sandbox.telegram.user(OPS)
    const customer = next()
    await loseAFile(bot, customer)
    const dead = await ops.waitFor(/abandonado/u, { timeoutMs: 30_000 })
    expect(dead.text).toContain('hubsoft.anexo')
    const another = next()
    another.say('/atendente')
    await another.landed('the summary', () => another.relayed().length > 0)
    await bot.sandbox.faults.tempbox.down()
    await ops.waitFor(/tempbox não responde/u, { timeoutMs: 30_000 })
    await bot.sandbox.faults.tempbox.up()
    await ops.waitFor(/tempbox voltou/u, { timeoutMs: 40_000 })
    expect(ops.messages).toHaveLength(3)
    const all = JSON.stringify(ops.messages.map(({ html }) => html))
    for (const { person, id, user } of [customer, another]) {
      const own = [person.documento, person.telefones[0], person.email, String(id), 'FULANO', 'Fulano', String(user.id)]
      for (const datum of own) expect(all).not.toContain(datum)
    }
    expect(all).not.toMatch(/sem internet|roteador/u)
  }, LONG_MS)
})

const OPS = 39_999

/** Whoever watches here cannot wait five minutes, and a file is given up at its first failure. */
async function opsAudience(context: TestContext, count: number) {
  return audienceOf(context, count, { OPS_CHAT_ID: String(OPS) }, {
    policies: { ...POLICIES, 'hubsoft.anexo': { ...POLICIES['hubsoft.anexo'], maxFaults: 0 } },
    opsWatch: { everyMs: 100, downAfterMs: 1_000 },
  })
}

async function loseAFile(bot: BotUnderTest, customer: Customer): Promise<void> {
  bot.sandbox.telegram.user(OPS)
  await customer.tell('sem internet desde ontem')
  const file = { as: 'document', name: 'roteador.log', mime: 'text/plain' } as const
  await customer.sendFiles({ bytes: sampleLog(), file })
  await customer.finishFiles()
  bot.sandbox.telegram.forgetFiles()
  await customer.confirm()
  await customer.toldProtocolo()
}

/** A copy of the prompts with another `provider.yaml`. */
async function promptsWith(context: TestContext, change: (yaml: string) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plantao-prompts-'))
  context.onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp('prompts', folder, { recursive: true })
  await writeProvider(folder, change)
  return folder
}

async function writeProvider(folder: string, change: (yaml: string) => string): Promise<void> {
  const path = join(folder, 'provider.yaml')
  const before = await readFile(path, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  await writeFile(path, after)
}
