import { describe, expect, it } from 'vitest'

import { startSandbox } from '../../src/sandbox/sandbox.js'
import { ana } from '../../src/sandbox/world/people.js'
import { Customer } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

const LIMIT_MS = 10_000

describe.concurrent('the process', () => {
  it('without any variable points at the demo, and ends with 1', async (context) => {
    const bot = await BotProcess.launch({ env: {} })
    context.onTestFinished(() => bot.dispose())
    expect(await bot.exit()).toEqual({ code: 1, signal: null })
    expect(bot.output).toContain('npm run demo')
    expect(bot.output).toContain('TELEGRAM_BOT_TOKEN')
  })

  it('names every variable that is missing or bad in one message, no value, and ends with 1', async (context) => {
    const bad = {
      TELEGRAM_BOT_TOKEN: 'bad token value',
      HUBSOFT_BASE_URL: 'not-a-url-value',
      HUBSOFT_PASSWORD: 'the-password-value',
      HUBSOFT_RPM: 'rpm-value',
      MILVUS_TOKEN: 'milvus-value',
      TEMPBOX_TOKEN: 'tempbox-value',
      TEMPBOX_PLATAFORMA: 'plataforma-value',
      PORT: 'port-value',
      LOG_LEVEL: 'level-value',
      POLL_INTERVAL_MS: '1',
    }
    const bot = await BotProcess.launch({ env: bad })
    context.onTestFinished(() => bot.dispose())
    expect(await bot.exit()).toEqual({ code: 1, signal: null })
    const missing = ['HUBSOFT_CLIENT_ID', 'HUBSOFT_CLIENT_SECRET', 'HUBSOFT_USERNAME', 'TEMPBOX_EMPRESA']
    const wrong = ['TELEGRAM_BOT_TOKEN', 'HUBSOFT_BASE_URL', 'HUBSOFT_RPM', 'TEMPBOX_PLATAFORMA', 'PORT', 'LOG_LEVEL']
    for (const name of [...missing, ...wrong, 'POLL_INTERVAL_MS']) expect(bot.output).toContain(name)
    for (const name of ['HUBSOFT_PASSWORD', 'MILVUS_TOKEN']) expect(bot.output).not.toContain(name)
    expect(bot.output).not.toContain('value')
    expect(bot.output).not.toContain('npm run demo')
  })

  it('is alive, ready and measured; not ready while the token is revoked', async (context) => {
    const sandbox = await startSandbox()
    context.onTestFinished(() => sandbox.stop())
    const bot = await BotProcess.start({ env: sandbox.env })
    context.onTestFinished(() => bot.dispose())
    const readyz = async (status: number, timeout: number): Promise<void> => {
      const ask = async (): Promise<number> => (await bot.get('/readyz')).status
      await context.expect.poll(ask, { timeout, interval: 200 }).toBe(status)
    }
    await readyz(200, 10_000)
    expect((await bot.get('/healthz')).status).toBe(200)
    const metrics = await (await bot.get('/metrics')).text()
    expect(metrics).toContain('plantao_store_up 1')
    expect(metrics).toContain('process_cpu_seconds_total')
    sandbox.faults.telegram.revokeTokens()
    // Seen at once, though a poll is held open for half a minute.
    await readyz(503, 5_000)
    expect((await bot.get('/healthz')).status).toBe(200)
    sandbox.faults.telegram.restoreTokens()
    await readyz(200, 60_000)
    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
  }, 90_000)

  it('told to end while HubSoft hangs, ends in time with 0, and finishes at its next start', async (context) => {
    const sandbox = await startSandbox()
    context.onTestFinished(() => sandbox.stop())
    const bot = await BotProcess.start({ env: sandbox.env })
    context.onTestFinished(() => bot.dispose())
    const customer = new Customer(sandbox, ana, 501)
    sandbox.faults.hubsoft.arm('POST */atendimento', { kind: 'hangThenDo', ms: 0 })
    const posted = new Promise<void>((resolve) => {
      sandbox.hubsoft.ledger.onRequest(({ method, path }) => {
        if (method === 'POST' && path.endsWith('/atendimento')) resolve()
      })
    })
    await customer.order('estou sem internet desde cedo')
    await posted
    customer.say('ainda não voltou')
    const before = Date.now()
    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
    expect(Date.now() - before).toBeLessThan(LIMIT_MS)
    await bot.start()
    const ticket = await customer.toldProtocolo()
    const later = (): boolean => ticket.mensagens.some(({ texto }) => texto.includes('ainda não voltou'))
    await customer.landed('the later words', later)
    expect(customer.atendimentos()).toHaveLength(1)
  }, 90_000)

  it('told to end while every system is silent, ends in time with 0', async (context) => {
    const sandbox = await startSandbox()
    context.onTestFinished(() => sandbox.stop())
    for (const faults of Object.values(sandbox.faults)) faults.arm('* *', { kind: 'silent' }, 1_000)
    const bot = await BotProcess.start({ env: sandbox.env })
    context.onTestFinished(() => bot.dispose())
    const before = Date.now()
    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
    expect(Date.now() - before).toBeLessThan(LIMIT_MS)
  }, 60_000)

  it('told to end amidst a turn, an upload, a relay and a poll that hang, ends in time with 0', async (context) => {
    const sandbox = await startSandbox()
    context.onTestFinished(() => sandbox.stop())
    const bot = await BotProcess.start({ env: sandbox.env })
    context.onTestFinished(() => bot.dispose())
    const talker = new Customer(sandbox, ana, 501)
    const asker = new Customer(sandbox, ana, 502)
    talker.say('/atendente')
    await talker.landed('the summary', () => talker.relayed().length > 0)
    asker.say('oi')
    await asker.hear((text) => /\bCPF\b/u.test(text))
    asker.say(ana.documento)
    await asker.askedForContact()
    for (const faults of Object.values(sandbox.faults)) faults.arm('* *', { kind: 'silent' }, 1_000)
    const asked = new Promise<void>((resolve) => {
      sandbox.tempbox.ledger.onRequest(({ path }) => {
        if (path.includes('EnviarMensagem')) resolve()
      })
    })
    sandbox.faults.telegram.clear()
    asker.user.shareContact()
    talker.say('isto fica preso')
    await asked
    sandbox.faults.telegram.arm('* *', { kind: 'silent' }, 1_000)
    const before = Date.now()
    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
    expect(Date.now() - before).toBeLessThan(LIMIT_MS)
  }, 60_000)
})
