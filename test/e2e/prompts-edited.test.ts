import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, it, type TestContext } from 'vitest'

import { systemClock } from '../../src/lib/clock.js'
import { sensibleModel } from '../../src/sandbox/openai/sensible.js'
import type { Model, ModelRequest } from '../../src/sandbox/openai/types.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import type { TelegramUser } from '../../src/sandbox/telegram/user.js'
import { BotProcess } from '../support/process.js'

const OPS = 39_998
/** Two seconds are promised; the machine may be busy with other tests. */
const SOON = { timeout: 6_000, interval: 50 }
/** Between the two goes of a slow writer; not waited for, it is what is tested. */
const PAUSE_MS = 300
const PROMPTS = fileURLToPath(new URL('../../prompts', import.meta.url))

interface Running {
  sandbox: Sandbox
  bot: BotProcess
  dir: string
}

async function run(context: TestContext, model?: Model): Promise<Running> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-prompts-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await cp(PROMPTS, dir, { recursive: true })
  const sandbox = await startSandbox(model ? { model } : {})
  context.onTestFinished(() => sandbox.stop())
  sandbox.telegram.user(OPS)
  const env = { ...sandbox.env, PROMPTS_DIR: dir, OPS_CHAT_ID: String(OPS), LOG_LEVEL: 'info' }
  const bot = await BotProcess.start({ env })
  context.onTestFinished(() => bot.dispose())
  return { sandbox, bot, dir }
}

/** As most editors write: beside it, and renamed over it. */
async function save(dir: string, file: string, text: string): Promise<void> {
  await writeFile(join(dir, `.${file}.new`), text)
  await rename(join(dir, `.${file}.new`), join(dir, file))
}

async function answerTo(user: TelegramUser, text: string): Promise<string> {
  const after = user.mark()
  user.sendText(text)
  return (await user.waitFor(/./u, { after, timeoutMs: 10_000 })).text
}

async function metric({ bot }: Running, name: string): Promise<string> {
  const text = await (await bot.get('/metrics')).text()
  return text.split('\n').filter((line) => line.startsWith(name)).join('\n')
}

const PHRASE = 'Aqui está o que eu faço'

/** The sentence of /privacidade, which anybody may ask for. */
async function withPhrase(dir: string, phrase: string): Promise<string> {
  const text = await readFile(join(dir, 'messages.yaml'), 'utf8')
  return text.replace(/^( {2}privacidade: \|-\n {4})/mu, `$1${phrase} `)
}

