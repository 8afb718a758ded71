import type { ServerResponse } from 'node:http'

import { afterEach, describe, expect, it } from 'vitest'

import { agentOf, answer, call, decide, REQUEST, startEndpoint, status, TOOLS, type Step } from '../../support/model-endpoint.js'

const endpoints: Awaited<ReturnType<typeof startEndpoint>>[] = []

async function start(...steps: Step[]) {
  const endpoint = await startEndpoint(...steps)
  endpoints.push(endpoint)
  return endpoint
}

afterEach(async () => {
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()))
})

const never: Step = () => undefined
const good = decide({ tipo: 'seguir' })

describe('a turn', () => {
  it('ends in time, and the call that it waits for with it', async () => {
    const { baseUrl, received } = await start(never)
    const agent = agentOf(baseUrl, { timeoutMs: 200 })
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'unavailable', why: 'timeout' })
    await received[0]?.gone
    expect(agent.uses).toMatchObject([{ outcome: 'timeout', calls: 1 }])
  })

  it('ends in time when an answer begins and never ends, or a tool hangs', async () => {
    const { baseUrl, received } = await start((response) => response.writeHead(200).write('{"choices":'), call('faturas', {}))
    const agent = agentOf(baseUrl, { timeoutMs: 200 })
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'timeout' })
    await received[0]?.gone
    const tools = { ...TOOLS, faturas: async () => new Promise<never>(() => undefined) }
    await expect(agent.decide(REQUEST, tools)).resolves.toMatchObject({ why: 'timeout' })
  })

  it('makes at most six calls of the model and eight of tools', async () => {
    const many = { tool_calls: Array.from({ length: 5 }, () => ({ function: { name: 'faturas', arguments: '{}' } })) }
    const { baseUrl, received } = await start(many)
    let reads = 0
    const tools = {
      ...TOOLS,
      faturas: async () => {
        reads += 1
        return { kind: 'read', texto: 'x' } as const
      },
    }
    await expect(agentOf(baseUrl).decide(REQUEST, tools)).resolves.toMatchObject({ why: 'calls', uso: { calls: 6 } })
    expect(received).toHaveLength(6)
    expect(reads).toBe(8)
  })

  it.each<[string, Step, string]>([
    ['too many tools in one answer', { tool_calls: Array.from({ length: 50 }, () => ({ function: { name: 'faturas', arguments: '{}' } })) }, 'nonsense'],
    ['an answer of a megabyte', { content: 'a'.repeat(1_000_000) }, 'too-big'],
    ['an answer of a megabyte without a length', bigChunks, 'too-big'],
    ['a page instead of JSON', html, 'bad-answer'],
    ['another address', redirect, 'bad-answer'],
    ['the line cut in the middle', cut, 'unreachable'],
    ['a wrong key', status(401), 'unauthorized'],
  ])('is unavailable after %s, without another try', async (_, step, why) => {
    const { baseUrl, received } = await start(step, good)
    await expect(agentOf(baseUrl, {}, ['um', 'dois']).decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'unavailable', why })
    expect(received).toHaveLength(1)
  })

  it('that dies after a tool still ends, with the calls it made', async () => {
    const { baseUrl } = await start(call('faturas', {}), cut)
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'unreachable', uso: { calls: 2 } })
  })
})

