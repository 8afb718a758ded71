import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'

import { AppError } from '../../../../src/domain/errors.js'
import type { Api, ApiOptions } from '../../../../src/integrations/http/api.js'
import { fileAnswer } from '../../../../src/integrations/http/call.js'
import { createPace } from '../../../../src/integrations/http/pace.js'
import { createTransport } from '../../../../src/integrations/http/transport.js'
import { apiOf, failureOf, readThing, writeThing } from '../../../support/http-api.js'
import {
  badGateway,
  cutInHalf,
  hangUp,
  silence,
  startJsonServer,
  type JsonServer,
  type Reply,
  type SeenRequest,
} from '../../../support/json-server.js'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(
  answer: (request: SeenRequest) => Reply | Promise<Reply>,
  options?: Partial<ApiOptions>,
): Promise<{ server: JsonServer; api: Api }> {
  const server = await startJsonServer(answer)
  const api = apiOf(server.url, options)
  cleanups.push(() => server.close(), () => api.close())
  return { server, api }
}

const read = (api: Api, timeoutMs = 2_000) =>
  api.call({ ...readThing, timeoutMs }, { params: { id: '1' }, query: {} })
const write = (api: Api, timeoutMs = 2_000) => api.call({ ...writeThing, timeoutMs }, { body: { name: 'x' } })

/** A port nobody listens on. */
async function deadUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

describe('a request', () => {
  it('carries its parameters encoded and comes back through the answer schema', async () => {
    const { server, api } = await serve(() => ({ json: { name: 'modem', secret: 'stays out' } }))
    const thing = await api.call(readThing, { params: { id: 'a/b' }, query: { q: "d'água & luz" } })
    expect(thing).toEqual({ name: 'modem' })
    expect(server.seen[0]!.url).toBe('/thing/a%2Fb?q=d%27%C3%A1gua%20%26%20luz')
  })

  it('does not leave when a field is wrong, and names the field', async () => {
    const { server, api } = await serve(() => ({ json: {} }))
    const error = await failureOf(api.call(writeThing, { body: { name: '' } }))
    expect(error).toMatchObject({ code: 'bad-input', retry: 'never', context: { field: 'body.name' } })
    expect(server.seen).toEqual([])
  })

  it('goes behind a base URL with a path and a trailing slash', async () => {
    const { server } = await serve(() => ({ json: { id: 1 } }))
    const api = apiOf(`${server.url}/api/v1/`)
    cleanups.push(() => api.close())
    await write(api)
    expect(server.seen[0]!.url).toBe('/api/v1/thing')
  })
})

describe('a write whose answer is lost', () => {
  it.each([
    ['never comes', silence, 'timeout'],
    ['is a closed connection', hangUp, 'unreachable'],
    ['is cut in half', cutInHalf, 'bad-answer'],
    ['is an HTML 502', badGateway, 'server-error'],
    ['is a 503 without Retry-After', { status: 503, text: '' }, 'server-error'],
    ['is a 504 with JSON of a refusal', { status: 504, json: { status: 'error', msg: 'no' } }, 'server-error'],
    ['is a bare 500', { status: 500, text: 'oops' }, 'server-error'],
    ['is an HTML page under 200', { text: '<html>Manutenção</html>' }, 'bad-answer'],
    ['is empty', { text: '' }, 'bad-answer'],
    ['does not match the schema', { json: { id: 'none' } }, 'bad-answer'],
    ['is a redirect', { status: 302, text: '', headers: { location: '/login' } }, 'bad-answer'],
    ['is bigger than what is read', { json: { id: 1, junk: 'x'.repeat(20_000) } }, 'bad-answer'],
  ] as const)('has an unknown outcome and is sent once when it %s', async (_name, reply, code) => {
    const { server, api } = await serve(() => reply)
    const error = await failureOf(write(api, reply === silence ? 150 : 2_000))
    expect(error).toMatchObject({ code, retry: 'unknown-outcome' })
    expect(server.seen).toHaveLength(1)
  })

  it('has an unknown outcome also when a kept connection is closed under it', async () => {
    let calls = 0
    const transport = createTransport({ connections: 1 })
    const { server, api } = await serve(() => (++calls === 1 ? { json: { id: 1 } } : hangUp), { transport })
    await write(api)
    expect(await failureOf(write(api))).toMatchObject({ code: 'unreachable', retry: 'unknown-outcome' })
    expect(server.connections()).toBe(1)
  })
})

