import { systemClock } from '../../lib/clock.js'
import type { Reply } from '../http/route.js'
import { placeDecision } from './decision.js'
import { errorReply } from './errors.js'
import { countTokens, type Tokens } from './tokens.js'
import type { ModelAnswer, ModelRequest } from './types.js'

interface Asked {
  request: ModelRequest
  maxTokens: number | undefined
  tokens: Tokens
  /** Milliseconds since the epoch. */
  now: number
}

type Said = Extract<ModelAnswer, { kind: 'text' | 'tools' | 'refusal' | 'noChoices' }>

/** What the endpoint sends for a model's answer: a completion, or server-sent events where a stream was asked for. */
export function toReply(answer: ModelAnswer, asked: Asked): Reply {
  const { request } = asked
  switch (answer.kind) {
    case 'raw':
      return { status: 200, body: answer.body, contentType: 'application/json' }
    case 'error':
      return errorReply(answer)
    case 'endless':
      return { status: 200, ...(request.stream ? EVENTS : JSON_TYPE), stream: endless(answer, asked) }
    case 'decision':
      return completed(placeDecision(answer.decision, request), asked)
    case 'text':
    case 'tools':
    case 'refusal':
    case 'noChoices':
      return completed(answer, asked)
    default:
      return answer satisfies never
  }
}

const EVENTS = { contentType: 'text/event-stream; charset=utf-8' }
const JSON_TYPE = { contentType: 'application/json' }
const PIECE = 24

function completed(answer: Said, asked: Asked): Reply {
  const { request, maxTokens, tokens } = asked
  const message = toMessage(answer, request.seq)
  const cut = maxTokens !== undefined && message.content !== null && countTokens(message.content) > maxTokens
  if (cut) message.content = message.content?.slice(0, maxTokens * 4) ?? null
  const prompt = JSON.stringify([request.tools, request.schema, request.messages])
  const usage = tokens.count(request.model, prompt, JSON.stringify(message))
  const finish = cut ? 'length' : finishOf(answer)
  const common = head(asked)
  if (request.stream) {
    return { status: 200, ...EVENTS, stream: events(common, answer.kind === 'noChoices' ? undefined : message, finish, usage) }
  }
  const choices = answer.kind === 'noChoices' ? [] : [{ index: 0, message, logprobs: null, finish_reason: finish }]
  return { status: 200, body: { ...common, object: 'chat.completion', choices, usage } }
}

interface WireMessage {
  role: 'assistant'
  content: string | null
  refusal: string | null
  tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[]
}

function toMessage(answer: Said, seq: number): WireMessage {
  const base = { role: 'assistant' as const, content: null, refusal: null }
  switch (answer.kind) {
    case 'text':
      return { ...base, content: answer.text }
    case 'refusal':
      return { ...base, refusal: answer.text }
    case 'tools':
      return { ...base, tool_calls: answer.calls.map(({ name, args }, index) => ({
        id: `call_${String(seq)}_${String(index)}`,
        type: 'function',
        function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
      })) }
    case 'noChoices':
      return base
    default:
      return answer satisfies never
  }
}

function finishOf(answer: Said): string {
  if (answer.kind === 'tools') return 'tool_calls'
  return answer.kind === 'text' ? (answer.finish ?? 'stop') : 'stop'
}

function head({ request, now }: Asked): { id: string; created: number; model: string } {
  return { id: `chatcmpl-${String(request.seq)}`, created: Math.floor(now / 1000), model: request.model }
}

async function* events(
  common: ReturnType<typeof head>,
  message: WireMessage | undefined,
  finish: string,
  usage: unknown,
): AsyncGenerator<string> {
  const chunk = (delta: unknown, reason: string | null): string =>
    event({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] })
  if (message) {
    const { role, content, refusal, tool_calls: calls } = message
    yield chunk({ role, content: content === null ? null : '', refusal }, null)
    for (let at = 0; at < (content?.length ?? 0); at += PIECE) yield chunk({ content: content?.slice(at, at + PIECE) }, null)
    for (const [index, call] of (calls ?? []).entries()) {
      yield chunk({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }] }, null)
      yield chunk({ tool_calls: [{ index, function: { arguments: call.function.arguments } }] }, null)
    }
    yield chunk({}, finish)
  }
  yield event({ ...common, object: 'chat.completion.chunk', choices: [], usage })
  yield 'data: [DONE]\n\n'
}

async function* endless({ text, everyMs }: { text: string; everyMs: number }, asked: Asked): AsyncGenerator<string> {
  const { stream, gone } = asked.request
  const common = head(asked)
  if (!stream) yield `{"id":"${common.id}","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"`
  while (!gone.aborted) {
    const choice = { index: 0, delta: { content: text }, logprobs: null, finish_reason: null }
    yield stream ? event({ ...common, object: 'chat.completion.chunk', choices: [choice] }) : JSON.stringify(text).slice(1, -1)
    await systemClock.sleep(everyMs, gone)
  }
}

function event(body: unknown): string {
  return `data: ${JSON.stringify(body)}\n\n`
}