describe('another try', () => {
  it.each([
    ['429', status(429)],
    ['500', status(500)],
    ['503', status(503, { 'retry-after': '9' })],
  ])('after %s goes to the model that stands in, once', async (_, step) => {
    const { baseUrl, received } = await start(step, call('faturas', {}), good)
    const agent = agentOf(baseUrl, {}, ['um', 'dois'])
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'decided', uso: { calls: 3 } })
    expect(received.map(({ body }) => body.model)).toEqual(['um', 'dois', 'dois'])
    expect(agent.uses).toMatchObject([{ model: 'dois', fallback: true, outcome: 'ok' }])
  })

  it('is the only one of a turn', async () => {
    const { baseUrl, received } = await start(status(500))
    await expect(agentOf(baseUrl, {}, ['um', 'dois', 'tres']).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'server-error' })
    expect(received).toHaveLength(2)
  })

  it('goes to the same model where there is one, unless it asks for more time than there is', async () => {
    const { baseUrl, received } = await start(status(429), good)
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'decided' })
    expect(received).toHaveLength(2)
    const busy = await start(status(429, { 'retry-after': '60' }), good)
    await expect(agentOf(busy.baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'rate-limited' })
    expect(busy.received).toHaveLength(1)
  })

  it('is made of the next model alone where there is no such model', async () => {
    const { baseUrl, received } = await start((response, { body }) => {
      if (body.model === 'um') response.writeHead(404).end('{"error":{"code":"model_not_found"}}')
      else answer(response, good)
    })
    await expect(agentOf(baseUrl, {}, ['um', 'dois']).decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'decided' })
    expect(received.map(({ body }) => body.model)).toEqual(['um', 'dois'])
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'no-model', uso: { calls: 1 } })
  })

  it('waits as long as a date says, where that is soon', async () => {
    const soon = new Date(Date.now() + 1_000).toUTCString()
    const { baseUrl } = await start(status(503, { 'retry-after': soon }), good)
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'decided' })
    const late = await start(status(503, { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }), good)
    await expect(agentOf(late.baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'server-error' })
  })

  it('is made where nobody listens', async () => {
    const { baseUrl, close } = await start(good)
    await close()
    endpoints.length = 0
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'unreachable', uso: { calls: 2 } })
  })
})

describe('an endpoint in trouble', () => {
  it('is left alone after five failures, and the next model serves', async () => {
    const { baseUrl, received } = await start((response, { body }) => {
      if (body.model === 'um') response.writeHead(500).end()
      else answer(response, good)
    })
    const agent = agentOf(baseUrl, {}, ['um', 'dois'])
    for (let turn = 0; turn < 7; turn += 1) await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'decided' })
    expect(received.filter(({ body }) => body.model === 'um')).toHaveLength(5)
  })

  it.each([
    ['a key that was revoked', status(401)],
    ['a limit that was reached', status(429, { 'retry-after': '3600' })],
    ['no such model', status(404)],
    ['requests that are all refused', status(400)],
  ])('is left alone after five failures in a row, also with %s, and tried again later', async (_, step) => {
    const { received, baseUrl } = await start(step)
    const agent = agentOf(baseUrl)
    expect(agent.circuits()).toEqual({ um: 'closed' })
    for (let turn = 0; turn < 5; turn += 1) await agent.decide(REQUEST, TOOLS)
    expect(agent.circuits()).toEqual({ um: 'open' })
    const count = received.length
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'circuit-open' })
    expect(received).toHaveLength(count)
  })

  it('is left alone where no model is left', async () => {
    const { baseUrl, received } = await start(status(500))
    const agent = agentOf(baseUrl)
    for (let turn = 0; turn < 3; turn += 1) await agent.decide(REQUEST, TOOLS)
    const count = received.length
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'circuit-open', uso: { calls: 0, tokens: 0 } })
    expect(received).toHaveLength(count)
  })
})

it('serves eight at once, lets thirty-two wait, and refuses the rest at once', async () => {
  let open = 0
  let most = 0
  const release: (() => void)[] = []
  const { baseUrl, received } = await start((response) => {
    open += 1
    most = Math.max(most, open)
    release.push(() => {
      open -= 1
      answer(response, good)
    })
    // Only when all places are taken may the first go on.
    if (received.length >= 8) for (const next of release.splice(0)) next()
  })
  const agent = agentOf(baseUrl)
  const outcomes = await Promise.all(Array.from({ length: 50 }, async () => agent.decide(REQUEST, TOOLS)))
  expect(most).toBeLessThanOrEqual(8)
  expect(outcomes.filter(({ kind }) => kind === 'decided')).toHaveLength(40)
  expect(outcomes.filter((outcome) => outcome.kind === 'unavailable' && outcome.why === 'busy')).toHaveLength(10)
})

function bigChunks(response: ServerResponse): void {
  response.write('{"choices":[{"message":{"content":"')
  for (let at = 0; at < 100; at += 1) response.write('a'.repeat(10_000))
  response.end('"}}]}')
}

function html(response: ServerResponse): void {
  response.end('<html>oops</html>')
}

function redirect(response: ServerResponse): void {
  response.writeHead(307, { location: '/v1/elsewhere' }).end()
}

function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '500' }).write('{"choices"')
  response.socket?.destroySoon()
}
