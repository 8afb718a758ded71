import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startStandIn, type StandInServer } from '../../../src/sandbox/http/server.js'

let server: StandInServer
let works = 0
let tokensValid = true

beforeEach(async () => {
  works = 0
  tokensValid = true
  server = await startStandIn({
    routes: [
      {
        method: 'POST',
        path: '/work/:id',
        handle: ({ params }) => {
          works += 1
          return { status: 200, body: { id: params.id, filling: 'x'.repeat(2_000) } }
        },
      },
    ],
    notFound: () => ({ status: 404, body: {} }),
    rateLimited: (s) => ({ status: 429, body: { retry: s } }),
    setTokensValid: (valid) => {
      tokensValid = valid
    },
    state: () => ({ works }),
  })
})

afterEach(async () => {
  await server.stop()
})

const work = async (signal?: AbortSignal): Promise<Response> =>
  await fetch(`${server.url}/work/1`, { method: 'POST', body: '{}', ...(signal ? { signal } : {}) })

/** Resolves once the stand-in has met the request with its fault. */
const arrived = async (): Promise<void> => {
  while (server.ledger.list('POST /work/*')[0]?.fault === undefined) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Asks, and goes away as soon as the request has arrived. */
const askAndLeave = async (): Promise<void> => {
  const leaving = new AbortController()
  const asked = expect(work(leaving.signal)).rejects.toThrow()
  await arrived()
  leaving.abort()
  await asked
}

describe('a stand-in with a fault', () => {
  it('works while none is armed, and notes what came', async () => {
    expect((await work()).status).toBe(200)
    expect(server.ledger.list('POST /work/*').map(({ path, status }) => [path, status])).toEqual([['/work/1', 200]])
  })

  it('does the work and loses the answer', async () => {
    server.faults.arm('POST /work/*', { kind: 'loseAnswer' })
    await expect(work()).rejects.toThrow()
    expect(works).toBe(1)
    expect((await work()).status).toBe(200)
  })

  it('does the work and cuts the answer in half', async () => {
    server.faults.arm('POST /work/*', { kind: 'cutAnswer' })
    const response = await work()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    expect(works).toBe(1)
  })

  it('answers an HTML 502, with or without having done the work', async () => {
    server.faults.arm('* /work/*', { kind: 'status', status: 502 })
    server.faults.arm('* /work/*', { kind: 'status', status: 502, work: true })
    const first = await work()
    expect([first.status, works]).toEqual([502, 0])
    expect(await first.text()).toContain('<html>')
    expect([(await work()).status, works]).toEqual([502, 1])
  })

  it('says nothing for a while and then goes on', async () => {
    server.faults.arm('* /work/*', { kind: 'silent', ms: 40 })
    const before = Date.now()
    expect((await work()).status).toBe(200)
    expect(Date.now() - before).toBeGreaterThanOrEqual(35)
  })

  it('does nothing for a caller who went away while it was silent', async () => {
    server.faults.arm('* /work/*', { kind: 'silent' })
    await askAndLeave()
    expect((await work()).status).toBe(200)
    expect(works).toBe(1)
  })

  it('drops what it held when the faults are cleared', async () => {
    server.faults.arm('* /work/*', { kind: 'silent' }, 5)
    const held = expect(work()).rejects.toThrow()
    await arrived()
    server.faults.clear()
    await held
    expect((await work()).status).toBe(200)
    expect(works).toBe(1)
  })

  it('does the work late for a caller who has gone', async () => {
    server.faults.arm('* /work/*', { kind: 'hangThenDo', ms: 300 })
    await askAndLeave()
    expect(works).toBe(0)
    while (works === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(works).toBe(1)
  })

  it('refuses connections while it is down, and comes back at the same port', async () => {
    await server.faults.down()
    await expect(work()).rejects.toThrow()
    await server.faults.up()
    expect((await work()).status).toBe(200)
  })

  it('limits the rate in the system’s own manner', async () => {
    server.faults.arm('* /work/*', { kind: 'rateLimit', retryAfterS: 3 })
    const response = await work()
    expect([response.status, await response.json(), works]).toEqual([429, { retry: 3 }, 0])
  })

  it('takes orders over HTTP and tells its state', async () => {
    const order = { match: 'POST /work/*', times: 2, fault: { kind: 'status', status: 503 } }
    const post = async (body: unknown): Promise<Response> =>
      await fetch(`${server.url}/__sandbox/fault`, { method: 'POST', body: JSON.stringify(body) })
    expect((await post(order)).status).toBe(200)
    expect((await work()).status).toBe(503)
    const state = await (await fetch(`${server.url}/__sandbox/state`)).json()
    expect(state).toMatchObject({ state: { works: 0 }, faults: [{ pattern: 'POST /work/*', kind: 'status', left: 1 }] })
    expect((await post({ system: 'clear' })).status).toBe(200)
    expect((await work()).status).toBe(200)
    expect((await post({ system: 'revokeTokens' })).status).toBe(200)
    expect(tokensValid).toBe(false)
    expect((await post({ fault: 'nonsense' })).status).toBe(400)
  })
})
