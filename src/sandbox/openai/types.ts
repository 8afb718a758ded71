/** A message of a chat completion, its text parts joined. */
export interface ModelMessage {
  role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  text: string
  /** How many pictures it carries. */
  images: number
  toolCalls: readonly { id: string; name: string; args: string }[]
  /** Of a tool's message: the call that it answers. */
  toolCallId?: string
}

/** A JSON Schema as the caller wrote it. */
export type JsonSchema = Readonly<Record<string, unknown>>

export interface ModelTool {
  name: string
  description: string
  parameters: JsonSchema
  strict: boolean
}

/** One chat completion that was asked for and not refused. */
export interface ModelRequest {
  /** Counts up over the stand-in's life. */
  seq: number
  model: string
  messages: readonly ModelMessage[]
  tools: readonly ModelTool[]
  /** `auto`, `none`, `required`, or the name of the tool that has to be called. */
  toolChoice: string
  /** The schema that the answer's text has to keep to. */
  schema?: JsonSchema
  stream: boolean
  /** Aborts when the caller goes away. */
  gone: AbortSignal
}

/** What a model answers; a decision is put where the request wants it: the answer's text, or a tool's arguments. */
export type ModelAnswer =
  | { kind: 'text'; text: string; finish?: 'stop' | 'length' | 'content_filter' }
  /** `args` as a string is sent as it is, JSON or not. */
  | { kind: 'tools'; calls: readonly { name: string; args: string | Readonly<Record<string, unknown>> }[] }
  | { kind: 'decision'; decision: Readonly<Record<string, unknown>> }
  | { kind: 'refusal'; text: string }
  /** `choices` is empty. */
  | { kind: 'noChoices' }
  /** The body as it stands, JSON or not. */
  | { kind: 'raw'; body: string }
  /** The text again and again, a piece every `everyMs`, without an end. */
  | { kind: 'endless'; text: string; everyMs: number }
  /** An error in the endpoint's own form. */
  | { kind: 'error'; status: number; message: string }

/** Answers one request; `undefined`: it has no answer to that, which the stand-in reports. */
export type Model = (request: ModelRequest) => ModelAnswer | undefined | Promise<ModelAnswer | undefined>

/** The text of the last message of the user. */
export function lastUserText({ messages }: Pick<ModelRequest, 'messages'>): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? ''
}

/** What tools answered since the user's last message, oldest first. */
export function toolTexts({ messages }: Pick<ModelRequest, 'messages'>): readonly string[] {
  const since = messages.findLastIndex(({ role }) => role === 'user')
  return messages
    .slice(since + 1)
    .filter(({ role }) => role === 'tool')
    .map(({ text }) => text)
}
