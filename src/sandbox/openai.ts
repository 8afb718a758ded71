import { Changes, type WaitOptions } from './changes.js'
import type { Faults } from './http/faults.js'
import type { Ledger } from './http/ledger.js'
import type { Reply, Route, StandInRequest } from './http/route.js'
import { startStandIn } from './http/server.js'
import { transcribe, type Listener } from './openai/audio.js'
import { toReply } from './openai/completion.js'
import { errorReply, NO_KEY, UNAUTHORIZED } from './openai/errors.js'
import { readRequest } from './openai/request.js'
import { Tokens } from './openai/tokens.js'
import type { Model, ModelRequest } from './openai/types.js'

export interface OpenaiStandIn {
  /** With `/v1`. */
  url: string
  faults: Faults
  ledger: Ledger
  /** Every chat completion that was not refused, oldest first. */
  requests(): readonly ModelRequest[]
  /** The usage told with each answer, oldest first. */
  usage(): readonly { model: string; tokens: number }[]
  /** Everything that was ever sent to it in a body, as JSON. */
  received(): string
  /** From now on another model answers. */
  use(model: Model): void
  /** Resolves with what `look` finds, now or after a request. */
  until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T>
  stop(): Promise<void>
}

export interface OpenaiOptions {
  port?: number
  apiKey: string
  model: Model
  /** What it answers to; pictures are taken by names with `vision`, recordings by `whisper` or `transcribe`. */
  models?: readonly string[]
  listen?: Listener
  now?: () => number
}

/** The first is the one that the bot is pointed at. */
export const MODELS = ['plantao-vision', 'plantao-text', 'whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe'] as const

/** An OpenAI-compatible endpoint, as far as a bot uses it, behind which any `Model` answers. */
export async function startOpenai(options: OpenaiOptions): Promise<OpenaiStandIn> {
  const { apiKey, models = MODELS, now = Date.now, listen = () => 'estou sem internet desde ontem' } = options
  const asked: ModelRequest[] = []
  const changes = new Changes()
  const tokens = new Tokens()
  let { model } = options
  let keyValid = true

  const complete = async ({ body, gone }: StandInRequest): Promise<Reply> => {
    const read = readRequest(body.fields, models)
    if (read.kind === 'refused') return errorReply(read.refusal)
    const request = { ...read.request, seq: asked.length + 1, gone }
    asked.push(request)
    changes.notify()
    const answer = await model(request)
    if (!answer) return errorReply({ status: 500, message: 'The script has no answer to this.' })
    return toReply(answer, { request, maxTokens: read.maxTokens, tokens, now: now() })
  }

  const route = (method: string, path: string, handle: (request: StandInRequest) => Reply | Promise<Reply>): Route => ({
    method,
    path: `/v1/${path}`,
    handle: (request) => {
      const { authorization } = request.headers
      if (authorization === undefined) return errorReply(NO_KEY)
      return keyValid && authorization === `Bearer ${apiKey}` ? handle(request) : errorReply(UNAUTHORIZED)
    },
  })

  const server = await startStandIn({
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: [
      route('POST', 'chat/completions', complete),
      route('POST', 'audio/transcriptions', (request) => transcribe(request, models, listen)),
      route('GET', 'models', () => ({
        status: 200,
        body: { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'sandbox' })) },
      })),
    ],
    notFound: () => errorReply({ status: 404, message: 'Invalid URL' }),
    badBody: () => errorReply({ status: 400, message: 'We could not parse the JSON body of your request.' }),
    rateLimited: (s) => ({
      ...errorReply({ status: 429, message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' }),
      headers: { 'retry-after': String(s) },
    }),
    setTokensValid: (valid) => {
      keyValid = valid
    },
    state: () => ({ requests: asked.length }),
  })
  const { faults, ledger } = server
  return {
    url: `${server.url}/v1`,
    faults,
    ledger,
    requests: () => asked,
    usage: () => tokens.told,
    received: () => JSON.stringify(ledger.list().map(({ fields, files }) => ({ fields, files }))),
    use: (given) => {
      model = given
    },
    until: (look, wait) => changes.until(look, wait),
    stop: () => server.stop(),
  }
}
