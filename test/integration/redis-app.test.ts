import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { createApp, type App, type Overrides } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { systemClock } from '../../src/lib/clock.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { CLAIM } from '../../src/store/redis/lua/claim.js'
import { startLossyProxy } from '../support/lossy-proxy.js'
import { ask, hasRedis, startRedisServer, type RedisServer } from '../support/redis-server.js'

const POLLING = { TELEGRAM_WEBHOOK_URL: '', TELEGRAM_WEBHOOK_SECRET: '' }

interface Replica {
  app: App
  port: number
}

describe.runIf(hasRedis)('the bot on Redis', () => {
  let redis: RedisServer
  let sandbox: Sandbox
  let front: Front
  const replicas: Replica[] = []

  beforeAll(async () => {
    redis = await startRedisServer()
  })
  beforeEach(async () => {
    await ask(redis.port, 'FLUSHALL')
    sandbox = await startSandbox()
    front = await startFront()
  })
  afterEach(async () => {
    await Promise.all(replicas.splice(0).map(({ app }) => app.stop()))
    await front.stop()
    await sandbox.stop()
  })
  afterAll(() => redis.stop())

  /** One process of many: updates are posted to it. */
  const start = async (overrides: Overrides = {}, env: Record<string, string> = {}): Promise<Replica> => {
    const config = parseConfig({
      ...sandbox.env,
      REDIS_URL: redis.url,
      TELEGRAM_WEBHOOK_URL: front.url,
      TELEGRAM_WEBHOOK_SECRET: 'segredo-do-webhook',
      LOG_LEVEL: 'silent',
      PORT: '0',
      ...env,
    })
    const app = createApp(config, overrides)
    const replica = { app, port: (await app.start()).port }
    replicas.push(replica)
    return replica
  }

  const textsOf = (userId: number): string[] => sandbox.telegram.user(userId).messages.map(({ text }) => text)
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await systemClock.sleep(10)
  }

  /** Writes to the bot; resolves when Telegram was told that every process it told has it. */
  const say = async (userId: number, text: string): Promise<void> => {
    const before = front.delivered(userId)
    sandbox.telegram.user(userId, { firstName: 'Ana' }).sendText(text)
    await until(() => front.delivered(userId) > before)
  }

  it('takes three round trips from a button pressed to its reply sent and settled', async () => {
    let asked: string[] = []
    // By long polling: of a webhook the first updates are put off, in case earlier ones are on their way.
    await start({ onStoreCall: (name) => void asked.push(name) }, POLLING)
    sandbox.telegram.user(501, { firstName: 'Ana' }).sendText('/menu')
    await until(() => asked.includes('settle'))
    await systemClock.sleep(300)
    const before = textsOf(501).length

    asked = []
    sandbox.telegram.user(501).pressButton('Suporte')
    await until(() => textsOf(501).length > before && asked.includes('settle'))
    await systemClock.sleep(300)
    // What goes on by the clock, whether anybody writes or not.
    const byTheClock = ['heads', 'lead', 'beat']
    expect(asked.filter((name) => !byTheClock.includes(name))).toEqual(['append', 'commit', 'settle'])
  }, 20_000)

  it('takes no more of them behind a webhook, though updates go round several processes', async () => {
    let asked: string[] = []
    let ahead = 0
    const overrides = {
      clock: { ...systemClock, now: () => Date.now() + ahead },
      onStoreCall: (name: string) => void asked.push(name),
    }
    const two = [await start(overrides), await start(overrides)]
    let next = 0
    front.route = () => {
      next += 1
      return [two[next % 2]?.port ?? 0]
    }
    const user = sandbox.telegram.user(501, { firstName: 'Ana' })
    for (const command of ['/menu', '/menu', '/menu']) {
      const before = textsOf(501).length
      await say(501, command)
      await until(() => textsOf(501).length > before)
    }
    // Of what was sent before they began they know nothing, and for five seconds it may still come.
    ahead = 6_000
    await say(501, '/menu')
    await systemClock.sleep(1_000)

    for (const button of ['Suporte', 'Suporte']) {
      const before = textsOf(501).length
      asked = []
      user.pressButton(button)
      await until(() => textsOf(501).length > before && asked.includes('settle'))
      await systemClock.sleep(300)
      // Nobody waits for the word to the others.
      const beside = ['heads', 'beat', 'lead', 'PUBLISH']
      expect(asked.filter((name) => !beside.includes(name))).toEqual(['append', 'commit', 'settle'])
    }
  }, 20_000)

  it('keeps each chat’s order over three processes, and answers nothing twice', async () => {
    const three = await Promise.all([start(), start(), start()])
    // Told to two of them, as Telegram does when an answer is late: which two goes round.
    let next = 0
    front.route = () => {
      next += 1
      return [next, next + 1].map((at) => three[at % 3]?.port ?? 0)
    }
    const words = ['/start', '/ajuda', '/privacidade']
    const expected: string[] = []
    for (const word of words) {
      await say(600, word)
      await until(() => textsOf(600).length > expected.length)
      await systemClock.sleep(200)
      expected.push(...textsOf(600).slice(expected.length))
    }

    const users = Array.from({ length: 12 }, (_, index) => 601 + index)
    await Promise.all(
      users.map(async (userId) => {
        for (const word of words) await say(userId, word)
      }),
    )
    await until(() => users.every((userId) => textsOf(userId).length >= expected.length))
    await systemClock.sleep(500)
    for (const userId of users) expect(textsOf(userId)).toEqual(expected)
  }, 30_000)

  it('polls in one process at a time, and in another when that one stops', async () => {
    const [first, second] = [await start({}, POLLING), await start({}, POLLING)]
    const user = sandbox.telegram.user(800, { firstName: 'Ana' })
    user.sendText('/ajuda')
    await until(() => textsOf(800).length > 0)
    await systemClock.sleep(300)
    const before = textsOf(800).length
    for (const { port } of [first, second]) {
      expect((await fetch(`http://127.0.0.1:${String(port)}/readyz`)).status).toBe(200)
    }
    await first.app.stop()
    user.sendText('/privacidade')
    await until(() => textsOf(800).length > before)
    await systemClock.sleep(300)
    expect(textsOf(800)).toHaveLength(before + 1)
  }, 30_000)

  it('answers, when its lease ends, the chat of a process that died in the turn', async () => {
    const proxy = await startLossyProxy(redis.port)
    const killed = await start({}, { REDIS_URL: `redis://127.0.0.1:${String(proxy.port)}` })
    // The chat is claimed in its name, but it never hears of that: for Redis it died in the turn.
    proxy.loseNextAnswer(CLAIM.sha)
    front.route = () => [killed.port]
    await say(701, '/ajuda')
    await until(() => proxy.lost() > 0)
    await proxy.stop()

    let ahead = 0
    const survivor = await start({ clock: { ...systemClock, now: () => Date.now() + ahead } })
    front.route = () => [survivor.port]
    await say(702, '/ajuda')
    await until(() => textsOf(702).length > 0)
    expect(textsOf(701)).toEqual([])

    // Its own leases would end too: what it holds is to be done by then.
    while (!(await ask(redis.port, 'KEYS plantao:*:fx:*')).startsWith('*0')) await systemClock.sleep(20)
    ahead = 91_000
    await say(703, '/ajuda')
    await until(() => textsOf(701).length > 0 && textsOf(703).length > 0)
    await systemClock.sleep(200)
    expect(textsOf(701)).toEqual(textsOf(702))
  }, 40_000)
})

