import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { afterEach, describe, expect, it } from 'vitest'

import { answer, call, decide, startEndpoint, status, type Step } from '../../support/model-endpoint.js'

const DIST = new URL('../../../dist/', import.meta.url)

/** Prints every module that is loaded, by whichever way. */
const HOOKS = `
import { writeSync } from 'node:fs'
export async function load(url, context, next) {
  writeSync(1, 'LOADED ' + url + '\\n')
  return next(url, context)
}`
const REGISTER = `import { register } from 'node:module'; register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(HOOKS))})`

const endpoints: Awaited<ReturnType<typeof startEndpoint>>[] = []

afterEach(async () => {
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()))
})

async function run(script: string, env: Record<string, string> = {}): Promise<string> {
  const args = ['--import', `data:text/javascript,${encodeURIComponent(REGISTER)}`, '--input-type=module', '--eval', script]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: DIST,
    env: { PATH: process.env.PATH ?? '', ...env },
    maxBuffer: 20_000_000,
  })
  return stdout + stderr
}

const at = (path: string): string => JSON.stringify(new URL(path, DIST).href)
const LIBRARY = /LOADED \S*node_modules\/(?:langchain|@langchain|openai|langsmith)\//u

const decideOnce = (baseUrl: string, times = 1): string => `
  const { loadEnv } = await import(${at('config.js')})
  loadEnv()
  const { Secret } = await import(${at('lib/secret.js')})
  const { silentLogger } = await import(${at('lib/logger.js')})
  const { loadModelAgent } = await import(${at('agent/load.js')})
  const agent = await loadModelAgent(
    { apiKey: new Secret('sk'), baseUrl: ${JSON.stringify(baseUrl)}, models: ['um'] },
    { logger: silentLogger },
  )
  const request = { chatId: '1', instrucoes: 'Decida.', versao: '1', level: 0, words: ['palavra-secreta'], historico: [], esperando: 'livre', abertos: [], categorias: [], privado: [], conhecido: [] }
  const tools = { perguntarBase: async () => ({ kind: 'read', texto: 'palavra-secreta' }) }
  for (let time = 0; time < ${String(times)}; time += 1) console.log('OUTCOME', JSON.stringify(await agent.decide(request, tools)))`

describe("the model's libraries", () => {
  it('are not loaded by the process that has no model', async () => {
    const printed = await run(`await import(${at('app.js')}); await import(${at('agent/load.js')})`)
    expect(printed).toContain('LOADED ')
    expect(printed).not.toMatch(LIBRARY)
    // Nor what the conversation makes of it, nor what the first file needs.
    expect(printed).toContain('dist/conversation/model/understood.js')
    expect(printed).not.toMatch(/LOADED \S*(?:dist\/conversation\/model\/(?:understanding|decided|grounding)\.js|\/file-type\/)/u)
    // Nor what only operators ask of the three systems.
    expect(printed).not.toMatch(/LOADED \S*dist\/integrations\/\w+\/calls(?:\/(?:pbx|endereco|financeiro|dispositivo|relatorio|painel))?\.js/u)
  })

  it('call nobody but the endpoint and print nothing, whatever the environment says', async () => {
    const model = await startEndpoint((response) => {
      answer(response, decide({ tipo: 'seguir' }))
    })
    const other = await startEndpoint((response) => response.end('{}'))
    endpoints.push(model, other)
    const printed = await run(decideOnce(model.baseUrl), {
      LANGSMITH_TRACING: 'true',
      LANGSMITH_TRACING_V2: 'true',
      LANGCHAIN_TRACING_V2: 'true',
      LANGCHAIN_TRACING: 'true',
      LANGSMITH_API_KEY: 'key',
      LANGCHAIN_API_KEY: 'key',
      LANGSMITH_ENDPOINT: other.baseUrl,
      LANGCHAIN_ENDPOINT: other.baseUrl,
      LANGSMITH_GATEWAY: other.baseUrl,
      LANGCHAIN_CALLBACKS_BACKGROUND: 'false',
      LANGCHAIN_VERBOSE: 'true',
      OPENAI_BASE_URL: other.baseUrl,
      OPENAI_LOG: 'debug',
      OPENAI_ORG_ID: 'someone',
      OPENAI_CUSTOM_HEADERS: 'x-someone: else',
    })
    expect(printed).toMatch(LIBRARY)
    expect(printed).toContain('OUTCOME {"kind":"decided"')
    expect(printed).not.toContain('palavra-secreta')
    expect(other.received).toHaveLength(0)
    expect(model.received).toHaveLength(1)
    expect(Object.keys(model.received[0]?.headers ?? {})).not.toContain('x-someone')
    expect(JSON.stringify(model.received[0]?.headers)).not.toContain('someone')
  })

  it('print nothing of what a model does wrong: the log alone tells, and it is not theirs', async () => {
    const broken = '{"pergunta": "palavra-secreta'
    const odd: readonly Step[] = [
      call('base_de_conhecimento', broken),
      call('decidir', '{"tipo":"responder","texto":"palavra-secreta'),
      { tool_calls: [broken, broken].map((args) => ({ function: { name: 'base_de_conhecimento', arguments: args } })) },
      { content: 'palavra-secreta', tool_calls: [{ id: '', function: { name: 'decidir', arguments: ['palavra-secreta'] } }] },
      call('palavra-secreta', 'palavra-secreta'),
      call('base_de_conhecimento', { pergunta: { texto: 'palavra-secreta' } }),
      decide({ tipo: 'palavra-secreta', texto: 7 }),
      { content: [{ type: 'palavra-secreta', text: 'palavra-secreta' }] },
      { function_call: { name: 'decidir', arguments: broken } },
      status(400),
      status(500),
      (response) => response.writeHead(200, { 'content-length': '900' }).write('palavra-secreta'),
    ]
    // Each of them twice in a row, since what cannot be read is asked for once more.
    const steps = odd.flatMap((step) => [step, step])
    let at = 0
    const model = await startEndpoint((response, request) => {
      const step = steps[at % steps.length] ?? {}
      at += 1
      if (typeof step === 'function') step(response, request)
      else answer(response, step)
      if (at % steps.length === 0) response.socket?.destroySoon()
    })
    endpoints.push(model)
    const printed = await run(decideOnce(model.baseUrl, 16))
    const lines = printed.split('\n').filter((line) => line !== '' && !line.startsWith('LOADED '))
    expect(lines.map((line) => line.slice(0, 7))).toEqual(Array.from({ length: 16 }, () => 'OUTCOME'))
    expect(at).toBeGreaterThan(odd.length)
    expect(lines.join('\n')).not.toContain('pergunta')
  }, 30_000)
})