describe('a write that certainly had no effect', () => {
  it('is safe to repeat when nobody listens', async () => {
    const api = apiOf(await deadUrl())
    cleanups.push(() => api.close())
    expect(await failureOf(write(api))).toMatchObject({ code: 'unreachable', retry: 'safe' })
  })

  it('is safe to repeat when the name does not resolve', async () => {
    const api = apiOf('http://plantao.invalid')
    cleanups.push(() => api.close())
    expect(await failureOf(write(api))).toMatchObject({ code: 'unreachable', retry: 'safe' })
  })

  it('is safe to repeat when the other side is busy, after the time it asks for', async () => {
    const { api } = await serve(() => ({ status: 429, text: '', headers: { 'retry-after': '7' } }))
    expect(await failureOf(write(api))).toMatchObject({ code: 'rate-limited', retry: 'safe', retryAfterMs: 7_000 })
  })

  it('is safe to repeat after a 503 with Retry-After', async () => {
    const { api } = await serve(() => ({ status: 503, text: '', headers: { 'retry-after': '2' } }))
    expect(await failureOf(write(api))).toMatchObject({ code: 'rate-limited', retry: 'safe', retryAfterMs: 2_000 })
  })

  it('is safe to repeat when its time ran out before it was sent', async () => {
    const { server, api } = await serve(() => ({ json: { id: 1 } }), {
      authenticate: (deadline) =>
        new Promise((resolve) => {
          deadline.signal.addEventListener('abort', () => resolve({ apply: (r) => r, refused: () => false }))
        }),
    })
    expect(await failureOf(write(api, 50))).toMatchObject({ code: 'timeout', retry: 'safe' })
    expect(server.seen).toEqual([])
  })
})

describe('a refusal', () => {
  it.each([
    [400, 'bad-input'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'refused'],
    [413, 'file-too-big'],
    [422, 'refused'],
  ])('under %i is final', async (status, code) => {
    const { server, api } = await serve(() => ({ status, text: 'no' }))
    expect(await failureOf(write(api))).toMatchObject({ code, retry: 'never' })
    expect(await failureOf(read(api))).toMatchObject({ code, retry: 'never' })
    expect(server.seen).toHaveLength(2)
  })

  it('in the envelope is final whatever the status, with the sentence out of sight of logs', async () => {
    for (const status of [200, 422, 500]) {
      const { api } = await serve(() => ({ status, json: { status: 'error', msg: 'Fulano já existe' } }))
      const error = await failureOf(write(api))
      expect(error).toMatchObject({ code: 'refused', retry: 'never' })
      expect(error.vendorMessage()).toBe('Fulano já existe')
      expect(JSON.stringify(error) + error.message).not.toContain('Fulano')
    }
  })
})

