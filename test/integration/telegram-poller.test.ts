import type { ServerResponse } from 'node:http'

import type { Update } from 'grammy/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { InboxEvent } from '../../src/domain/event.js'
import { silentLogger } from '../../src/lib/logger.js'
import type { UpdateSource } from '../../src/telegram/update-source.js'
import { createTelegram } from '../../src/telegram/telegram.js'
import { JumpingClock, startFakeBotApi, type BotAnswer, type FakeBotApi } from '../unit/telegram/fake-bot-api.js'
import { messageUpdate } from '../unit/telegram/messages.js'

let server: FakeBotApi
let clock: JumpingClock
let poller: UpdateSource | undefined
/** What waits at the made-up Telegram, kept until an offset passes it, as the real one does. */
let queue: Update[]
let held: ServerResponse | undefined

beforeEach(async () => {
  server = await startFakeBotApi()
  clock = new JumpingClock()
  queue = []
  server.on('deleteWebhook', () => ({ result: true }))
  server.on('getUpdates', answerUpdates)
})

afterEach(async () => {
  await poller?.stop()
  await server.close()
})

function answerUpdates(params: Record<string, unknown>): BotAnswer {
  queue = queue.filter((update) => update.update_id >= Number(params.offset ?? 0))
  if (queue.length > 0 || params.timeout === 0) return { result: queue }
  return (response) => {
    held = response
  }
}

function start(append: (events: readonly InboxEvent[]) => Promise<void>): UpdateSource {
  const telegram = createTelegram({ token: server.token, apiRoot: server.root, clock, logger: silentLogger })
  poller = telegram.createUpdates(undefined, append)
  poller.start()
  return poller
}

const offsets = (): unknown[] => server.callsOf('getUpdates').map((call) => call.params.offset)

