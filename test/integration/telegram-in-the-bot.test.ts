import { createServer } from 'node:net'

import { describe, expect, it, type TestContext } from 'vitest'

import { samplePng, sampleLog } from '../../src/sandbox/sample-file.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { ana } from '../../src/sandbox/world/people.js'
import { startBot, type BotUnderTest } from '../support/bot.js'
import { Customer, sha256 } from '../support/customer.js'

async function open(context: TestContext, env: Record<string, string> = {}): Promise<BotUnderTest> {
  const bot = await startBot(env)
  context.onTestFinished(() => bot.stop())
  return bot
}

async function openOnWebhook(context: TestContext): Promise<BotUnderTest> {
  const port = String(await freePort())
  const bot = await open(context, {
    PORT: port,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK_SECRET: 'made-up-secret',
  })
  await expect.poll(() => readiness(bot), { timeout: 10_000 }).toBe(200)
  return bot
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function readiness(bot: BotUnderTest): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${bot.port}/readyz`)
  await response.arrayBuffer()
  return response.status
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `recado número ${index + 1}.`)

/** What was relayed of the customer's own words, message by message. */
function relayedWords(customer: Customer): string[] {
  return customer.relayed().filter((text) => text.startsWith('recado')).flatMap((text) => text.split('\n'))
}

describe('on a webhook', () => {
  it('takes a ticket from the first word to the last attachment, updates coming forty at a time', async (context) => {
    const { sandbox } = await openOnWebhook(context)
    expect(sandbox.telegram.ledger.list().some(({ path }) => path.endsWith('/getUpdates'))).toBe(false)
    const customer = new Customer(sandbox, ana, 501)
    await customer.order('tô sem internet desde ontem', [{ bytes: samplePng(), file: { as: 'photo' } }])
    const ticket = await customer.toldProtocolo()
    await customer.landed('the photo', () => ticket.anexos.length === 1)
    expect(ticket.anexos[0]?.sha256).toBe(sha256(samplePng()))
  }, 60_000)

  it('relays a customer’s messages in the order they were sent, each once', async (context) => {
    const { sandbox } = await openOnWebhook(context)
    const customer = new Customer(sandbox, ana, 501)
    customer.say('/atendente')
    await customer.landed('the summary', () => customer.relayed().length > 0)
    for (const text of numbered(20)) customer.say(text)
    for (const update of sandbox.telegram.queue.pending) sandbox.telegram.queue.repeat(update)
    await customer.landed('all of them', () => relayedWords(customer).length >= 20)
    expect(relayedWords(customer)).toEqual(numbered(20))
  }, 60_000)

  it('is unready while the token is revoked, and loses nothing of what came before, meanwhile and after', async (context) => {
    const bot = await openOnWebhook(context)
    const { telegram, faults } = bot.sandbox
    faults.telegram.revokeTokens()
    const user = telegram.user(601)
    user.sendText('/ajuda')
    await expect.poll(() => readiness(bot), { timeout: 10_000 }).toBe(503)
    expect(user.messages).toEqual([])
    faults.telegram.restoreTokens()
    await user.waitFor(/./u, { timeoutMs: 20_000 })
    await expect.poll(() => readiness(bot), { timeout: 10_000 }).toBe(200)
  }, 60_000)
})

describe('a group', () => {
  it('is told once that customers are served in private, and left', async (context) => {
    const { sandbox } = await open(context)
    for (const [id, type] of [[-1001, 'group'], [-1002, 'supergroup'], [-1003, 'channel']] as const) {
      const group = sandbox.telegram.group(id, type)
      group.add()
      for (let said = 0; said < 200; said += 1) group.say(`mensagem ${said}`)
      await group.until(() => !group.hasBot || undefined)
      expect(group.messages.map(({ text }) => text), type).toEqual([expect.stringContaining('particular')])
    }
    const group = sandbox.telegram.group(-1001)
    group.add()
    await group.until(() => (!group.hasBot && group.messages.length === 2) || undefined)
  }, 30_000)

  it('of the operators is not left', async (context) => {
    const { sandbox } = await open(context, { OPS_CHAT_ID: '-1005' })
    const ops = sandbox.telegram.group(-1005)
    ops.add()
    ops.say('oi')
    const other = sandbox.telegram.group(-1006)
    other.add()
    await other.until(() => !other.hasBot || undefined)
    expect([ops.hasBot, ops.messages]).toEqual([true, []])
  })
})

describe('"digitando…"', () => {
  it('is shown within 300 ms of a turn that takes long, and goes on while it does', async (context) => {
    const { sandbox } = await open(context)
    const customer = new Customer(sandbox, ana, 501)
    customer.say('oi')
    await customer.identify()
    await customer.hear((text) => text.includes('Tudo certo'))
    const { faults, ledger } = sandbox.milvus
    faults.arm('POST */perguntar-contexto', { kind: 'silent', ms: 6_000 })
    const before = customer.user.actions.length
    const asked = new Promise<void>((resolve) => void ledger.onRequest(() => resolve()))
    customer.say('a internet está caindo toda hora')
    await asked
    const startedAt = performance.now()
    await customer.user.until(() => customer.user.actions.length > before || undefined)
    expect(performance.now() - startedAt).toBeLessThan(300)
    expect(customer.user.actions.at(-1)).toBe('typing')
    await customer.user.until(() => customer.user.actions.length > before + 1 || undefined)
  }, 60_000)
})

describe.concurrent('a file', () => {
  async function withFiles(sandbox: Sandbox): Promise<Customer> {
    const customer = new Customer(sandbox, ana, 501)
    await customer.tell('tô sem internet desde ontem')
    return customer
  }

  it('whose download is cut in half arrives whole and once', async (context) => {
    const { sandbox } = await open(context)
    const customer = await withFiles(sandbox)
    await customer.sendFiles({ bytes: samplePng(), file: { as: 'photo' } })
    await customer.finishFiles()
    sandbox.faults.telegram.arm('GET /file/*', { kind: 'cutAnswer' })
    await customer.confirm()
    const ticket = await customer.toldProtocolo()
    await customer.landed('the photo', () => ticket.anexos.length > 0)
    await customer.hear((text) => text.includes('anexad'))
    expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual([sha256(samplePng())])
  }, 60_000)

  it('put in place of another by an edit is taken, and an edited caption is words', async (context) => {
    const { sandbox } = await open(context)
    const customer = await withFiles(sandbox)
    const log = { as: 'document', name: 'roteador.log', mime: 'text/plain' } as const
    const before = customer.user.mark()
    const messageId = customer.user.sendFile(sampleLog(), { ...log, caption: 'log de hoje' })
    await customer.hear((text) => /\b1\b/u.test(text), before)
    const corrected = customer.user.mark()
    customer.user.editFile(messageId, sampleLog(), { ...log, caption: 'log de ontem à noite' })
    await customer.user.waitFor(/./u, { after: corrected })
    const another = customer.user.mark()
    customer.user.editFile(messageId, samplePng(), { as: 'document', name: 'luz.png', mime: 'image/png' })
    await customer.hear((text) => /\b2\b/u.test(text), another)
    await customer.finishFiles()
    await customer.confirm()
    const ticket = await customer.toldProtocolo()
    await customer.landed('both', () => ticket.anexos.length === 2)
    expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual([sha256(sampleLog()), sha256(samplePng())])
    expect(ticket.descricao).toContain('log de hoje')
    expect(ticket.descricao).toContain('corrigido: log de ontem à noite')
  }, 60_000)
})

describe.concurrent('whatever Telegram can send', () => {
  const person = { id: 5, is_bot: false, first_name: 'Outra' }
  it.for<readonly [string, Record<string, unknown>]>([
    ['a poll', { poll: { id: '1', question: 'Qual?', options: [], total_voter_count: 0, type: 'regular' } }],
    ['dice', { dice: { emoji: '🎲', value: 3 } }],
    ['a story', { story: { id: 1, chat: { id: 5, type: 'private', first_name: 'Outra' } } }],
    ['a live location', { location: { latitude: -20, longitude: -45, live_period: 900 } }],
    ['somebody else’s contact', { contact: { phone_number: '5537990009999', first_name: 'Outra', user_id: 5 } }],
    ['an emoji', { text: '👍' }],
    ['4,096 characters', { text: 'ç'.repeat(4096) }],
    ['nothing that can be seen', { text: '\u200F\u2060\u3164' }],
    ['half an emoji', { text: 'caiu \ud83d' }],
    ['a forwarded text', { text: 'aviso', forward_origin: { type: 'user', sender_user: person, date: 1 } }],
    ['a round video of 0 bytes', { video_note: { file_id: 'V', file_unique_id: 'v', length: 240, duration: 1, file_size: 0 } }],
    ['a document without a name', { document: { file_id: 'D', file_unique_id: 'd', file_size: 12 } }],
    ['a kind nobody knows yet', { something_new: { id: 1 } }],
  ])('%s gets an answer, and so does what comes after it', { timeout: 30_000 }, async ([, content], context) => {
    const { sandbox } = await open(context)
    const user = sandbox.telegram.user(801)
    user.sendText('/start')
    await user.waitFor(/CPF/u)
    const mark = user.mark()
    user.send(content)
    await user.waitFor(/./u, { after: mark, timeoutMs: 12_000 })
    const after = user.mark()
    user.sendText('/ajuda')
    await user.waitFor(/./u, { after })
  })

  it('a link to the invoices goes there as soon as it is known who asks', async (context) => {
    const { sandbox } = await open(context)
    const customer = new Customer(sandbox, ana, 501)
    customer.say('/start fatura')
    await customer.identify()
    await customer.hear((text) => /vencimento|fatura/iu.test(text) && !text.includes('CPF'))
  }, 30_000)
})