describe('a read', () => {
  it.each([
    ['a closed connection', hangUp],
    ['an HTML 502', badGateway],
    ['half an answer', cutInHalf],
    ['being told to come back at once', { status: 429, text: '', headers: { 'retry-after': '0' } }],
  ] as const)('is repeated after %s', async (_name, reply) => {
    let calls = 0
    const { server, api } = await serve(() => (++calls < 3 ? reply : { json: { name: 'ok' } }))
    expect(await read(api)).toEqual({ name: 'ok' })
    expect(server.seen).toHaveLength(3)
  })

  it('is tried three times at most, and may be tried again later', async () => {
    const { server, api } = await serve(() => badGateway)
    expect(await failureOf(read(api))).toMatchObject({ code: 'server-error', retry: 'safe' })
    expect(server.seen).toHaveLength(3)
  })

  it('is not repeated when its answer does not match the schema', async () => {
    const { server, api } = await serve(() => ({ json: {} }))
    expect(await failureOf(read(api))).toMatchObject({ code: 'bad-answer', retry: 'safe' })
    expect(server.seen).toHaveLength(1)
  })

  it('is not repeated when the other side asks for longer than the call has', async () => {
    const { server, api } = await serve(() => ({ status: 429, text: '', headers: { 'retry-after': '60' } }))
    expect(await failureOf(read(api))).toMatchObject({ code: 'rate-limited', retryAfterMs: 60_000 })
    expect(server.seen).toHaveLength(1)
  })

  it('ends at its deadline, and may be tried again later', async () => {
    const { server, api } = await serve(() => silence)
    expect(await failureOf(read(api, 120))).toMatchObject({ code: 'timeout', retry: 'safe' })
    expect(server.seen).toHaveLength(1)
  })

  it('ends when the caller gives up', async () => {
    const { api } = await serve(() => silence)
    const controller = new AbortController()
    const call = failureOf(api.call(readThing, { params: { id: '1' }, query: {} }, { signal: controller.signal }))
    controller.abort()
    expect(await call).toMatchObject({ code: 'timeout', retry: 'safe' })
  })
})

describe('the circuit', () => {
  it('stays closed through refusals, bad credentials and answers of another shape', async () => {
    const replies: Reply[] = [
      { json: { status: 'error', msg: 'no' } },
      { status: 404, text: '' },
      { status: 401, text: '' },
      { status: 429, text: '' },
      { json: { something: 'else' } },
    ]
    let calls = 0
    const { server, api } = await serve(() => replies[calls++ % replies.length]!)
    for (let i = 0; i < 15; i++) await failureOf(write(api))
    expect(api.circuits()).toEqual({ 'made-up': 'closed' })
    expect(server.seen).toHaveLength(15)
  })

  it('opens after five failures in a row, spares the server, and closes on a good probe', async () => {
    let down = true
    const { server, api } = await serve(() => (down ? badGateway : { json: { id: 1 } }))
    for (let i = 0; i < 5; i++) await failureOf(write(api))
    expect(await failureOf(write(api))).toMatchObject({ code: 'circuit-open', retry: 'safe' })
    expect(server.seen).toHaveLength(5)
    expect(api.circuits()).toEqual({ 'made-up': 'open' })
    down = false
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    expect(await write(api)).toEqual({ id: 1 })
    expect(api.circuits()).toEqual({ 'made-up': 'closed' })
  })

  it('lets one probe through and keeps nobody waiting behind it', async () => {
    let release: ((reply: Reply) => void) | undefined
    let down = true
    const { server, api } = await serve(() =>
      down ? badGateway : new Promise<Reply>((resolve) => (release = resolve)),
    )
    for (let i = 0; i < 5; i++) await failureOf(write(api))
    down = false
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    const probe = write(api)
    expect(await failureOf(write(api))).toMatchObject({ code: 'circuit-open' })
    await vi.waitFor(() => expect(server.seen).toHaveLength(6))
    release!({ json: { id: 2 } })
    expect(await probe).toEqual({ id: 2 })
  })

  it('of its own keeps a call from taking the others down', async () => {
    const { api } = await serve(({ method }) => (method === 'GET' ? badGateway : { json: { id: 1 } }))
    const apart = { ...readThing, circuit: 'apart', retry: 'once' as const }
    for (let i = 0; i < 6; i++) await failureOf(api.call(apart, { params: { id: '1' }, query: {} }))
    expect(api.circuits()).toEqual({ 'made-up': 'closed', 'made-up-apart': 'open' })
    expect(await write(api)).toEqual({ id: 1 })
  })
})

