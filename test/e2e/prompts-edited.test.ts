import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, it, type TestContext } from 'vitest'

import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import type { TelegramUser } from '../../src/sandbox/telegram/user.js'
import { BotProcess } from '../support/process.js'

const OPS = 39_998
/** Two seconds are promised; the machine may be busy with other tests. */
const SOON = { timeout: 6_000, interval: 50 }
const PROMPTS = fileURLToPath(new URL('../../prompts', import.meta.url))

interface Running {
  sandbox: Sandbox
  bot: BotProcess
  dir: string
}

async function run(context: TestContext): Promise<Running> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-prompts-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await cp(PROMPTS, dir, { recursive: true })
  const sandbox = await startSandbox()
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
})
