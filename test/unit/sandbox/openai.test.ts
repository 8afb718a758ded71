import { describe, expect, it, type TestContext } from 'vitest'
import { z } from 'zod'

import { startOpenai, type OpenaiOptions, type OpenaiStandIn } from '../../../src/sandbox/openai.js'
import { hostileModel, MISBEHAVIOUR_NAMES } from '../../../src/sandbox/openai/hostile.js'
import { ScriptedModel } from '../../../src/sandbox/openai/script.js'
import { sensibleModel } from '../../../src/sandbox/openai/sensible.js'
import type { Model } from '../../../src/sandbox/openai/types.js'
import { startSandbox } from '../../../src/sandbox/sandbox.js'

const KEY = 'sk-test'
const says = (text: string): Model => () => ({ kind: 'text', text })

async function open(context: TestContext, model: Model, options: Partial<OpenaiOptions> = {}): Promise<OpenaiStandIn> {
  const standIn = await startOpenai({ apiKey: KEY, model, ...options })
  context.onTestFinished(() => standIn.stop())
  return standIn
}

async function post(standIn: OpenaiStandIn, body: unknown, key: string | undefined = KEY): Promise<Response> {
  return await fetch(`${standIn.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === '' ? {} : { authorization: `Bearer ${key}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

const user = (content: unknown) => ({ role: 'user', content })
const ask = (content: unknown, more: object = {}) => ({ model: 'plantao-vision', messages: [user(content)], ...more })
const tool = (name: string, properties: object = {}, more: object = {}) => ({
  type: 'function',
  function: { name, description: name, parameters: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }, ...more },
})

const completion = z.object({
  model: z.string(),
  choices: z.array(
    z.object({
      finish_reason: z.string(),
      message: z.object({
        content: z.string().nullable(),
        tool_calls: z.array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) })).optional(),
      }),
    }),
  ),
  usage: z.object({
    prompt_tokens: z.number(),
    total_tokens: z.number(),
    prompt_tokens_details: z.object({ cached_tokens: z.number() }),
  }),
})
const failure = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string().nullable() }),
})

async function completed(response: Response) {
  expect(response.status).toBe(200)
  return completion.parse(await response.json())
}

async function refused(response: Response, status: number): Promise<z.output<typeof failure>['error']> {
  expect(response.status).toBe(status)
  return failure.parse(await response.json()).error
}

