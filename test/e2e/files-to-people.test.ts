import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { systemClock } from '../../src/lib/clock.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import { ana } from '../../src/sandbox/world/people.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

const PUBLIC_URL = 'https://plantao.exemplo.invalid/bot'
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
const DOCUMENT = { as: 'document', name: 'comprovante de março.pdf', mime: 'application/pdf' } as const

/** The addresses in what people were told, the newest last. */
function linksIn(customer: Customer): string[] {
  return customer.relayed().flatMap((text) => [...text.matchAll(/https:\/\/\S+/gu)].map(([url]) => url))
}

/** As the provider's proxy hands it on. */
const at = (port: number, link: string): string => link.replace(PUBLIC_URL, `http://127.0.0.1:${String(port)}`)

async function bytesAt(url: string): Promise<{ status: number; name: string; bytes: Buffer }> {
  const response = await fetch(url)
  const name = response.headers.get('content-disposition') ?? ''
  return { status: response.status, name, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe.concurrent("a customer's files and people", () => {
  it('an attendant opens by a link what was sent before and during the conversation, until it is forgotten', async (context) => {
    const bot = await startBot({ PUBLIC_URL })
    context.onTestFinished(() => bot.stop())
    const customer = new Customer(bot.sandbox, ana, 5_155_500_001)
    customer.user.sendFile(samplePng(), { as: 'photo' })
    await customer.hear((text) => text !== '')
    customer.say('/atendente')
    await customer.landed('the photo sent before', () => linksIn(customer).length === 1)
    customer.user.sendFile(PDF, DOCUMENT)
    await customer.landed('the document', () => linksIn(customer).length === 2)

    const [photo = '', document = ''] = linksIn(customer)
    const got = await bytesAt(at(bot.port, photo))
    expect([got.status, got.bytes.equals(samplePng())]).toEqual([200, true])
    const other = await bytesAt(at(bot.port, document))
    expect([other.status, other.bytes.equals(PDF)]).toEqual([200, true])
    expect(other.name).toContain('comprovante%20de%20mar%C3%A7o.pdf')
    const note = customer.relayed().find((text) => text.includes(document)) ?? ''
    expect(note).toMatch(/documento “comprovante de março\.pdf” \([\d,]+ k?B\).*Abra em até 7 dias: https:/su)
    // The echo of our own words is not told the customer.
    expect(customer.user.messages.some(({ text }) => text.includes('/arquivos/'))).toBe(false)

    await bot.restart()
    expect((await bytesAt(at(bot.port, photo))).status).toBe(200)
    customer.say('/esquecer')
    await customer.press('Sim')
    // The test's own time limit ends it.
    while ((await bytesAt(at(bot.port, document))).status !== 410) await systemClock.sleep(50)
    expect((await bytesAt(at(bot.port, photo))).status).toBe(410)
  }, 60_000)

  it('without an address of ours the attendant reads of it, and nothing is served', async (context) => {
    const bot = await startBot()
    context.onTestFinished(() => bot.stop())
    const customer = new Customer(bot.sandbox, ana, 5_155_500_002)
    customer.user.sendFile(samplePng(), { as: 'photo' })
    await customer.hear((text) => text !== '')
    customer.say('/atendente')
    await customer.landed('the summary', () => customer.relayed().length === 1)
    customer.user.sendFile(PDF, DOCUMENT)
    await customer.landed('the note', () => customer.relayed().length === 2)

    expect(customer.relayed()[1]).toMatch(/O cliente enviou um arquivo: documento “comprovante de março\.pdf”/u)
    expect(customer.relayed().join('\n')).not.toMatch(/https?:/u)
    expect((await fetch(`http://127.0.0.1:${String(bot.port)}/arquivos/x`)).status).toBe(404)
  }, 60_000)

  it('neither the links nor the addresses behind them are in the store or in the log at debug', async (context) => {
    const sandbox = await startSandbox()
    context.onTestFinished(() => sandbox.stop())
    const bot = await BotProcess.start({ env: { ...sandbox.env, PUBLIC_URL, LOG_LEVEL: 'debug', POLL_INTERVAL_MS: '100' } })
    context.onTestFinished(() => bot.dispose())
    const customer = new Customer(sandbox, ana, 5_155_500_003)
    customer.say('/atendente')
    await customer.landed('the summary', () => customer.relayed().length === 1)
    customer.user.sendFile(samplePng(), { as: 'photo' })
    await customer.landed('the photo', () => linksIn(customer).length === 1)
    const [link = ''] = linksIn(customer)
    expect((await bytesAt(at(bot.port, link))).bytes.equals(samplePng())).toBe(true)
    expect((await bytesAt(at(bot.port, `${link}x`))).status).toBe(404)
    sandbox.faults.telegram.arm('* */getFile', { kind: 'status', status: 500 }, 1)
    expect((await bytesAt(at(bot.port, link))).status).toBe(503)
    sandbox.tempbox.attendantSays(String(customer.id), 'Rita Inventada', 'Recebi a foto.')
    await customer.hear((text) => text.includes('Recebi a foto.'))

    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
    const names = await readdir(bot.dataDir)
    const stored = (await Promise.all(names.map((name) => readFile(join(bot.dataDir, name), 'latin1')))).join('\n')
    const token = link.slice(`${PUBLIC_URL}/arquivos/`.length)
    const secrets = [token, token.slice(0, 24), 'exemplo.invalid/bot', '/arquivos/', '/file/bot', 'photos/file_']
    for (const secret of [...secrets, sandbox.env.TELEGRAM_BOT_TOKEN ?? '']) {
      expect(stored.includes(secret)).toBe(false)
      expect(bot.output.includes(secret)).toBe(false)
    }
  }, 60_000)
})
