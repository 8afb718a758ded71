import { AppError, type ErrorCode, type Retry } from '../domain/errors.js'

/** Why there is nothing of the model: words for log and metrics, a closed set. */
export type Why =
  | 'timeout'
  | 'busy'
  | 'circuit-open'
  | 'unreachable'
  | 'rate-limited'
  | 'server-error'
  | 'unauthorized'
  | 'no-model'
  | 'refused'
  | 'too-big'
  | 'bad-answer'
  | 'nonsense'
  | 'length'
  | 'refusal'
  | 'calls'
  | 'internal'

const CODES: Readonly<Partial<Record<Why, ErrorCode>>> = {
  timeout: 'timeout',
  'circuit-open': 'circuit-open',
  unreachable: 'unreachable',
  'rate-limited': 'rate-limited',
  'server-error': 'server-error',
  unauthorized: 'unauthorized',
  'no-model': 'refused',
  refused: 'refused',
  'too-big': 'bad-answer',
  'bad-answer': 'bad-answer',
}

/** What an endpoint says that it refused, as far as it says it in so many words: a closed set, fit for a log. */
export type Hint = (typeof HINTS)[number]

export const HINTS = [
  'max_tokens',
  'max_completion_tokens',
  'tool_choice',
  'tools',
  'model_not_found',
  'context_length_exceeded',
  'content_filter',
] as const

/** A failure of the model; `safe` means that another try, or another model, may do better. */
export function modelFailure(
  why: Why,
  options: { retry?: Retry; retryAfterMs?: number; status?: number; hint?: Hint } = {},
): AppError {
  const { retry = 'never', retryAfterMs, status, hint } = options
  return new AppError(CODES[why] ?? 'internal', `model: ${why}`, {
    retry,
    context: { system: 'openai', why, status, hint },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/** Of whatever was thrown; `internal` for what none of our code threw. */
export function whyOf(error: unknown): Why {
  const why = error instanceof AppError ? error.context.why : undefined
  return typeof why === 'string' && isWhy(why) ? why : 'internal'
}

/** What the endpoint itself named. */
export function hintOf(error: unknown): Hint | undefined {
  const hint = error instanceof AppError ? error.context.hint : undefined
  return HINTS.find((known) => known === hint)
}

const WHYS: Readonly<Record<Why, true>> = {
  timeout: true,
  busy: true,
  'circuit-open': true,
  unreachable: true,
  'rate-limited': true,
  'server-error': true,
  unauthorized: true,
  'no-model': true,
  refused: true,
  'too-big': true,
  'bad-answer': true,
  nonsense: true,
  length: true,
  refusal: true,
  calls: true,
  internal: true,
}

const isWhy = (word: string): word is Why => Object.hasOwn(WHYS, word)