describe('the endpoint of a model', () => {
  it('answers words, and counts tokens with those a cache of prompts would have had', async (context) => {
    const standIn = await open(context, says('Olá!'))
    const long = [{ role: 'system', content: 'Você é um atendente. '.repeat(400) }]
    const first = await completed(await post(standIn, { model: 'plantao-vision', messages: [...long, user('oi')] }))
    const second = await completed(await post(standIn, { model: 'plantao-vision', messages: [...long, user('tudo bem?')] }))
    expect(first.choices).toMatchObject([{ finish_reason: 'stop', message: { content: 'Olá!' } }])
    expect(first.usage.prompt_tokens_details.cached_tokens).toBe(0)
    const { prompt_tokens: all, prompt_tokens_details: { cached_tokens: cached } } = second.usage
    expect(cached % 128).toBe(0)
    expect(cached).toBeGreaterThan(all * 0.9)
  })

  it('streams the same as events, tool calls too, and ends with [DONE]', async (context) => {
    const model = new ScriptedModel([
      { answer: { kind: 'text', text: 'Uma resposta que vem em pedaços, um depois do outro.' } },
      { answer: { kind: 'tools', calls: [{ name: 'faturas', args: { a: 1 } }] } },
    ])
    const standIn = await open(context, model.respond)
    const words = await (await post(standIn, ask('oi', { stream: true }))).text()
    const calls = await (await post(standIn, ask('oi', { stream: true, tools: [tool('faturas')] }))).text()
    const deltas = z.object({ choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }) })) })
    const pieces = words.split('\n\n').filter((line) => line.startsWith('data: {'))
    const text = pieces.flatMap((line) => deltas.parse(JSON.parse(line.slice(6))).choices.map(({ delta }) => delta.content ?? ''))
    expect(text.join('')).toBe('Uma resposta que vem em pedaços, um depois do outro.')
    expect(words).toMatch(/"finish_reason":"stop"[\s\S]*"usage"[\s\S]*data: \[DONE\]\n\n$/u)
    expect(calls).toMatch(/"name":"faturas"[\s\S]*"finish_reason":"tool_calls"/u)
    model.assertComplete()
  })

  it('refuses in its own form: no key, a bad key, an unknown model, an unknown path, a broken body', async (context) => {
    const standIn = await open(context, says('nunca'))
    await refused(await post(standIn, ask('oi'), ''), 401)
    expect((await refused(await post(standIn, ask('oi'), 'sk-other'), 401)).code).toBe('invalid_api_key')
    const unknown = await refused(await post(standIn, ask('oi', { model: 'gpt-99' })), 404)
    expect([unknown.code, unknown.param]).toEqual(['model_not_found', 'model'])
    await refused(await fetch(`${standIn.url}/responses`, { method: 'POST' }), 404)
    await refused(await post(standIn, '{"model":'), 400)
    await refused(await post(standIn, { model: 'plantao-vision', messages: [] }), 400)
    expect(standIn.requests()).toHaveLength(0)
  })

  it('refuses tool messages without their call, and calls without their answer', async (context) => {
    const standIn = await open(context, says('Certo.'))
    const call = { id: 'call_1', type: 'function', function: { name: 'faturas', arguments: '{}' } }
    const assistant = { role: 'assistant', content: null, tool_calls: [call] }
    const answer = { role: 'tool', tool_call_id: 'call_1', content: 'nada' }
    const send = (messages: unknown) => post(standIn, { model: 'plantao-vision', messages })
    expect((await refused(await send([user('oi'), answer]), 400)).param).toBe('messages.[1].role')
    await refused(await send([user('oi'), assistant, { ...answer, tool_call_id: 'call_2' }]), 400)
    await refused(await send([user('oi'), assistant, user('alô?')]), 400)
    await refused(await send([user('oi'), assistant]), 400)
    await completed(await send([user('oi'), assistant, answer]))
  })

  it('takes pictures only where the model sees, and a strict schema only where it is one', async (context) => {
    const standIn = await open(context, says('LED vermelho'))
    const picture = [{ type: 'text', text: 'o que é?' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }]
    await refused(await post(standIn, ask(picture, { model: 'plantao-text' })), 400)
    await completed(await post(standIn, ask(picture)))
    const open_ = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }
    const format = (schema: object) => ({ response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } } })
    expect((await refused(await post(standIn, ask('oi', format(open_))), 400)).message).toContain('additionalProperties')
    await refused(await post(standIn, ask('oi', format({ ...open_, additionalProperties: false, required: [] }))), 400)
    await refused(await post(standIn, ask('oi', format({ anyOf: [open_] }))), 400)
    const map = { type: 'object', propertyNames: { type: 'string' }, additionalProperties: false }
    await refused(await post(standIn, ask('oi', { tools: [tool('x', { map }, { strict: true })] })), 400)
    await completed(await post(standIn, ask('oi', format({ ...open_, additionalProperties: false }))))
  })

  it('cuts an answer at the tokens allowed', async (context) => {
    const standIn = await open(context, says('palavra '.repeat(50)))
    const { choices } = await completed(await post(standIn, ask('oi', { max_tokens: 5 })))
    expect(choices).toMatchObject([{ finish_reason: 'length', message: { content: 'palavra palavra pala' } }])
  })

  it('puts a decision where it is wanted: the schema of the answer, or the tool that takes it', async (context) => {
    const decision = { tipo: 'fluxo', fluxo: 'problema', respostas: { desde: 'hoje' } }
    const standIn = await open(context, () => ({ kind: 'decision', decision }))
    const pairs = { type: 'array', items: { type: 'object', properties: { id: {}, valor: {} } } }
    const text = { anyOf: [{ type: 'string' }, { type: 'null' }] }
    const flat = { type: 'object', properties: { tipo: { type: 'string' }, fluxo: { type: 'string' }, texto: text, respostas: pairs }, required: ['tipo', 'fluxo', 'texto', 'respostas'] }
    const nested = { type: 'object', properties: { decisao: { anyOf: [{ type: 'object', properties: { tipo: { const: 'seguir' } } }, { ...flat, properties: { ...flat.properties, tipo: { const: 'fluxo' } } }] } }, required: ['decisao'] }
    const format = (schema: object) => ({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } })
    const filled = { tipo: 'fluxo', fluxo: 'problema', texto: null, respostas: [{ id: 'desde', valor: 'hoje' }] }
    const said = async (more: object) => (await completed(await post(standIn, ask('oi', more)))).choices[0]?.message
    expect(JSON.parse((await said(format(flat)))?.content ?? '')).toEqual(filled)
    expect(JSON.parse((await said(format(nested)))?.content ?? '')).toEqual({ decisao: filled })
    const called = (await said({ tools: [tool('faturas'), tool('decidir', flat.properties)] }))?.tool_calls
    expect(called).toMatchObject([{ function: { name: 'decidir' } }])
    expect(JSON.parse(called?.[0]?.function.arguments ?? '')).toEqual(filled)
  })

  it('transcribes a recording by a model that hears, and no other file', async (context) => {
    const standIn = await open(context, says(''), { listen: ({ fileName }) => `ouvi ${fileName}` })
    const send = async (name: string, model: string): Promise<Response> => {
      const form = new FormData()
      form.set('file', new Blob(['OggS']), name)
      form.set('model', model)
      return await fetch(`${standIn.url}/audio/transcriptions`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body: form })
    }
    expect(await (await send('voz.ogg', 'whisper-1')).json()).toEqual({ text: 'ouvi voz.ogg' })
    await refused(await send('voz.exe', 'whisper-1'), 400)
    await refused(await send('voz.ogg', 'plantao-vision'), 404)
  })

  it('meets faults like the other stand-ins, and tells all that it was sent', async (context) => {
    const standIn = await open(context, says('a'.repeat(400)))
    standIn.faults.arm('POST */chat/completions', { kind: 'status', status: 503 })
    standIn.faults.arm('POST */chat/completions', { kind: 'rateLimit', retryAfterS: 7 })
    standIn.faults.arm('POST */chat/completions', { kind: 'cutAnswer' }, 2)
    expect((await post(standIn, ask('um'))).status).toBe(503)
    const limited = await post(standIn, ask('dois'))
    expect(limited.headers.get('retry-after')).toBe('7')
    expect((await refused(limited, 429)).code).toBe('rate_limit_exceeded')
    await expect(post(standIn, ask('três')).then((response) => response.text())).rejects.toThrow()
    await expect(post(standIn, ask('quatro', { stream: true })).then((response) => response.text())).rejects.toThrow()
    await completed(await post(standIn, ask('cinco')))
    for (const word of ['um', 'dois', 'três', 'quatro', 'cinco']) expect(standIn.received()).toContain(`"${word}"`)
    standIn.faults.revokeTokens()
    await refused(await post(standIn, ask('seis')), 401)
    await standIn.faults.down()
    await expect(post(standIn, ask('sete'))).rejects.toThrow()
  })

  it('is part of the sandbox, and of the bot\'s environment, only when it is asked for', async (context) => {
    const without = await startSandbox()
    context.onTestFinished(() => without.stop())
    expect([without.openai, Object.keys(without.env).filter((name) => name.startsWith('OPENAI'))]).toEqual([undefined, []])
    const sandbox = await startSandbox({ model: sensibleModel })
    context.onTestFinished(() => sandbox.stop())
    const { OPENAI_API_KEY: key = '', OPENAI_BASE_URL: url = '', OPENAI_MODEL: model = '' } = sandbox.env
    const listed = await fetch(`${url}/models`, { headers: { authorization: `Bearer ${key}` } })
    expect(await listed.text()).toContain(`"${model}"`)
  })
})