describe.concurrent('prompts edited while the bot runs', () => {
  it('a sentence that is edited is in the next answer, without a restart', async (context) => {
    const running = await run(context)
    const customer = running.sandbox.telegram.user(601)
    const before = await answerTo(customer, '/privacidade')
    context.expect(before).not.toContain(PHRASE)
    const version = await metric(running, 'plantao_prompts_version_info')
    await save(running.dir, 'messages.yaml', await withPhrase(running.dir, PHRASE))
    await context.expect.poll(() => metric(running, 'plantao_prompts_version_info'), SOON).not.toBe(version)
    context.expect(await answerTo(customer, '/privacidade')).toContain(PHRASE)
    context.expect(await metric(running, 'plantao_prompts_version_info')).toMatch(/^\S+\{version="[\da-f]{12}"\} 1$/u)
    context.expect(running.bot.output).toMatch(/"version":"[\da-f]{12}".*"event":"turn"|"event":"turn".*"version":"[\da-f]{12}"/u)
  }, 60_000)

  it('a broken one is refused, told of to the operators with file and line, and good again once mended', async (context) => {
    const running = await run(context)
    const { sandbox, dir, bot } = running
    const [customer, ops] = [sandbox.telegram.user(602), sandbox.telegram.user(OPS)]
    const version = await metric(running, 'plantao_prompts_version_info')
    const good = await withPhrase(dir, PHRASE)
    const broken = good.replace(PHRASE, `${PHRASE} {{ apelido }}`)
    const line = broken.slice(0, broken.indexOf(PHRASE)).split('\n').length
    await save(dir, 'messages.yaml', broken)
    const told = await ops.waitFor(/não foi usada/u, { timeoutMs: 10_000 })
    context.expect(told.text).toContain(`messages.yaml:${String(line)} mensagens.privacidade: {{ apelido }} não existe`)
    context.expect(await answerTo(customer, '/privacidade')).not.toContain(PHRASE)
    context.expect(await metric(running, 'plantao_prompts_reload_failures_total')).toMatch(/ 1$/u)
    context.expect(await metric(running, 'plantao_prompts_version_info')).toBe(version)
    context.expect(bot.output).toContain('prompts.broken')
    await save(dir, 'messages.yaml', good)
    await ops.waitFor(/já estão em uso/u, { timeoutMs: 10_000 })
    context.expect(await answerTo(customer, '/privacidade')).toContain(PHRASE)
    context.expect(ops.messages).toHaveLength(2)
  }, 60_000)

  it('commands are described anew, and the model’s instructions are checked like all else', async (context) => {
    const { sandbox, dir } = await run(context)
    const ops = sandbox.telegram.user(OPS)
    const text = await readFile(join(dir, 'messages.yaml'), 'utf8')
    await save(dir, 'messages.yaml', text.replace(/^( {2}comando_menu: ).*$/mu, '$1Opções do plantão'))
    const described = async (): Promise<string> => {
      const answer = await fetch(`${sandbox.env.TELEGRAM_API_ROOT ?? ''}/bot${sandbox.env.TELEGRAM_BOT_TOKEN ?? ''}/getMyCommands`)
      return await answer.text()
    }
    await context.expect.poll(described, SOON).toContain('Opções do plantão')
    const agente = await readFile(join(dir, 'agente.md'), 'utf8')
    await save(dir, 'agente.md', agente.replace('{{ provedor.horario }}', '{{ provedor.cnpj }}'))
    context.expect((await ops.waitFor(/não foi usada/u, { timeoutMs: 10_000 })).text).toContain('agente.md:')
  }, 60_000)

  it('an edit is in the next answer within two seconds', async (context) => {
    const running = await run(context)
    const took: number[] = []
    for (let edit = 0; edit < 5; edit += 1) {
      const version = await metric(running, 'plantao_prompts_version_info')
      const phrase = `Edição de número ${String(edit)}.`
      const text = await withPhrase(running.dir, phrase)
      const savedAt = performance.now()
      await save(running.dir, 'messages.yaml', text)
      await context.expect.poll(() => metric(running, 'plantao_prompts_version_info'), SOON).not.toBe(version)
      took.push(performance.now() - savedAt)
      // Somebody new: in a chat of many messages an answer waits for Telegram's pace.
      const customer = running.sandbox.telegram.user(610 + edit)
      customer.sendText('/privacidade')
      await customer.waitFor(({ text: said }) => said.includes(phrase), { timeoutMs: 10_000 })
    }
    // The median: a single one may have met a busy machine.
    context.expect(took.toSorted((a, b) => a - b)[2]).toBeLessThan(2_000)
  }, 90_000)

  it('a file that is written in two goes is used as it is in the end, and its half never, nor told of', async (context) => {
    const running = await run(context)
    const { dir, bot, sandbox } = running
    const customer = sandbox.telegram.user(605)
    const ops = sandbox.telegram.user(OPS)
    const path = join(dir, 'messages.yaml')
    const heard: string[] = []
    for (let edit = 0; edit < 6; edit += 1) {
      const whole = (await withPhrase(dir, 'PALAVRA')).replaceAll(/(?:PALAVRA )+/gu, `Inteira ${String(edit)}. `)
      // Cut off, which no check would pass; or sound, and only not yet what was meant.
      const half = edit % 2 === 0 ? whole.slice(0, whole.length / 2) : whole.replace('Inteira', 'Metade')
      await writeFile(path, half)
      const asking = answerTo(customer, '/privacidade')
      await systemClock.sleep(PAUSE_MS)
      await writeFile(path, whole)
      heard.push(await asking)
      await context.expect.poll(() => answerTo(customer, '/privacidade').then((said) => heard.push(said) && said), SOON).toContain(`Inteira ${String(edit)}.`)
    }
    context.expect(heard.filter((said) => said.includes('Metade'))).toEqual([])
    context.expect(bot.output).not.toContain('prompts.broken')
    context.expect(bot.output.match(/prompts\.reloaded/gu)).toHaveLength(6)
    context.expect(await metric(running, 'plantao_prompts_reload_failures_total')).toMatch(/ 0$/u)
    context.expect(ops.messages).toEqual([])
  }, 90_000)

  it('a turn that has begun asks the model to its end with what it began with', async (context) => {
    const dirOf = { path: '' }
    const asked: ModelRequest[] = []
    let edited: Promise<void> | undefined
    const model: Model = async (request) => {
      asked.push(request)
      const [base] = request.tools.filter(({ name }) => name.includes('faturas'))
      if (edited || !base) return await sensibleModel(request)
      edited = edit(dirOf.path)
      await edited
      return { kind: 'tools', calls: [{ name: base.name, args: {} }] }
    }
    const running = await run(context, model)
    dirOf.path = running.dir
    const before = await metric(running, 'plantao_prompts_version_info')
    const edit = async (dir: string): Promise<void> => {
      const text = await readFile(join(dir, 'agente.md'), 'utf8')
      await save(dir, 'agente.md', `${text.trimEnd()}\n\nFrase nova das instruções.\n`)
      await context.expect.poll(() => metric(running, 'plantao_prompts_version_info'), SOON).not.toBe(before)
    }
    const customer = running.sandbox.telegram.user(606)
    await answerTo(customer, 'então, é aquele negócio que não tá legal aqui')
    await context.expect.poll(() => asked.length, SOON).toBeGreaterThan(1)
    const isNew = ({ messages }: ModelRequest): boolean => messages[0]?.text.includes('Frase nova das instruções.') === true
    context.expect(asked.map(isNew)).toEqual(asked.map(() => false))
    const count = asked.length
    await answerTo(running.sandbox.telegram.user(607), 'então, é aquele negócio que não tá legal aqui')
    context.expect(asked.slice(count).map(isNew)).toContain(true)
    context.expect(asked.slice(count).map(isNew)).not.toContain(false)
  }, 60_000)
})
