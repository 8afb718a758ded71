import { createServer } from 'node:net'

import { Pool } from 'undici'
import { describe, expect, it, type TestContext } from 'vitest'

import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { CATCH_UP_MS } from '../../src/telegram/order-watch.js'
import { BotProcess } from '../support/process.js'

const FLOOD = 10_000
/** As many as Telegram is asked for at most. */
const CONNECTIONS = 40
const SECRET = 'made-up-secret'
const FLOODER = 666
/** Two sentences each; with those before, and the flooder's, no more than Telegram takes in a second. */
const ASKING = 5

interface Flooded {
  sandbox: Sandbox
  /** Sends the flooder's next updates as fast as the bot takes them, until `isOver`; how many it were. */
  flood: (isOver: (sent: number) => boolean) => Promise<number>
}

const ways: readonly (readonly [string, (context: TestContext) => Promise<Flooded>])[] = [
  ['polled for', startPolling],
  ['posted', startOnWebhook],
]

describe('a flood of 10,000 updates from one user', () => {
  it.for(ways)('%s: the others are answered in their normal time, and the flooder is told once', { timeout: 90_000 }, async ([, start], context) => {
    const { sandbox, flood } = await start(context)
    const flooder = sandbox.telegram.user(FLOODER)
    let nextId = 600
    // In its first seconds a webhook waits for what may have been posted before it was there.
    await expect.poll(async () => (await answeredIn(sandbox, nextId++, 1))[0], { interval: 1_000, timeout: 20_000 }).toBeLessThan(CATCH_UP_MS)
    const normal = await answeredIn(sandbox, 700, ASKING)
    let answered: number[] | undefined
    const asking = answeredIn(sandbox, 800, ASKING).then((times) => (answered = times))
    const sent = await flood((count) => count >= FLOOD && answered !== undefined)
    const flooded = await asking
    expect(sent).toBeGreaterThanOrEqual(FLOOD)
    // What overtakes others on its way waits for them a moment, and in a flood everything overtakes something.
    const slowest = Math.max(...normal) + CATCH_UP_MS
    expect(Math.max(...flooded) / slowest).toBeLessThan(3)
    await flooder.waitFor(/parei de ler/u, { timeoutMs: 20_000 })
    expect(flooder.messages.filter(({ text }) => text.includes('parei de ler'))).toHaveLength(1)
  })
})

/** One user after the other asks for something and waits for the answer: milliseconds each. */
async function answeredIn({ telegram }: Sandbox, firstId: number, users: number): Promise<number[]> {
  const times: number[] = []
  for (let id = firstId; id < firstId + users; id += 1) {
    const user = telegram.user(id)
    const since = performance.now()
    user.sendText('/ajuda')
    await user.waitFor(/./u, { timeoutMs: 30_000 })
    times.push(performance.now() - since)
  }
  return times
}

async function startPolling(context: TestContext): Promise<Flooded> {
  const sandbox = await startSandbox()
  context.onTestFinished(() => sandbox.stop())
  const bot = await BotProcess.start({ env: sandbox.env })
  context.onTestFinished(() => bot.dispose())
  const { queue } = sandbox.telegram
  const flooder = sandbox.telegram.user(FLOODER)
  return {
    sandbox,
    async flood(isOver) {
      let sent = 0
      while (!isOver(sent)) {
        // What one poll takes at most always waits.
        while (queue.pending.length < 100) flooder.sendText(`spam ${String((sent += 1))}`)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return sent
    },
  }
}

async function startOnWebhook(context: TestContext): Promise<Flooded> {
  const sandbox = await startSandbox()
  context.onTestFinished(() => sandbox.stop())
  const port = String(await freePort())
  const origin = `http://127.0.0.1:${port}`
  const env = { ...sandbox.env, PORT: port, TELEGRAM_WEBHOOK_URL: origin, TELEGRAM_WEBHOOK_SECRET: SECRET }
  const bot = await BotProcess.start({ env })
  context.onTestFinished(() => bot.dispose())
  await expect.poll(async () => (await bot.get('/readyz')).status, { timeout: 10_000 }).toBe(200)
  const pool = new Pool(origin, { connections: CONNECTIONS })
  context.onTestFinished(() => pool.close())
  const post = async (text: string): Promise<void> => {
    const updateId = sandbox.telegram.queue.takeId()
    const { statusCode, body } = await pool.request({
      path: '/telegram/webhook',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
      body: JSON.stringify({ update_id: updateId, message: messageOf(updateId, text) }),
    })
    await body.dump()
    expect(statusCode).toBe(200)
  }
  return {
    sandbox,
    async flood(isOver) {
      let sent = 0
      const line = async (): Promise<void> => {
        while (!isOver(sent)) await post(`spam ${String((sent += 1))}`)
      }
      await Promise.all(Array.from({ length: CONNECTIONS }, line))
      return sent
    },
  }
}

function messageOf(id: number, text: string): Record<string, unknown> {
  const person = { id: FLOODER, first_name: 'Alguém' }
  const date = Math.floor(Date.now() / 1000)
  return { message_id: id, date, chat: { ...person, type: 'private' }, from: { ...person, is_bot: false }, text }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