describe('the pace', () => {
  const at = (now: number) => ({ now: () => now, sleep: async () => {} })

  it('refuses what would have to wait past its deadline, before anything is sent', async () => {
    const pace = createPace({ perMinute: 2, clock: at(1_000), system: 'made-up' })
    const { server, api } = await serve(() => ({ json: { id: 1 } }), { pace })
    await write(api)
    await write(api)
    expect(await failureOf(write(api))).toMatchObject({ code: 'rate-limited', retry: 'safe', retryAfterMs: 60_000 })
    expect(server.seen).toHaveLength(2)
  })

  it('waits for a slot that comes in time', async () => {
    let now = 1_000
    const slept: number[] = []
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        slept.push(ms)
        now += ms
      },
    }
    const { server, api } = await serve(() => ({ json: { id: 1 } }), {
      pace: createPace({ perMinute: 1, clock, system: 'made-up' }),
    })
    await write(api)
    now += 59_000
    await write(api)
    expect(slept).toEqual([1_000])
    expect(server.seen).toHaveLength(2)
  })

  it('keeps everybody back for as long as a 429 asked', async () => {
    const pace = createPace({ perMinute: 100, clock: at(1_000), system: 'made-up' })
    const { server, api } = await serve(() => ({ status: 429, text: '', headers: { 'retry-after': '30' } }), { pace })
    await failureOf(write(api))
    expect(await failureOf(write(api))).toMatchObject({ code: 'rate-limited', retryAfterMs: 30_000 })
    expect(server.seen).toHaveLength(1)
  })
})

describe('closing', () => {
  it('lets an answer under way come, and cuts what takes longer', async () => {
    let release: ((reply: Reply) => void) | undefined
    const { server, api } = await serve(
      ({ method }) => (method === 'GET' ? silence : new Promise<Reply>((resolve) => (release = resolve))),
      { transport: createTransport({ closeGraceMs: 150 }) },
    )
    const written = write(api)
    const hanging = failureOf(read(api))
    await vi.waitFor(() => expect(server.seen).toHaveLength(2))
    const closed = api.close()
    release!({ json: { id: 9 } })
    expect(await written).toEqual({ id: 9 })
    await closed
    expect(await hanging).toMatchObject({ code: 'unreachable', retry: 'safe' })
  })
})

describe('what is told of a call', () => {
  it('is names and numbers, never an address or what was sent', async () => {
    const told: unknown[] = []
    const lines: unknown[] = []
    const log = (event: string, fields?: object) => lines.push([event, fields])
    const logger = { debug: log, info: log, warn: log, error: log }
    const answer = ({ method }: SeenRequest) => (method === 'GET' ? { json: { name: 'n' } } : { status: 403, text: '' })
    const { api } = await serve(answer, {
      onCall: (call) => told.push(call),
      logger,
    })
    await api.call(readThing, { params: { id: 'segredo' }, query: { q: '12345678909' } })
    await failureOf(write(api))
    expect(told).toEqual([
      { system: 'made-up', operation: 'thing.read', outcome: 'ok', ms: expect.any(Number) },
      { system: 'made-up', operation: 'thing.write', outcome: 'forbidden', ms: expect.any(Number) },
    ])
    expect(JSON.stringify(lines)).not.toMatch(/segredo|12345678909|127\.0\.0\.1/u)
  })

  it('is an AppError also when something of ours breaks, and a write is then doubtful', async () => {
    const { api } = await serve(() => ({ json: { id: 1 } }), {
      unwrap: () => {
        throw new TypeError('a bug')
      },
    })
    const error = await failureOf(write(api))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'internal', retry: 'unknown-outcome' })
  })
})

