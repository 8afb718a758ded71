import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { z } from 'zod'

import type { Agent, AgentRequest, AgentTools } from '../../src/conversation/agent.js'
import type { ModelDeps, ModelUse } from '../../src/agent/config.js'
import { createModelAgent, type ModelAgent } from '../../src/agent/create.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'

/** What stands in for the endpoint does with one request: an answer's message, or anything with the response. */
export type Step = Message | ((response: ServerResponse, request: Received) => void)

export interface Message {
  content?: unknown
  refusal?: string
  /** The older form of a call. */
  function_call?: { name: string; arguments: unknown }
  finish?: string
  tool_calls?: readonly { id?: string; function: { name: string; arguments: unknown } }[]
}

export interface Received {
  path: string
  raw: string
  body: z.output<typeof sentBody>
  headers: IncomingMessage['headers']
  /** Resolves when the caller went away. */
  gone: Promise<unknown>
}

const sentBody = z.object({
  model: z.string(),
  tool_choice: z.string().optional(),
  tools: z.array(z.object({ function: z.object({ name: z.string(), parameters: z.object({ properties: z.record(z.string(), z.unknown()) }) }) })).default([]),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
})

/** A real HTTP server that does one step a request, in order, and the last one for ever. */
export async function startEndpoint(...steps: Step[]) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
      const raw = Buffer.concat(chunks).toString('latin1')
      const isJson = request.headers['content-type'] === 'application/json'
      const utf8 = Buffer.concat(chunks).toString()
      const body = sentBody.parse(isJson ? JSON.parse(utf8) : { model: '', messages: [] })
      const gone = once(response, 'close')
      const one: Received = { path: request.url ?? '', raw: isJson ? utf8 : raw, body, headers: request.headers, gone }
      received.push(one)
      const step = steps[Math.min(received.length, steps.length) - 1] ?? {}
      if (typeof step === 'function') step(response, one)
      else answer(response, step)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = z.custom<AddressInfo>((at) => typeof at === 'object' && at !== null).parse(server.address()).port
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    received,
    close: async (): Promise<void> => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function answer(response: ServerResponse, { finish, ...message }: Message): void {
  const choices = [{ index: 0, finish_reason: finish ?? 'stop', message: { role: 'assistant', content: null, ...message } }]
  const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110, prompt_tokens_details: { cached_tokens: 64 } }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ id: 'x', object: 'chat.completion', model: 'm', choices, usage }))
}

export function status(code: number, headers: Record<string, string> = {}): Step {
  return (response) => response.writeHead(code, headers).end('{"error":{"message":"no"}}')
}

let calls = 0
/** The call of a tool. */
export function call(name: string, args: unknown): Message {
  calls += 1
  const given = typeof args === 'string' ? args : JSON.stringify(args)
  return { finish: 'tool_calls', tool_calls: [{ id: `id${calls}`, function: { name, arguments: given } }] }
}

export const decide = (args: unknown): Message => call('decidir', args)

export const INSTRUCTIONS =
  'Você ajuda clientes de um provedor de internet. Leia os dados, consulte as ferramentas e decida uma única vez, com respeito.'

export const REQUEST: AgentRequest = {
  instrucoes: INSTRUCTIONS,
  versao: 'v1',
  chatId: '4400112233',
  level: 2,
  words: ['estou sem internet'],
  historico: [],
  esperando: 'livre',
  abertos: [],
  categorias: [{ id: 'sem_conexao', rotulo: 'Sem conexão', perguntas: [] }],
  privado: [],
  conhecido: [],
}

export const TOOLS: AgentTools = {
  perguntarBase: async (pergunta) => ({ kind: 'read', texto: `Sobre ${pergunta}: reinicie a ONU por 30 segundos.` }),
  situacaoServico: async () => ({ kind: 'read', texto: 'Serviço habilitado.' }),
  faturas: async () => ({ kind: 'identificar' }),
  chamados: async () => ({ kind: 'unavailable' }),
  visitas: async () => ({ kind: 'read', texto: '' }),
  planos: async (cep) => ({ kind: 'read', texto: `Em ${cep}: Fibra 500 por R$ 99,90` }),
}

export function agentOf(
  baseUrl: string,
  deps: Partial<ModelDeps> = {},
  models = ['um'],
): ModelAgent & { look: NonNullable<Agent['look']>; transcribe: NonNullable<Agent['transcribe']>; uses: ModelUse[] } {
  const uses: ModelUse[] = []
  const agent = createModelAgent(
    { apiKey: new Secret('sk-test'), baseUrl, models },
    {
      logger: silentLogger,
      onUse: (use) => uses.push(use),
      timeoutMs: 5_000,
      ...deps,
    },
  )
  const { look, transcribe } = agent
  if (!look || !transcribe) throw new Error('no eyes, no ears')
  return { ...agent, look, transcribe, uses }
}
