import { z } from 'zod'

import { badRequest, unknownModel, type Refusal } from './errors.js'
import { strictProblem } from './strict-schema.js'
import type { ModelMessage, ModelRequest, ModelTool } from './types.js'

const partSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string().regex(/^(?:https?:|data:image\/)/u) }) }),
])

const callSchema = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
})

const messageSchema = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(partSchema).min(1)]).nullish(),
  tool_calls: z.array(callSchema).min(1).nullish(),
  tool_call_id: z.string().nullish(),
})

const schemaSchema = z.record(z.string(), z.unknown())

const toolSchema = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[\w-]{1,64}$/u),
    description: z.string().default(''),
    parameters: schemaSchema.default({ type: 'object', properties: {} }),
    strict: z.boolean().nullish(),
  }),
})

const formatSchema = z.union([
  z.object({ type: z.enum(['text', 'json_object']) }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({
      name: z.string().regex(/^[\w-]{1,64}$/u),
      schema: schemaSchema,
      strict: z.boolean().nullish(),
    }),
  }),
])

const bodySchema = z.object({
  model: z.string(),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).min(1).max(128).nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }).transform((it) => it.function.name),
    ])
    .nullish(),
  response_format: formatSchema.nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
})

type Given = z.output<typeof bodySchema>

/** A request as the model sees it, or why the endpoint does not take it. */
export type ReadRequest =
  | { kind: 'request'; request: Omit<ModelRequest, 'seq' | 'gone'>; maxTokens: number | undefined }
  | { kind: 'refused'; refusal: Refusal }

/** Reads the body of a chat completion; refuses what the real one is documented, or known, to refuse. */
export function readRequest(fields: unknown, models: readonly string[]): ReadRequest {
  const parsed = bodySchema.safeParse(fields)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const param = issue?.path.join('.') ?? ''
    return { kind: 'refused', refusal: badRequest(`Invalid value for '${param}': ${issue?.message ?? ''}`, param) }
  }
  const { data } = parsed
  const request = {
    model: data.model,
    messages: data.messages.map(toMessage),
    tools: (data.tools ?? []).map(toTool),
    toolChoice: data.tool_choice ?? 'auto',
    ...(data.response_format?.type === 'json_schema' && { schema: data.response_format.json_schema.schema }),
    stream: data.stream ?? false,
  }
  const refusal = models.includes(data.model) ? problemOf(data, request) : unknownModel(data.model)
  if (refusal) return { kind: 'refused', refusal }
  return { kind: 'request', request, maxTokens: data.max_completion_tokens ?? data.max_tokens ?? undefined }
}

function problemOf(data: Given, { messages, tools, toolChoice }: Omit<ModelRequest, 'seq' | 'gone'>): Refusal | undefined {
  if (messages.some(({ images }) => images > 0) && !/vision/iu.test(data.model)) {
    return badRequest('Invalid content type. image_url is only supported by certain models.', 'messages', 'invalid_value')
  }
  const named = !['auto', 'none', 'required'].includes(toolChoice)
  if (data.tool_choice && tools.length === 0) {
    return badRequest("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice')
  }
  if (named && !tools.some(({ name }) => name === toolChoice)) {
    return badRequest(`Tool choice '${toolChoice}' not found in 'tools' parameter.`, 'tool_choice')
  }
  return pairing(messages) ?? schemas(data)
}

/** A tool's message answers a call of the assistant's message before it, and every call has its answer. */
function pairing(messages: readonly ModelMessage[]): Refusal | undefined {
  let open = new Set<string>()
  for (const [index, { role, toolCalls, toolCallId }] of messages.entries()) {
    if (role === 'tool') {
      if (toolCallId === undefined || !open.delete(toolCallId)) {
        const message = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
        return badRequest(message, `messages.[${index}].role`)
      }
      continue
    }
    if (open.size > 0) return unanswered(open)
    open = new Set(toolCalls.map(({ id }) => id))
  }
  return open.size > 0 ? unanswered(open) : undefined
}

function unanswered(ids: ReadonlySet<string>): Refusal {
  const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...ids].join(', ')}`
  return badRequest(message, 'messages')
}

function schemas({ tools, response_format: format }: Given): Refusal | undefined {
  for (const [index, { function: tool }] of (tools ?? []).entries()) {
    const problem = tool.strict === true ? strictProblem(tool.parameters) : undefined
    const param = `tools[${index}].function.parameters`
    if (problem !== undefined) {
      return badRequest(`Invalid schema for function '${tool.name}': ${problem}`, param, 'invalid_function_parameters')
    }
  }
  if (format?.type !== 'json_schema' || format.json_schema.strict !== true) return undefined
  const problem = strictProblem(format.json_schema.schema)
  if (problem === undefined) return undefined
  return badRequest(`Invalid schema for response_format '${format.json_schema.name}': ${problem}`, 'response_format')
}

function toMessage({ role, content, tool_calls: calls, tool_call_id: id }: z.output<typeof messageSchema>): ModelMessage {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : (content ?? [])
  return {
    role,
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n'),
    images: parts.filter(({ type }) => type === 'image_url').length,
    toolCalls: (calls ?? []).map((call) => ({ id: call.id, name: call.function.name, args: call.function.arguments })),
    ...(typeof id === 'string' && { toolCallId: id }),
  }
}

function toTool({ function: { name, description, parameters, strict } }: z.output<typeof toolSchema>): ModelTool {
  return { name, description, parameters, strict: strict ?? false }
}
