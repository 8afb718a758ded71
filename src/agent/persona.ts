import OpenAI from 'openai'
import { z } from 'zod'

import { AppError } from '../domain/errors.js'
import { JUDGE, PLAY } from './persona-prompts.js'

/** A line of a conversation, as who plays a customer sees it. */
interface PersonaLine {
  quem: 'cliente' | 'bot' | 'equipe' | 'mundo'
  texto: string
}

/** Who is played: for a model, so in its language. */
export interface PersonaBrief {
  quer: string
  sabe?: string
  jeito?: string
  mente?: string
  cpf: string
  nascimento: string
  telefone: string
  /** What such a person did once, in its order. */
  exemplo: readonly { acao: string; texto?: string }[]
}

export interface PersonaEndpoint {
  OPENAI_API_KEY?: string
  OPENAI_BASE_URL?: string
  /** The first of a list plays. */
  OPENAI_MODEL?: string
}

export type PersonaMove = z.output<typeof move>

/** One customer's player and judge. Both throw `AppError` where the model does not answer, or not what was asked for. */
export interface PersonaModel {
  /** What the customer does next. `shown`: the buttons on the screen. */
  next(brief: PersonaBrief, lines: readonly PersonaLine[], shown: readonly string[]): Promise<PersonaMove>
  /** Whether what is asked of the conversation is so. */
  judge(pergunta: string, lines: readonly PersonaLine[]): Promise<z.output<typeof verdict>>
  /** What both took so far, as the endpoint counts them. */
  tokens(): number
}

const words = z.string().trim().min(1)
const FILES = ['foto', 'audio', 'video', 'log', 'programa', 'figurinha', 'localizacao'] as const
const SILENT = ['contato', 'contato_alheio', ...FILES, 'esperar', 'fim'] as const
const move = z.union([
  z.object({ acao: z.enum(['dizer', 'corrigir']), texto: words.max(2_000) }),
  z.object({ acao: z.literal('apertar'), texto: words.max(100) }),
  z.object({ acao: z.enum(SILENT) }),
])
const verdict = z.object({ sim: z.boolean(), porque: z.string().max(2_000).catch('') })

/** In the subset that endpoints take as strict. */
const FORMATS = {
  jogada: { acao: { type: 'string', enum: ['dizer', 'corrigir', 'apertar', ...SILENT] }, texto: { type: ['string', 'null'] } },
  julgamento: { sim: { type: 'boolean' }, porque: { type: 'string' } },
}

const CALL_MS = 30_000
const MAX_TOKENS = 1_500
/** What is no answer is asked for once more. */
const ASKS = 2
/** Of a conversation, the last; of a line, the beginning. */
const LINES = 60
const LINE = 1_500

/** Makes models that play a customer or judge a conversation, for evals, at one endpoint. */
export function createPersonas({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: models = 'gpt-4.1-mini' }: PersonaEndpoint): () => PersonaModel {
  const client = new OpenAI({ apiKey, ...(baseURL ? { baseURL } : {}), timeout: CALL_MS, maxRetries: 2, logLevel: 'off' })
  const model = models.split(',')[0]?.trim() ?? models
  // Not every endpoint knows schemas; one that refuses the first is asked for JSON in words from then on.
  let schemas = true

  const complete = async (system: string, data: object, format: keyof typeof FORMATS): Promise<unknown> => {
    const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [
      { role: 'system', content: system },
      { role: 'user', content: JSON.stringify(data) },
    ]
    // The makers of models that think first take only the newer name.
    const limit = /^(?:o\d|gpt-5)/u.test(model) ? { max_completion_tokens: MAX_TOKENS } : { max_tokens: MAX_TOKENS }
    try {
      return await client.chat.completions.create({ model, messages, ...limit, ...(schemas && { response_format: asked(format) }) })
    } catch (error) {
      if (!schemas || !(error instanceof OpenAI.BadRequestError)) throw error
      schemas = false
      return await client.chat.completions.create({ model, messages, ...limit })
    }
  }

  return () => {
    let tokens = 0
    const ask = async <T>(system: string, data: object, format: keyof typeof FORMATS, schema: z.ZodType<T>): Promise<T> => {
      for (let asks = 0; asks < ASKS; asks += 1) {
        const completion = await complete(system, data, format).catch((error: unknown) => {
          throw new AppError('unreachable', `${WHO[format]} não respondeu${whyNot(error)}`, { retry: 'never', cause: error })
        })
        const answer = answered.safeParse(completion)
        if (!answer.success) {
          const what = `${WHO[format]} não é o que responde ali: confira OPENAI_BASE_URL, que costuma terminar em /v1`
          throw new AppError('bad-answer', what, { retry: 'never' })
        }
        const { choices, usage } = answer.data
        tokens += usage?.total_tokens ?? 0
        const parsed = schema.safeParse(jsonIn(choices[0]?.message.content ?? ''))
        if (parsed.success) return parsed.data
      }
      throw new AppError('bad-answer', `${WHO[format]} não respondeu com o JSON pedido`, { retry: 'never' })
    }
    return {
      next: (pessoa, lines, botoes) => ask(PLAY, { pessoa, conversa: told(lines), botoes }, 'jogada', move),
      judge: (pergunta, lines) => ask(JUDGE, { pergunta, conversa: told(lines) }, 'julgamento', verdict),
      tokens: () => tokens,
    }
  }
}

/** A page under 200 comes through as a text, whatever the library's types say. */
const answered = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })),
  usage: z.object({ total_tokens: z.number() }).nullish().catch(undefined),
})

/** What to do about it, by status; never the endpoint's own words, which may quote the key. */
function whyNot(error: unknown): string {
  if (error instanceof OpenAI.APIConnectionTimeoutError) return ' a tempo'
  if (error instanceof OpenAI.APIConnectionError) return ': não foi possível conectar; confira OPENAI_BASE_URL'
  const status: unknown = error instanceof OpenAI.APIError ? error.status : undefined
  if (typeof status !== 'number') return ''
  const advice = status >= 500 ? 'o serviço falhou; rode mais tarde' : (BY_STATUS[status] ?? 'o serviço recusou; confira OPENAI_MODEL')
  return ` (HTTP ${String(status)}): ${advice}`
}

const BY_STATUS: Readonly<Record<number, string>> = {
  401: 'confira OPENAI_API_KEY',
  403: 'confira OPENAI_API_KEY, e o que ela pode usar',
  404: 'confira OPENAI_MODEL, e OPENAI_BASE_URL, que costuma terminar em /v1',
  429: 'o limite ou o crédito da conta acabou',
}

const WHO = { jogada: 'o modelo que faz o papel do cliente', julgamento: 'o modelo que julga' }

function asked(name: keyof typeof FORMATS) {
  const properties = FORMATS[name]
  const schema = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
  return { type: 'json_schema' as const, json_schema: { name, strict: true, schema } }
}

const told = (lines: readonly PersonaLine[]): PersonaLine[] =>
  lines.slice(-LINES).map(({ quem, texto }) => ({ quem, texto: texto.slice(0, LINE) }))

/** The first object in a text: models put words or a fence around it. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(/\{[\s\S]*\}/u.exec(text)?.[0] ?? '')
  } catch {
    // Told by the schema.
    return undefined
  }
}