describe('the poller', () => {
  it('takes the webhook away without dropping what waits, then asks for what it maps', async () => {
    start(async () => {})
    const call = await server.called('getUpdates')
    expect(server.callsOf('deleteWebhook')[0]?.params).toEqual({ drop_pending_updates: false })
    // The first is not held open: it tells whether the token is good.
    expect(call.params).toEqual({
      timeout: 0,
      allowed_updates: ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member'],
    })
  })

  it('acknowledges updates only once they are in the inbox', async () => {
    queue = [messageUpdate({ text: 'oi' }, 5), messageUpdate({ text: 'caiu' }, 6)]
    const appended: string[] = []
    start(async (events) => {
      expect(offsets()).toEqual([undefined])
      appended.push(...events.map((event) => event.id))
    })
    await server.called('getUpdates', 2)
    expect(appended).toEqual(['tg:5', 'tg:6'])
    expect(offsets()).toEqual([undefined, 7])
  })

  it('tries in place, never acknowledging, for as long as the inbox fails', async () => {
    queue = [messageUpdate({ text: 'oi' }, 5)]
    let tries = 0
    const healthy: boolean[] = []
    const started = start(async () => {
      tries += 1
      healthy.push(started.isHealthy())
      if (tries < 6) throw new Error('disk full')
    })
    await server.called('getUpdates', 2)
    expect(tries).toBe(6)
    expect(offsets()).toEqual([undefined, 6])
    expect(healthy).toEqual([true, true, true, false, false, false])
    expect(started.isHealthy()).toBe(true)
  })

  it('acknowledges what concerns no conversation, without an append', async () => {
    queue = [messageUpdate({ write_access_allowed: {} }, 8)]
    start(async () => Promise.reject(new Error('nothing to append')))
    await server.called('getUpdates', 2)
    expect(offsets()).toEqual([undefined, 9])
  })

  it('passes over an update it cannot read and keeps those around it', async () => {
    const broken = JSON.parse('{"update_id":6,"message":{"chat":{"id":1,"type":"private"},"text":7}}') as Update
    queue = [messageUpdate({ text: 'a' }, 5), broken, messageUpdate({ text: 'b' }, 7)]
    const appended: string[] = []
    start(async (events) => void appended.push(...events.map((event) => event.id)))
    await server.called('getUpdates', 2)
    expect(appended).toEqual(['tg:5', 'tg:7'])
    expect(offsets()).toEqual([undefined, 8])
  })

  it('is not ready with a token that is nobody’s, and recovers by itself', async () => {
    server.on('getUpdates', (_params, nth) =>
      nth < 4 ? { error: 401, description: 'Unauthorized' } : { result: [] },
    )
    const started = start(async () => {})
    await server.called('getUpdates', 3)
    expect(started.isHealthy()).toBe(false)
    await server.called('getUpdates', 5)
    expect(started.isHealthy()).toBe(true)
  })

  it('polls where taking the webhook away fails, as the poll tells whether one is in the way', async () => {
    server.on('deleteWebhook', () => ({ error: 404, description: 'Not Found' }))
    const started = start(async () => {})
    await server.called('getUpdates', 2)
    expect(started.isHealthy()).toBe(true)
  })

  it('loses readiness when the token is revoked while it runs', async () => {
    server.on('getUpdates', () => ({ error: 401, description: 'Unauthorized' }))
    const started = start(async () => {})
    await server.called('getUpdates', 2)
    expect(started.isHealthy()).toBe(false)
  })

  it('backs off from another poller, and after three failures is not ready', async () => {
    server.on('getUpdates', () => ({
      error: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    }))
    const started = start(async () => {})
    await server.called('getUpdates', 4)
    expect(started.isHealthy()).toBe(false)
    expect(server.callsOf('deleteWebhook')).toHaveLength(1)
    expect(Math.min(...clock.slept)).toBeGreaterThanOrEqual(2500)
  })

  it('takes the webhook away again when somebody set one', async () => {
    server.on('getUpdates', (params, nth) =>
      nth === 1
        ? { error: 409, description: "Conflict: can't use getUpdates method while webhook is active" }
        : answerUpdates(params),
    )
    start(async () => {})
    await server.called('getUpdates', 2)
    expect(server.callsOf('deleteWebhook')).toHaveLength(2)
  })

  it('waits as long as a 429 says', async () => {
    server.on('getUpdates', (params, nth) =>
      nth === 1 ? { error: 429, description: 'Too Many Requests', retryAfter: 90 } : answerUpdates(params),
    )
    start(async () => {})
    await server.called('getUpdates', 2)
    expect(clock.slept[0]).toBe(90_000)
  })

  it.each<[string, BotAnswer]>([
    ['HTML', (response) => void response.writeHead(502).end('<html>')],
    ['no list', { result: { updates: [] } }],
    ['a list of nothing like updates', { result: [{}] }],
    ['nothing: a dropped connection', (response) => void response.destroy()],
  ])('outlives an answer that is %s', async (_what, answer) => {
    server.on('getUpdates', (params, nth) => (nth === 1 ? answer : answerUpdates(params)))
    queue = [messageUpdate({ text: 'oi' }, 5)]
    const appended: string[] = []
    start(async (events) => void appended.push(...events.map((event) => event.id)))
    await server.called('getUpdates', 3)
    expect(appended).toEqual(['tg:5'])
  })

  it('does not spin where nobody holds the call open', async () => {
    server.on('getUpdates', () => ({ result: [] }))
    start(async () => {})
    await server.called('getUpdates', 5)
    expect(clock.slept.length).toBeGreaterThanOrEqual(3)
  })

  it('names no offset after a week, when Telegram may have begun to count afresh', async () => {
    queue = [messageUpdate({ text: 'oi' }, 5000)]
    start(async () => {})
    await server.called('getUpdates', 2)
    clock.advance(7 * 24 * 3_600_000)
    queue = [messageUpdate({ text: 'de novo' }, 12)]
    held?.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"result":[]}')
    await server.called('getUpdates', 4)
    expect(offsets()).toEqual([undefined, 5001, undefined, 13])
  })

  it('when stopped ends the call that is held open', async () => {
    const started = start(async () => {})
    await server.called('getUpdates', 2)
    const closed = new Promise<void>((resolve) => held?.once('close', () => resolve()))
    await started.stop()
    await closed
    expect(server.callsOf('getUpdates')).toHaveLength(2)
  })

  it('when stopped finishes the append it holds', async () => {
    queue = [messageUpdate({ text: 'oi' }, 5)]
    let finish = (): void => {}
    let finished = false
    const begun = new Promise<void>((resolve) => {
      start(async () => {
        resolve()
        await new Promise<void>((done) => {
          finish = done
        })
        finished = true
      })
    })
    await begun
    const stopped = poller?.stop()
    finish()
    await stopped
    expect(finished).toBe(true)
  })

  it('when stopped leaves to Telegram what the inbox would not take', async () => {
    queue = [messageUpdate({ text: 'oi' }, 5)]
    const tried = new Promise<void>((resolve) => {
      start(async () => {
        resolve()
        throw new Error('disk full')
      })
    })
    await tried
    await poller?.stop()
    expect(offsets()).toEqual([undefined])
  })
})