interface Front {
  url: string
  /** The ports of the processes that are told of the next update. */
  route: () => readonly number[]
  /** How many updates of a chat all of them have taken. */
  delivered(chatId: number): number
  stop(): Promise<void>
}

const addressed = z.object({ message: z.object({ chat: z.object({ id: z.number() }) }).optional() })

/** What stands between Telegram and the processes: hands each update to those that `route` names. */
async function startFront(): Promise<Front> {
  const taken = new Map<number, number>()
  const giveUp = new AbortController()
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request)
      const { message } = addressed.parse(JSON.parse(body))
      const secret = String(request.headers['x-telegram-bot-api-secret-token'])
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
      const { signal } = giveUp
      const answers = await Promise.all(
        front.route().map(async (port) => {
          const url = `http://127.0.0.1:${String(port)}/telegram/webhook`
          const answer = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => undefined)
          return answer?.status === 200
        }),
      )
      const all = answers.every(Boolean)
      if (all && message) taken.set(message.chat.id, (taken.get(message.chat.id) ?? 0) + 1)
      response.writeHead(all ? 200 : 503).end()
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const front: Front = {
    url: `http://127.0.0.1:${String(port)}/telegram/webhook`,
    route: () => [],
    delivered: (chatId) => taken.get(chatId) ?? 0,
    async stop() {
      giveUp.abort()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return front
}
