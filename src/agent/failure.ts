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
  refused: 'refused',
  'too-big': 'bad-answer',
  'bad-answer': 'bad-answer',
}

/** A failure of the model; `safe` means that another try, or another model, may do better. */
export function modelFailure(why: Why, options: { retry?: Retry; retryAfterMs?: number; status?: number } = {}): AppError {
  const { retry = 'never', retryAfterMs, status } = options
  return new AppError(CODES[why] ?? 'internal', `model: ${why}`, {
    retry,
    context: { system: 'openai', why, status },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/** Of whatever was thrown; `internal` for what none of our code threw. */
export function whyOf(error: unknown): Why {
  const why = error instanceof AppError ? error.context.why : undefined
  return typeof why === 'string' && isWhy(why) ? why : 'internal'
}

const WHYS: Readonly<Record<Why, true>> = {
  timeout: true,
  busy: true,
  'circuit-open': true,
  unreachable: true,
  'rate-limited': true,
  'server-error': true,
  unauthorized: true,
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
