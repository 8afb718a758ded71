import { ChatOpenAICompletions } from '@langchain/openai'
import { AIMessage, HumanMessage, SystemMessage, ToolMessage, createAgent, createMiddleware, toolStrategy } from 'langchain'
import type { BaseMessage } from 'langchain'
import { z } from 'zod'

import type { AgentDecision, AgentRequest, AgentTools } from '../conversation/agent.js'
import { decisionSchema, jsonInText, parseDecision, DECIDE } from './decision.js'
import { isEcho } from './echo.js'
import { modelFailure } from './failure.js'
import { createMasking } from './masking.js'
import type { Models } from './models.js'
import { writeRequest } from './request-text.js'
import { createBaseTool } from './tools/base.js'
import { createChamadosTool } from './tools/chamados.js'
import { createFaturasTool } from './tools/faturas.js'
import { createPlanosTool } from './tools/planos.js'
import { createReads } from './tools/reads.js'
import { createSituacaoServicoTool } from './tools/situacao-servico.js'
import { createVisitasTool } from './tools/visitas.js'
import { MAX_REPAIRS, orTimeout, type Turn } from './turn.js'

export interface Decided {
  decision: AgentDecision
  fontes: readonly string[]
}

/** Steps of the graph; the calls end a turn long before, and ending here would be an error of a library. */
const STEPS = 60

const REPAIR = `A resposta anterior não pôde ser lida. Chame a ferramenta ${DECIDE} uma vez, com argumentos válidos, ou responda só com o JSON deles.`

/**
 * One decision. LangChain runs the loop of model and tools; the requests it makes go through `models`, which has the
 * last word on model, limits and retries. Throws `modelFailure`.
 */
export async function decide(
  turn: Turn,
  models: Models,
  request: AgentRequest,
  tools: AgentTools,
): Promise<Decided> {
  const { instrucoes: instructions } = request
  const masking = createMasking({
    privado: request.privado,
    protocolos: request.abertos.map(({ protocolo }) => protocolo),
  })
  const reads = createReads(turn, masking)
  const agent = createAgent({
    model: createModel(turn, models),
    // The order is part of the prefix that endpoints keep.
    tools: [
      createBaseTool(tools, reads),
      createSituacaoServicoTool(tools, reads),
      createFaturasTool(tools, reads),
      createChamadosTool(tools, reads),
      createVisitasTool(tools, reads),
      createPlanosTool(tools, reads),
    ],
    systemPrompt: new SystemMessage(instructions),
    responseFormat: toolStrategy(decisionSchema, { handleError: () => askAgain(turn), toolMessageContent: 'ok' }),
    middleware: [quietTools],
  })
  let messages: BaseMessage[] = [new HumanMessage(writeRequest(request, masking, instructions))]
  for (;;) {
    const state = await orTimeout(agent.invoke({ messages }, { signal: turn.signal, recursionLimit: STEPS }), turn.signal)
    const decision = parseDecision(readState(state), masking.restore)
    if (decision !== undefined) {
      if ('texto' in decision && isEcho(decision.texto, instructions)) throw modelFailure('nonsense')
      return { decision, fontes: reads.fontes }
    }
    messages = withRepair(state.messages, askAgain(turn))
  }
}

/** A chat model whose every request is made by `models`; what failed stays in the turn as it was. */
function createModel(turn: Turn, models: Models) {
  return new ChatOpenAICompletions({
    // By the name the library would choose roles that other endpoints do not know.
    model: 'any',
    apiKey: 'in-the-request',
    maxRetries: 0,
    configuration: {
      // Never called: the requests of `models` go where they are configured to go.
      baseURL: 'http://model.invalid',
      organization: null,
      project: null,
      logLevel: 'off',
      fetch: async (_url, init) => {
        try {
          const completion = await models.complete(turn, sent.parse(JSON.parse(text.parse(init?.body))))
          if (completion.finish === 'length') throw modelFailure('length')
          if (completion.refusal || completion.finish === 'content_filter') throw modelFailure('refusal')
          return new Response(completion.json, { headers: { 'content-type': 'application/json' } })
        } catch (error) {
          turn.fault ??= error
          throw error
        }
      },
    },
  })
}

const text = z.string()
/** The library names who spoke by its own step ("model"), which strict endpoints do not know of a message. */
const spoken = z.looseObject({ role: z.string(), name: z.unknown().optional() }).transform(({ name: _name, ...message }) => message)
const sent = z.object({ messages: z.array(spoken), tools: z.array(z.unknown()).optional() })

/** An error of a tool says what failed with a stack and the arguments: not for the endpoint. */
const quietTools = createMiddleware({
  name: 'QuietTools',
  wrapToolCall: async (request, handler) => {
    try {
      return await handler(request)
    } catch {
      const { id = '', name } = request.toolCall
      return new ToolMessage({ content: 'Argumentos inválidos.', tool_call_id: id, name, status: 'error' })
    }
  },
})

/** What to say to a model whose answer could not be read, as often as that may be said; then throws `nonsense`. */
function askAgain(turn: Turn): string {
  if (turn.repairs >= MAX_REPAIRS) {
    const failure = modelFailure('nonsense')
    turn.fault ??= failure
    throw failure
  }
  turn.repairs += 1
  return REPAIR
}

function readState(state: { messages: BaseMessage[]; structuredResponse?: unknown }): unknown {
  if (state.structuredResponse !== undefined) return state.structuredResponse
  const last = state.messages.at(-1)
  return AIMessage.isInstance(last) ? jsonInText(last.text) : undefined
}

/** What was read stays, the answer that could not be read goes, and the two do not follow each other as two users. */
function withRepair(messages: readonly BaseMessage[], repair: string): BaseMessage[] {
  const end = messages.findLastIndex(
    (message) => HumanMessage.isInstance(message) || (ToolMessage.isInstance(message) && message.name !== DECIDE),
  )
  const last = messages[end]
  if (last === undefined || !HumanMessage.isInstance(last)) return [...messages.slice(0, end + 1), new HumanMessage(repair)]
  return [...messages.slice(0, end), new HumanMessage(`${last.text}\n\n${repair}`)]
}
