import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { afterEach, describe, expect, it } from 'vitest'

import { answer, decide, startEndpoint } from './endpoint.js'

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

const decideOnce = (baseUrl: string): string => `
  const { loadEnv } = await import(${at('config.js')})
  loadEnv()
  const { Secret } = await import(${at('lib/secret.js')})
  const { silentLogger } = await import(${at('lib/logger.js')})
  const { loadModelAgent } = await import(${at('agent/load.js')})
  const agent = await loadModelAgent(
    { apiKey: new Secret('sk'), baseUrl: ${JSON.stringify(baseUrl)}, models: ['um'] },
    { prompts: () => ({ agente: 'Decida.', imagem: '', versao: '1' }), logger: silentLogger },
  )
  const request = { chatId: '1', level: 0, words: ['palavra-secreta'], historico: [], esperando: 'livre', abertos: [], categorias: [], privado: [], conhecido: [] }
  console.log('OUTCOME', JSON.stringify(await agent.decide(request, {})))`

describe("the model's libraries", () => {
  it('are not loaded by the process that has no model', async () => {
    const printed = await run(`await import(${at('app.js')}); await import(${at('agent/load.js')})`)
    expect(printed).toContain('LOADED ')
    expect(printed).not.toMatch(LIBRARY)
    // Nor what the conversation makes of it, nor what the first file needs.
    expect(printed).toContain('dist/conversation/understood.js')
    expect(printed).not.toMatch(/LOADED \S*(?:dist\/conversation\/(?:understanding|decided|grounding)\.js|\/file-type\/)/u)
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
})
