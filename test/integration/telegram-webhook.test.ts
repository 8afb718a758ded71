import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

import type { Update } from 'grammy/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { InboxEvent } from '../../src/domain/event.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { createServer, type HttpServer } from '../../src/server/server.js'
import { createTelegram } from '../../src/telegram/telegram.js'
import type { UpdateSource } from '../../src/telegram/update-source.js'
import { FakeClock } from '../support/fake-clock.js'
import { startFakeBotApi, type FakeBotApi } from '../unit/telegram/fake-bot-api.js'
import { messageUpdate } from '../unit/telegram/messages.js'

const SECRET = 'made-up-secret'

let api: FakeBotApi
let clock: FakeClock
let server: HttpServer
let source: UpdateSource
let url: string
let appended: InboxEvent[]
/** What the inbox does with an append; the test's to change. */
let inbox: (events: readonly InboxEvent[]) => Promise<void>

beforeEach(async () => {
  api = await startFakeBotApi()
  clock = new FakeClock()
  appended = []
  inbox = async () => {}
  source = createTelegram({ token: api.token, apiRoot: api.root, clock, logger: silentLogger }).createUpdates(
    { url: 'https://bot.example', secret: new Secret(SECRET) },
    async (events) => {
      await inbox(events)
      appended.push(...events)
    },
  )
  server = createServer({
    port: 0,
    checks: {},
    metrics: { contentType: '', render: async () => '' },
    metricsToken: undefined,
    posts: source.posts,
    logger: silentLogger,
  })
  url = `http://127.0.0.1:${await server.start()}/telegram/webhook`
})

afterEach(async () => {
  await source.stop()
  await server.stop()
  await api.close()
})

const HEADERS = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET }

async function post(body: unknown, headers: Record<string, string> = HEADERS): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  await response.arrayBuffer()
  return response.status
}

const fromUser = (text: string, updateId: number, userId = 7001): Update =>
  messageUpdate({ text, chat: { id: userId, type: 'private', first_name: 'Ana' } }, updateId)

const ids = (): string[] => appended.map(({ id }) => id)

