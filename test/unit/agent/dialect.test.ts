import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { agentOf, answer, call, decide, REQUEST, startEndpoint, status, TOOLS, type Received, type Step } from '../../support/model-endpoint.js'

const endpoints: Awaited<ReturnType<typeof startEndpoint>>[] = []

async function start(...steps: Step[]) {
  const endpoint = await startEndpoint(...steps)
  endpoints.push(endpoint)
  return endpoint
}

afterEach(async () => {
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()))
})

const good = decide({ tipo: 'seguir' })
const sent = z.looseObject({ messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })) })

/** What was sent, for what it has beside the messages. */
const fieldsOf = ({ raw }: Received): string[] => Object.keys(sent.parse(JSON.parse(raw))).filter((name) => name !== 'messages')

/** Refuses with this body whatever holds one of these fields, and answers all else. */
function refusing(fields: readonly string[], body: string, code = 400, otherwise = good): Step {
  return (response, request) => {
    if (fieldsOf(request).some((name) => fields.includes(name))) response.writeHead(code).end(body)
    else answer(response, otherwise)
  }
}

const inText = { content: '{"tipo":"seguir"}' }

/** What endpoints refuse, in the words that they have for it, and the calls until they answer. */
const ENDPOINTS: readonly [string, string, Step, number][] = [
  ['tool_choice, saying nothing', 'um', refusing(['tool_choice'], ''), 2],
  ['tool_choice, with a path of the body', 'um', refusing(['tool_choice'], '{"detail":[{"loc":["body","tool_choice"],"msg":"no"}]}', 422), 2],
  ['tool_choice, as if there were no such model', 'um', refusing(['tool_choice'], '{"error":{"message":"No endpoints found"}}', 404), 2],
  ['max_tokens, by its name', 'implantacao', refusing(['max_tokens'], '{"error":{"param":"max_tokens","code":"unsupported_parameter"}}'), 2],
  ['max_tokens, saying nothing', 'implantacao', refusing(['max_tokens'], '<html>'), 3],
  ['max_completion_tokens, by its name', 'gpt-5-mini', refusing(['max_completion_tokens'], '{"param":"max_completion_tokens"}'), 2],
  ['every limit', 'um', refusing(['max_tokens', 'max_completion_tokens'], '{}'), 4],
  ['tools, by their name', 'um', refusing(['tools'], '{"error":{"param":"tools"}}', 400, inText), 2],
  ['tools, saying nothing', 'um', refusing(['tools'], '{"error":{"message":"does not support tools"}}', 400, inText), 5],
  ['all but the messages', 'openai/o3', refusing(['tools', 'max_tokens', 'max_completion_tokens'], '', 400, inText), 5],
]

describe('an endpoint that refuses', () => {
  it.each(ENDPOINTS)('%s: is asked in another form, in the same turn, and in that form ever after', async (_, model, step, calls) => {
    const { baseUrl, received } = await start(step)
    const agent = agentOf(baseUrl, {}, [model])
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ decision: { tipo: 'seguir' }, uso: { calls } })
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ decision: { tipo: 'seguir' }, uso: { calls: 1 } })
    expect(received).toHaveLength(calls + 1)
    expect(agent.circuits()).toEqual({ [model]: 'closed' })
  })

  it('tools is told of the decision’s form, in one message of the system, and what needs reading is left to flows', async () => {
    const { baseUrl, received } = await start(refusing(['tools'], '{"error":{"param":"tools"}}', 400, { content: 'Claro!' }))
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'nonsense' })
    const [, first, again] = received.map(({ raw }) => sent.parse(JSON.parse(raw)).messages)
    expect(first?.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(first?.[0]?.content).toContain(REQUEST.instrucoes)
    expect(first?.[0]?.content).toContain('"tipo"')
    expect(again?.at(-1)?.content).toContain('responda só com o JSON')
  })

  it.each([
    ['what is too long', '{"error":{"code":"context_length_exceeded"}}'],
    ['what its filter holds back', '{"error":{"code":"content_filter"}}'],
  ])('%s is not asked in another form', async (_, body) => {
    const { baseUrl, received } = await start((response) => response.writeHead(400).end(body), good)
    await expect(agentOf(baseUrl).decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'refused' })
    expect(received).toHaveLength(1)
  })

  it('what it took before is asked once; after three in a row it is asked in other forms', async () => {
    let refuses = false
    const { baseUrl, received } = await start((response, request) => {
      if (refuses && fieldsOf(request).includes('tool_choice')) response.writeHead(400).end()
      else answer(response, good)
    })
    const agent = agentOf(baseUrl)
    await agent.decide(REQUEST, TOOLS)
    refuses = true
    for (let turn = 0; turn < 2; turn += 1) await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'refused' })
    expect(received).toHaveLength(3)
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ kind: 'decided', uso: { calls: 2 } })
  })

  it('everything is asked in all forms once an hour', async () => {
    let now = 0
    const { baseUrl } = await start(status(400))
    const agent = agentOf(baseUrl, { now: () => now })
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'refused', uso: { calls: 5 } })
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'refused', uso: { calls: 1 } })
    now += 3_600_001
    await expect(agent.decide(REQUEST, TOOLS)).resolves.toMatchObject({ why: 'refused', uso: { calls: 5 } })
  })

  it('a picture says nothing of forms', async () => {
    const { baseUrl, received } = await start(status(400), good)
    const agent = agentOf(baseUrl)
    await agent.look({ chatId: '1', instrucoes: 'Diga.', bytes: new Uint8Array([1]), mime: 'image/png' })
    await agent.decide(REQUEST, TOOLS)
    expect(received.map(({ body }) => body.tool_choice)).toEqual([undefined, 'required'])
  })
})

it('many turns at once find the form together', async () => {
  const { baseUrl, received } = await start(refusing(['tool_choice', 'max_tokens'], ''))
  const agent = agentOf(baseUrl)
  const outcomes = await Promise.all(Array.from({ length: 8 }, async () => agent.decide(REQUEST, TOOLS)))
  expect(outcomes.every(({ kind }) => kind === 'decided')).toBe(true)
  const before = received.length
  await agent.decide(REQUEST, TOOLS)
  expect(received).toHaveLength(before + 1)
})

it('no field is sent that only some endpoints know, and no role', async () => {
  const { baseUrl, received } = await start(call('visitas', {}), good)
  await agentOf(baseUrl, {}, ['o3-mini']).decide(REQUEST, TOOLS)
  expect(received.map(fieldsOf)).toEqual(Array.from({ length: 2 }, () => ['model', 'tools', 'tool_choice', 'max_completion_tokens']))
  expect(received[1]?.body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool'])
})