describe('a scripted model', () => {
  it('reports what it did not expect, and what never came', async (context) => {
    const model = new ScriptedModel([
      { when: /boleto/u, answer: { kind: 'text', text: 'Aqui.' } },
      { when: /visita/u, answer: { kind: 'text', text: 'Amanhã.' } },
    ])
    const standIn = await open(context, model.respond)
    await completed(await post(standIn, ask('meu boleto')))
    await refused(await post(standIn, ask('meu boleto de novo')), 500)
    expect([model.unexpected.length, model.unconsumed.length]).toEqual([1, 1])
    expect(() => model.assertComplete()).toThrow(/meu boleto de novo.*visita/u)
  })

  it('hands what stands in no step to another model', async (context) => {
    const model = new ScriptedModel([{ when: /oi/u, times: 2, answer: { kind: 'text', text: 'Olá.' } }], says('?'))
    const standIn = await open(context, model.respond)
    const heard: (string | null | undefined)[] = []
    for (const word of ['oi', 'hein', 'oi', 'oi']) heard.push((await completed(await post(standIn, ask(word)))).choices[0]?.message.content)
    expect(heard).toEqual(['Olá.', '?', 'Olá.', '?'])
    model.assertComplete()
  })
})

describe('the hostile model', () => {
  it('has an answer for each misbehaviour that real HTTP can carry', async (context) => {
    const standIn = await open(context, says(''))
    const tools = [tool('consultar_faturas'), tool('decidir', { tipo: { type: 'string' } })]
    for (const name of MISBEHAVIOUR_NAMES.filter((one) => one !== 'endlessStream')) {
      standIn.use(hostileModel(name))
      const response = await post(standIn, ask('oi', { tools }))
      expect([name, response.status]).toEqual([name, 200])
      await response.text()
    }
  })

  it('sends without an end until the caller goes away', async (context) => {
    const standIn = await open(context, hostileModel('endlessStream'))
    for (const stream of [true, false]) {
      const reader = (await post(standIn, ask('oi', { stream }))).body?.getReader()
      for (let pieces = 0; pieces < 3; pieces += 1) expect((await reader?.read())?.done).toBe(false)
      await reader?.cancel()
    }
  })
})