describe('the same read asked for twice at once', () => {
  it('is one call, with one answer for both, and a new one once it is over', async () => {
    const { server, api } = await serve(() => ({ json: { name: 'modem' } }))
    expect(await Promise.all([read(api), read(api), read(api)])).toEqual([{ name: 'modem' }, { name: 'modem' }, { name: 'modem' }])
    expect(server.seen).toHaveLength(1)
    await read(api)
    expect(server.seen).toHaveLength(2)
  })

  it('fails for both alike, and is asked for anew by the next', async () => {
    const { server, api } = await serve(() => (server.seen.length > 1 ? { json: { name: 'modem' } } : { status: 404, json: {} }))
    const failures = await Promise.all([failureOf(read(api)), failureOf(read(api))])
    expect(failures.map(({ code }) => code)).toEqual(['not-found', 'not-found'])
    expect(await read(api)).toEqual({ name: 'modem' })
  })

  it('is two where they differ, where one may give up alone, or where only one is a customer\'s', async () => {
    const { server, api } = await serve(() => ({ json: { name: 'modem' } }))
    const { signal } = new AbortController()
    const one = { params: { id: '1' }, query: {} }
    await Promise.all([
      api.call(readThing, one),
      api.call(readThing, { params: { id: '2' }, query: {} }),
      api.call(readThing, one, { signal }),
      api.call(readThing, one, { background: true }),
    ])
    expect(server.seen).toHaveLength(4)
  })

  it('is a new call where the other has been under way for a while: it may not show what happened since', async () => {
    let answerFirst = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answerFirst = resolve
    })
    const { server, api } = await serve(async () => {
      if (server.seen.length === 1) await held
      return { json: { name: `reading ${String(server.seen.length)}` } }
    })
    const first = read(api, 20_000)
    await vi.waitFor(() => expect(server.seen).toHaveLength(1))
    const now = performance.now.bind(performance)
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + 2_000)
    const later = await Promise.all([read(api, 20_000), read(api, 20_000)])
    expect([server.seen.length, later]).toEqual([2, [{ name: 'reading 2' }, { name: 'reading 2' }]])
    answerFirst()
    await first
    clock.mockRestore()
  })

  it('never joins writes', async () => {
    const { server, api } = await serve(() => ({ json: { id: 1 } }))
    await Promise.all([write(api), write(api)])
    expect(server.seen).toHaveLength(2)
  })

  it('is not shared between what the bot takes of an answer and what an operator sees', async () => {
    const { server, api } = await serve(() => ({ json: { name: 'modem', serial: 7 } }))
    const both = { ...readThing, whole: z.object({ name: z.string(), serial: z.number() }) }
    const input = { params: { id: '1' }, query: {} }
    expect(await Promise.all([api.call(both, input), api.whole(both, input)])).toEqual([
      { name: 'modem' },
      { name: 'modem', serial: 7 },
    ])
    expect(server.seen).toHaveLength(2)
  })
})

describe('a call that answers a file', () => {
  const report = { ...readThing, answersFile: true, answer: fileAnswer } as const
  const ask = (api: Api) => api.call(report, { params: { id: '1' }, query: {} })

  it('is its bytes, with the name and the kind that were told', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x0a])
    const { api } = await serve(() => (response) => {
      response.writeHead(200, { 'content-type': 'text/csv; charset=x', 'content-disposition': 'attachment; filename="../a/relatorio.csv"' })
      response.end(bytes)
    })
    expect(await ask(api)).toEqual({ bytes, mime: 'text/csv', fileName: 'relatorio.csv' })
  })

  it('is refused where JSON says so, under 200 too', async () => {
    const { api } = await serve(() => ({ json: { status: 'error', msg: 'Período inválido' } }))
    const failure = await failureOf(ask(api))
    expect([failure.code, failure.vendorMessage()]).toEqual(['refused', 'Período inválido'])
  })

  it('may be longer than other answers, up to its own bound', async () => {
    const { api } = await serve(() => ({ text: 'x'.repeat(20_000), headers: { 'content-type': 'text/csv' } }))
    const ofBytes = (maxAnswerBytes: number) => api.call({ ...report, maxAnswerBytes }, { params: { id: '1' }, query: {} })
    expect((await ofBytes(30_000)).bytes).toHaveLength(20_000)
    expect(await failureOf(ofBytes(10_000))).toMatchObject({ code: 'bad-answer', context: { reason: 'too-big' } })
  })
})
