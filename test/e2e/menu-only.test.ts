import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, type TestContext } from 'vitest'
import { z } from 'zod'

import { sensibleModel } from '../../src/sandbox/openai/sensible.js'
import { startSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import { nina } from '../../src/sandbox/world/people.js'
import { Customer } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

const coverage = z.object({ result: z.array(z.object({ url: z.string() })) })
const MODEL = /\/node_modules\/(?:langchain|@langchain|openai|langsmith)\//u

/** Every file that a process loaded which served a customer, as Node itself tells of it. */
async function loadedBy(context: TestContext, options: SandboxOptions): Promise<string[]> {
  const sandbox = await startSandbox(options)
  context.onTestFinished(() => sandbox.stop())
  const folder = await mkdtemp(join(tmpdir(), 'plantao-loaded-'))
  context.onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const bot = await BotProcess.start({ env: { ...sandbox.env, NODE_V8_COVERAGE: folder } })
  context.onTestFinished(() => bot.dispose())
  const customer = new Customer(sandbox, nina, 801)
  customer.say('tô sem internet desde ontem')
  await customer.identify()
  await customer.sees('Não resolveu', 'Pular')
  const metrics = await (await bot.get('/metrics')).text()
  expect(/^plantao_agent_uses_total\{kind="decide",outcome="ok"\} [1-9]/mu.test(metrics)).toBe(options.model !== undefined)
  expect(/^plantao_agent_tokens_total\{model="plantao-vision",what="in"\} [1-9]/mu.test(metrics)).toBe(options.model !== undefined)
  await bot.terminate()
  const written = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  return written.flatMap((text) => coverage.parse(JSON.parse(text)).result.map(({ url }) => url))
}

it('loads nothing of a model without one, and it is measured with one', async (context) => {
  const without = await loadedBy(context, {})
  expect(without.some((url) => url.endsWith('/dist/conversation/model/understood.js'))).toBe(true)
  expect(without.filter((url) => MODEL.test(url))).toEqual([])
  // The same look finds them where they are.
  const with_ = await loadedBy(context, { model: sensibleModel })
  expect(with_.filter((url) => MODEL.test(url)).length).toBeGreaterThan(10)
}, 60_000)
