import { describe, expect, it, type TestContext } from 'vitest'

import { createPersonas, type PersonaBrief, type PersonaModel } from '../../../src/agent/persona.js'
import { startOpenai, type OpenaiStandIn } from '../../../src/sandbox/openai.js'
import { sensibleModel } from '../../../src/sandbox/openai/sensible.js'
import type { Model, ModelAnswer } from '../../../src/sandbox/openai/types.js'
import { startJsonServer } from '../../support/json-server.js'

const BRIEF: PersonaBrief = { quer: 'ver', cpf: '111', nascimento: '01/01/1980', telefone: '37', exemplo: [{ acao: 'dizer', texto: 'oi' }] }
const SAID = [{ quem: 'bot', texto: 'Qual é o documento?' }] as const
const says = (value: unknown): ModelAnswer => ({ kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) })

async function open(context: TestContext, model: Model): Promise<{ persona: PersonaModel; standIn: OpenaiStandIn }> {
  const standIn = await startOpenai({ apiKey: 'sk-of-nobody', model })
  context.onTestFinished(() => standIn.stop())
  const env = { OPENAI_API_KEY: 'sk-of-nobody', OPENAI_BASE_URL: standIn.url, OPENAI_MODEL: 'plantao-vision, plantao-text' }
  return { persona: createPersonas(env)(), standIn }
}

describe('a model that plays customers and judges', () => {
  it('is asked with a strict schema, data as JSON, and counts what the endpoint counts', async (context) => {
    const { persona, standIn } = await open(context, sensibleModel)
    expect(await persona.next(BRIEF, [], [])).toEqual({ acao: 'dizer', texto: 'oi' })
    expect(await persona.judge('Pediu o documento?', SAID)).toMatchObject({ sim: true })
    expect(standIn.requests().map(({ schema }) => schema !== undefined)).toEqual([true, true])
    expect(persona.tokens()).toBe(standIn.usage().reduce((sum, { tokens }) => sum + tokens, 0))
  })

  it('behind an endpoint that knows no schemas is asked without, once and for all, and read out of its fence', async (context) => {
    const { persona, standIn } = await open(context, ({ schema }) =>
      schema ? { kind: 'error', status: 400, message: 'unknown response_format' } : says('Vejamos:\n```json\n{"sim": true, "porque": "pediu"}\n```'),
    )
    expect(await persona.judge('Pediu?', SAID)).toEqual({ sim: true, porque: 'pediu' })
    await persona.judge('Pediu?', SAID)
    expect(standIn.requests()).toHaveLength(3)
  })

  it.for([
    ['says nothing', { acao: 'dizer', texto: '  ' }],
    ['does what nobody can', { acao: 'hackear', texto: 'o bot' }],
    ['answers no JSON', 'Claro! {acao: dizer'],
    ['is silent', ''],
  ] as const)('that %s is asked once more, and then given up', async ([, answer], context) => {
    const { persona, standIn } = await open(context, () => says(answer))
    await expect(persona.next(BRIEF, [], [])).rejects.toMatchObject({ code: 'bad-answer' })
    expect(standIn.requests()).toHaveLength(2)
  })

  it('that is better the second time is taken', async (context) => {
    let asked = 0
    const { persona } = await open(context, () => says((asked += 1) === 1 ? 'hm' : { acao: 'fim', texto: null }))
    expect(await persona.next(BRIEF, [], [])).toEqual({ acao: 'fim' })
  })

  it('is told of as unreachable when its endpoint is', async (context) => {
    const { persona, standIn } = await open(context, sensibleModel)
    await standIn.faults.down()
    await expect(persona.next(BRIEF, [], [])).rejects.toMatchObject({ code: 'unreachable' })
  })

  it.for([
    [401, /\(HTTP 401\): confira OPENAI_API_KEY$/u],
    [404, /\(HTTP 404\): confira OPENAI_MODEL, e OPENAI_BASE_URL/u],
    [429, /\(HTTP 429\): o limite ou o crédito/u],
    [422, /\(HTTP 422\): o serviço recusou/u],
  ] as const)('that cannot be asked (%i) says what to look at, and not what the endpoint said', async ([status, told], context) => {
    const { persona } = await open(context, () => ({ kind: 'error', status, message: 'Incorrect API key provided: sk-of-nobody' }))
    const failure: unknown = await persona.next(BRIEF, [], []).catch((error: unknown) => error)
    expect(String(failure)).toMatch(told)
    expect(String(failure)).not.toContain('sk-of-nobody')
  })

  it('behind an address that answers a page is told as that', async (context) => {
    const server = await startJsonServer(() => ({ text: '<html>bem-vindo</html>', headers: { 'content-type': 'text/html' } }))
    context.onTestFinished(() => server.close())
    const persona = createPersonas({ OPENAI_API_KEY: 'sk-of-nobody', OPENAI_BASE_URL: server.url })()
    await expect(persona.next(BRIEF, [], [])).rejects.toThrow('confira OPENAI_BASE_URL')
    const gone = createPersonas({ OPENAI_API_KEY: 'sk-of-nobody', OPENAI_BASE_URL: 'http://127.0.0.1:1' })()
    await expect(gone.judge('?', SAID)).rejects.toThrow('não foi possível conectar')
  })

  it('is sent a bounded piece of an endless conversation', async (context) => {
    const { persona, standIn } = await open(context, sensibleModel)
    await persona.next(BRIEF, Array.from({ length: 500 }, () => ({ quem: 'bot' as const, texto: 'x'.repeat(9_000) })), [])
    expect(standIn.received().length).toBeLessThan(150_000)
  })
})