describe('the webhook', () => {
  it('says 200 once the update is in the inbox, and not before', async () => {
    const held: (() => void)[] = []
    inbox = () => new Promise((resolve) => void held.push(resolve))
    const answer = post(fromUser('oi', 5))
    await expect.poll(() => held.length).toBe(1)
    expect(await Promise.race([answer, clock.advance(20_000)])).toBeUndefined()
    held[0]?.()
    expect(await answer).toBe(200)
    expect(ids()).toEqual(['tg:5'])
  })

  it('refuses whoever does not know the secret, without reading what they send', async () => {
    const wrong = { ...HEADERS, 'x-telegram-bot-api-secret-token': 'another' }
    expect(await post(fromUser('oi', 5), wrong)).toBe(401)
    expect(await post(fromUser('oi', 5), { 'content-type': 'application/json' })).toBe(401)
    // The body never comes: an answer that waited for it would not either.
    const status = await new Promise((resolve, reject) => {
      const headers = { ...wrong, 'content-length': '900000' }
      httpRequest(url, { method: 'POST', headers, agent: false }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .flushHeaders()
    })
    expect(status).toBe(401)
    expect(appended).toEqual([])
  })

  it('takes JSON by POST alone, at its own path, and no more than a megabyte', async () => {
    expect((await fetch(url)).status).toBe(405)
    expect((await fetch(`${url}/x`, { method: 'POST', headers: HEADERS, body: '{}' })).status).toBe(404)
    expect((await fetch(url.replace('/webhook', ''), { method: 'POST', headers: HEADERS, body: '{}' })).status).toBe(404)
    expect((await fetch(url, { method: 'PUT', headers: HEADERS, body: '{}' })).headers.get('allow')).toBe('POST')
    expect(await post('{}', { ...HEADERS, 'content-type': 'text/plain' })).toBe(415)
    expect(await post('{"update_id":', HEADERS)).toBe(400)
    expect(await post('{}', HEADERS)).toBe(400)
    expect(await post('[]', HEADERS)).toBe(400)
    expect(await post(JSON.stringify({ update_id: 1, pad: 'x'.repeat(1_100_000) }))).toBe(413)
    expect(appended).toEqual([])
  })

  it('stops reading a body that says no length and does not end', async () => {
    const { port } = new URL(url)
    const answer = await new Promise<string>((resolve) => {
      const head = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`)
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST /telegram/webhook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n${head.join('')}\r\n`)
        for (let piece = 0; piece < 20; piece += 1) socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`)
      })
      socket.once('data', (data) => {
        resolve(data.toString())
        socket.destroy()
      })
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /u)
  })

  it('says 200 to what concerns no conversation, or cannot be read, so that it is not told for ever', async () => {
    expect(await post({ update_id: 6, poll: {} })).toBe(200)
    expect(await post({ update_id: 7, message: { chat: { id: 1, type: 'private' }, text: 7 } })).toBe(200)
    expect(appended).toEqual([])
  })

  it('tries again in place while the inbox fails', async () => {
    let tries = 0
    inbox = async () => {
      tries += 1
      if (tries < 3) throw new Error('disk full')
    }
    const answer = post(fromUser('oi', 5))
    await expect.poll(() => tries).toBe(1)
    await clock.advance(5_000)
    expect(await answer).toBe(200)
    expect([tries, ids()]).toEqual([3, ['tg:5']])
  })

  it('gives up within 25 s, so that Telegram tells it again, and never says 200', async () => {
    let tries = 0
    inbox = async () => {
      tries += 1
      throw new Error('disk full')
    }
    const answer = post(fromUser('oi', 5))
    await expect.poll(() => tries).toBe(1)
    await clock.advance(25_000)
    expect(await answer).toBe(503)
    expect(tries).toBeGreaterThan(5)
    inbox = async () => {}
    expect(await post(fromUser('oi', 5))).toBe(200)
  })

  it('does not wait for an append that hangs', async () => {
    let hangs = 0
    inbox = () => {
      hangs += 1
      return new Promise(() => {})
    }
    const answer = post(fromUser('oi', 5))
    await expect.poll(() => hangs).toBe(1)
    await clock.advance(25_000)
    expect(await answer).toBe(503)
  })

  it('holds 64 at a time and asks for the others later, so that memory stays bounded', async () => {
    const held: (() => void)[] = []
    inbox = () => new Promise((resolve) => void held.push(resolve))
    const answers = Array.from({ length: 64 }, (_, user) => post(fromUser('oi', user, user)))
    await expect.poll(() => held.length).toBe(64)
    expect(await post(fromUser('oi', 900, 900))).toBe(503)
    for (const release of held) release()
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 64 }, () => 200))
  })

  it('appends a chat’s updates one after the other, and does not keep other chats waiting', async () => {
    const held = new Map<string, () => void>()
    inbox = ([event]) => new Promise((resolve) => void held.set(event!.id, resolve))
    const first = post(fromUser('um', 5))
    await expect.poll(() => held.size).toBe(1)
    const second = post(fromUser('dois', 6))
    const other = post(fromUser('oi', 7, 8))
    await expect.poll(() => held.size).toBe(2)
    expect([...held.keys()]).toEqual(['tg:5', 'tg:7'])
    held.get('tg:7')?.()
    expect(await other).toBe(200)
    held.get('tg:5')?.()
    await expect.poll(() => held.has('tg:6')).toBe(true)
    held.get('tg:6')?.()
    expect([await first, await second]).toEqual([200, 200])
    expect(ids()).toEqual(['tg:7', 'tg:5', 'tg:6'])
  })

  it('puts off a turn for a moment when updates that were sent before have not come yet', async () => {
    const press = (updateId: number): Update => messageUpdate({ text: '/menu' }, updateId)
    await post(press(10))
    await clock.advance(10_000)
    await post(press(11))
    await post(press(13))
    await post(press(12))
    await post(fromUser('oi', 14))
    expect(appended.map(({ order, quietMs }) => [order, quietMs])).toEqual([
      [10, 250],
      [11, undefined],
      [13, 250],
      [12, undefined],
      [14, 600],
    ])
  })

  it('drops a stranger’s flood with 200, having said so once', async () => {
    const statuses = new Set<number>()
    for (let sent = 1; sent <= 200; sent += 1) statuses.add(await post(fromUser('spam', sent)))
    expect([...statuses]).toEqual([200])
    expect(appended).toHaveLength(61)
    expect(appended.at(-1)?.input).toEqual({ kind: 'flood', seconds: 60 })
  })

  it('when stopped leaves to Telegram what the inbox would not take', async () => {
    let tries = 0
    inbox = async () => {
      tries += 1
      throw new Error('closing')
    }
    const answer = post(fromUser('oi', 5))
    await expect.poll(() => tries).toBe(1)
    await source.stop()
    expect(await answer).toBe(503)
    expect(await post(fromUser('oi', 6))).toBe(503)
  })
})

describe('setting the webhook', () => {
  const info = (more: object = {}) => ({ result: { url: 'https://bot.example/telegram/webhook', pending_update_count: 0, ...more } })
  const seconds = (): number => Math.floor(clock.now() / 1000)

  /** Moves on until Telegram has been asked once more. */
  async function nextLook(): Promise<void> {
    const before = api.callsOf('getWebhookInfo').length
    await expect.poll(() => clock.advance(15_000).then(() => api.callsOf('getWebhookInfo').length)).toBe(before + 1)
  }

  beforeEach(() => {
    api.on('getWebhookInfo', () => info())
  })

  it('tells Telegram all it must know, and drops nothing', async () => {
    api.on('setWebhook', () => ({ result: true }))
    expect(source.isHealthy()).toBe(false)
    source.start()
    expect((await api.called('setWebhook')).params).toEqual({
      url: 'https://bot.example/telegram/webhook',
      secret_token: SECRET,
      allowed_updates: ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member'],
      max_connections: 40,
      drop_pending_updates: false,
    })
    await expect.poll(() => source.isHealthy()).toBe(true)
  })

  it('is tried until it succeeds', async () => {
    const before: boolean[] = []
    api.on('setWebhook', (_params, nth) => {
      before.push(source.isHealthy())
      return nth < 4 ? { error: 502, description: 'Bad Gateway' } : { result: true }
    })
    source.start()
    await expect.poll(() => clock.advance(15_000).then(() => source.isHealthy())).toBe(true)
    expect(before).toEqual([false, false, false, false])
  })

  it('is done again when somebody took it away', async () => {
    api.on('setWebhook', () => ({ result: true }))
    source.start()
    await expect.poll(() => source.isHealthy()).toBe(true)
    api.on('getWebhookInfo', () => info({ url: '' }))
    await nextLook()
    await api.called('setWebhook', 2)
  })

  it('loses readiness while Telegram does not get through to us, and finds it again', async () => {
    api.on('setWebhook', () => ({ result: true }))
    source.start()
    await expect.poll(() => source.isHealthy()).toBe(true)
    const failedAt = seconds()
    api.on('getWebhookInfo', () => info({ last_error_date: failedAt, last_error_message: 'Connection timed out' }))
    await nextLook()
    await expect.poll(() => source.isHealthy()).toBe(false)
    await nextLook()
    await nextLook()
    await expect.poll(() => source.isHealthy()).toBe(true)
  })

  it('keeps it when what Telegram met was our own "try again"', async () => {
    api.on('setWebhook', () => ({ result: true }))
    source.start()
    await expect.poll(() => source.isHealthy()).toBe(true)
    const message = 'Wrong response from the webhook: 503 Service Unavailable'
    api.on('getWebhookInfo', () => info({ last_error_date: seconds(), last_error_message: message }))
    await nextLook()
    expect(source.isHealthy()).toBe(true)
  })

  it('loses it when the token is revoked, and finds it again', async () => {
    api.on('setWebhook', () => ({ result: true }))
    source.start()
    await expect.poll(() => source.isHealthy()).toBe(true)
    api.on('getWebhookInfo', () => ({ error: 401, description: 'Unauthorized' }))
    await nextLook()
    await expect.poll(() => source.isHealthy()).toBe(false)
    expect(await post(fromUser('oi', 5))).toBe(200)
    api.on('getWebhookInfo', () => info())
    await nextLook()
    await expect.poll(() => source.isHealthy()).toBe(true)
  })
})

describe('the token', () => {
  it('refused to any call makes the bot unready at once, until one succeeds', async () => {
    const telegram = createTelegram({ token: api.token, apiRoot: api.root, clock, logger: silentLogger })
    const polled = telegram.createUpdates(undefined, async () => {})
    api.on('deleteWebhook', () => ({ result: true }))
    api.on('getUpdates', (params) => (params.timeout === 0 ? { result: [] } : () => {}))
    api.on('sendMessage', (_params, nth) =>
      nth === 1 ? { error: 401, description: 'Unauthorized' } : { result: { message_id: 1 } },
    )
    polled.start()
    await expect.poll(() => polled.isHealthy()).toBe(true)
    await expect(telegram.messenger.sendMessage('1', { html: 'oi' })).rejects.toMatchObject({ code: 'unauthorized' })
    expect(polled.isHealthy()).toBe(false)
    await telegram.messenger.sendMessage('1', { html: 'oi' })
    expect(polled.isHealthy()).toBe(true)
    await polled.stop()
  })
})
