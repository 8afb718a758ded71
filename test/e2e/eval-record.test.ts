import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import fc from 'fast-check'
import { describe, expect, it, type TestContext } from 'vitest'

import { startSandbox } from '../../src/sandbox/sandbox.js'
import { davi } from '../../src/sandbox/world/people.js'
import { Customer } from '../support/customer.js'
import { checkFolder, newFolder, ROOT, runEval } from '../support/eval-process.js'
import { personalData } from '../support/personal-data.js'
import { BotProcess } from '../support/process.js'
import { hasRedis, startRedisServer } from '../support/redis-server.js'

const LIMIT = { timeout: 120_000 }
const CHAT = 8_801
/** Of every kind, in the ways that people write it; the same each time. */
const TYPED = fc.sample(personalData, { numRuns: 40, seed: 20_261_128 })

/** A conversation with a bot that goes on running: unlocks, sends an invoice, reboots, talks to people, and tells too much. */
async function converse(context: TestContext, env: Readonly<Record<string, string>>): Promise<{ bot: BotProcess; store: Record<string, string> }> {
  const sandbox = await startSandbox()
  context.onTestFinished(() => sandbox.stop())
  const bot = await BotProcess.start({ env: { ...sandbox.env, ...env } })
  context.onTestFinished(() => bot.dispose())
  const customer = new Customer(sandbox, davi, CHAT)
  const { user } = customer
  const after = async (act: () => unknown, words: RegExp): Promise<void> => {
    const mark = user.mark()
    await act()
    await customer.hear((text) => words.test(text), mark)
  }
  customer.say('to sem internet, aqui e o Davi')
  await customer.identify()
  await after(() => customer.press('Desbloquear'), /desbloqueio/iu)
  await after(() => customer.press('Confirmar'), /foi aceito/u)
  await after(() => customer.say('/fatura'), /104,35/u)
  await after(() => customer.press('Enviar por e-mail'), /posso|confirm/iu)
  await after(() => customer.press('Confirmar'), /fatura enviada|enviada/iu)
  await after(() => customer.say('/atendente'), /está com a nossa equipe/u)
  const contato = String(CHAT)
  for (const nth of [0, 1, 2, 3]) {
    customer.say(`me liga ${String(nth)}: ${TYPED.slice(nth * 10, nth * 10 + 10).join(' ou ')}`)
    const relayed = (): true | undefined => sandbox.tempbox.conversations().some(({ mensagens }) => mensagens.some(({ texto }) => texto.includes(`me liga ${String(nth)}`))) || undefined
    await sandbox.tempbox.until(relayed)
  }
  await after(() => sandbox.tempbox.attendantSays(contato, 'Marina Fictícia', `Oi Davi, seu cpf ${davi.documento} confere?`), /confere/u)
  await after(() => sandbox.tempbox.close(contato), /encerrad/u)
  const store = { DATA_DIR: bot.dataDir, ...env }
  return { bot, store }
}

/** Records it while the bot runs; the folder with the scenario, as `npm run prompts` takes it. */
async function recordInto(context: TestContext, env: Readonly<Record<string, string>>): Promise<string> {
  const { bot, store } = await converse(context, env)
  const prompts = join(await newFolder(context), 'prompts')
  await cp(join(ROOT, 'prompts'), prompts, { recursive: true, filter: (path) => !/prompts\/evals\/.*\.yaml$/u.test(path) })
  const out = join(prompts, 'evals', 'gravado.yaml')
  const recorded = await runEval(['--record', String(CHAT), '--out', out], store)
  expect(recorded).toEqual({ code: 0, out: '', progress: '' })
  expect((await bot.get('/readyz')).status).toBe(200)
  const text = await readFile(out, 'utf8')
  for (const secret of [...TYPED, davi.documento, 'Davi']) expect(text).not.toContain(secret)
  expect(text).toContain('cliente: davi')
  expect(text).toMatch(/acoes:\s+- desbloqueio\s+- email/u)
  expect((await checkFolder(prompts)).out).toMatch(/✓ evals\/gravado.yaml[\s\S]*Tudo certo/u)
  return prompts
}

describe.concurrent('npm run eval -- --record', () => {
  it('reads a conversation beside the process that has the folder; the scenario holds nobody, and passes', LIMIT, async (context) => {
    const prompts = await recordInto(context, { DATA_KEY: Buffer.alloc(32, 7).toString('base64') })
    const { code, out } = await runEval(['--prompts', prompts])
    expect(out).toMatch(/✔ gravado +1\/1/u)
    expect(code).toBe(0)
  })

  it.runIf(hasRedis)('reads it out of Redis, without becoming one of the processes', LIMIT, async (context) => {
    const redis = await startRedisServer()
    context.onTestFinished(() => redis.stop())
    await recordInto(context, { REDIS_URL: redis.url })
  })

  it('says what is not there', LIMIT, async (context) => {
    const empty = await runEval(['--record', '123'], { DATA_DIR: await newFolder(context) })
    expect(empty).toMatchObject({ code: 2, out: '' })
    expect(empty.progress).toContain('não há dados do Plantão')
  })
})
