import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, expect, it } from 'vitest'

import { startSandbox } from '../../src/sandbox/sandbox.js'
import { ana } from '../../src/sandbox/world/people.js'
import { startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const DAYS = ['segunda', 'terca', 'quarta', 'quinta', 'sexta', 'sabado', 'domingo']

/** The operator's folder, with people there always, or never but at a span of hours that is not now. */
async function promptsFolder(span: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plantao-prompts-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  await cp('prompts', folder, { recursive: true })
  const file = join(folder, 'provider.yaml')
  const horarios = DAYS.map((day) => `    ${day}: ['${span}']`).join('\n')
  const block = `atendimento_humano:\n  horarios:\n${horarios}\n\n`
  const yaml = await readFile(file, 'utf8')
  await writeFile(file, yaml.replace(/^atendimento_humano:\n(?:[ #].*\n)+\n?/mu, block))
  return folder
}

const ALWAYS = '00:00-24:00'

/** Two hours that begin six hours from now, of the same day. */
function later(): string {
  const hour = (new Date().getUTCHours() - 3 + 6 + 24) % 24
  const begins = Math.min(hour, 21)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(begins)}:00-${two(begins + 1)}:00`
}

const PDF = Buffer.from(`%PDF-1.7\n${'made up '.repeat(20_000)}`)
const times = (customer: Customer, words: string): number =>
  customer.user.messages.filter(({ text }) => text.includes(words)).length

it('brings attendants’ words, names, files and transfers in order, once, over kills; the protocol is told twice', async () => {
  const sandbox = await startSandbox()
  cleanups.push(() => sandbox.stop())
  const env = { ...sandbox.env, POLL_INTERVAL_MS: '200', PROMPTS_DIR: await promptsFolder(ALWAYS) }
  const bot = await BotProcess.start({ env })
  cleanups.push(() => bot.dispose())
  const customer = new Customer(sandbox, ana, 901)
  const contato = String(customer.id)
  customer.say('/atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  const numero = String(customer.conversations()[0]?.numero)
  await customer.hear((text) => text.includes(numero))
  expect(customer.relayed()[0]).toContain(numero)

  sandbox.tempbox.attendantSays(contato, 'Rita Inventada', 'primeira palavra')
  await customer.hear((text) => text.includes('Rita') && text.includes('primeira palavra'))
  sandbox.tempbox.attendantSends(contato, 'Rita Inventada', { fileName: 'contrato.pdf', bytes: PDF }, 'segue o contrato')
  await customer.user.waitFor(({ document }) => document !== undefined, { timeoutMs: 30_000 })

  // Heard, so what stands before it has settled: a kill may repeat the last message alone.
  sandbox.tempbox.attendantSays(contato, 'Rita Inventada', 'é isso')
  await customer.hear((text) => text.includes('é isso'))

  await bot.kill()
  sandbox.tempbox.transfer(contato, 'Bento Inventado')
  sandbox.tempbox.attendantSays(contato, 'Bento Inventado', 'escrito com o bot parado')
  sandbox.tempbox.attendantSends(contato, 'Bento Inventado', { fileName: 'segundo.pdf', bytes: PDF })
  sandbox.tempbox.attendantSays(contato, 'Bento Inventado', 'e mais isto')
  await bot.start()
  await customer.hear((text) => text.includes('e mais isto'))
  customer.say('obrigado, recebi')
  await customer.landed('the answer', () => customer.relayed().includes('obrigado, recebi'))
  await bot.kill()
  sandbox.tempbox.attendantSays(contato, 'Bento Inventado', 'até logo')
  sandbox.tempbox.close(contato)
  await bot.start()
  const ended = await customer.hear((text) => text.includes('encerrada'))
  expect(ended.text).toContain(numero)

  const heard = customer.user.messages.map(({ text, document }) => document?.fileName ?? text)
  const wanted = [
    ...['Rita assumiu', 'primeira palavra', 'segue o contrato', 'contrato.pdf', 'Agora quem atende é Bento'],
    ...['escrito com o bot parado', 'segundo.pdf', 'e mais isto', 'até logo', 'encerrada'],
  ]
  const places = wanted.map((words) => heard.findIndex((text) => text.includes(words)))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(places).not.toContain(-1)
  for (const words of wanted.filter((one) => !one.endsWith('.pdf'))) expect([words, times(customer, words)]).toEqual([words, 1])
  const documents = customer.user.messages.flatMap(({ document }) => (document ? [document] : []))
  expect(documents.map(({ bytes }) => bytes.equals(PDF))).toEqual([true, true])
  expect(times(customer, 'obrigado, recebi')).toBe(0)
  expect(bot.output).not.toContain('/anexos/')
}, 120_000)

it('says what of an attendant’s file cannot be brought, to both', async () => {
  const bot = await startBot({ PROMPTS_DIR: await promptsFolder(ALWAYS) })
  cleanups.push(() => bot.stop())
  const { sandbox } = bot
  const customer = new Customer(sandbox, ana, 902)
  customer.say('/atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  const page = { fileName: 'contrato.pdf', bytes: Buffer.from('<html>Entre com a sua senha</html>') }
  sandbox.tempbox.attendantSends(String(customer.id), 'Rita Inventada', page, 'veja o anexo')
  await customer.hear((text) => text.includes('veja o anexo'))
  await customer.hear((text) => text.includes('não consegui trazê-lo'))
  await customer.landed('the note', () => customer.relayed().some((text) => text.includes('não chegou ao cliente')))
  expect(customer.user.messages.some(({ document }) => document !== undefined)).toBe(false)
}, 60_000)

it('in closed hours opens it, tells when people come, and asks TempBox for a call back then, once', async () => {
  const bot = await startBot({ PROMPTS_DIR: await promptsFolder(later()) })
  cleanups.push(() => bot.stop())
  const { sandbox } = bot
  const customer = new Customer(sandbox, ana, 903)
  customer.say('/atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  await customer.press('Me chamem')
  await customer.hear((text) => text.includes('Retorno pedido'))
  await bot.restart()
  expect(sandbox.tempbox.scheduled()).toMatchObject([{ quando: expect.stringMatching(/T\d\d:00:00$/u) }])
  await customer.press('Abrir chamado')
  await customer.landed('the closing', () => customer.conversations().every(({ concluido }) => concluido))
  await customer.hear((text) => text.includes('CPF'))
}, 60_000)
