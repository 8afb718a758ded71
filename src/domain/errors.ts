/**
 * What may be done after a failed call.
 * - `safe`: it certainly had no effect (or is a read): do it again.
 * - `never`: it was refused, or is wrong: the same call would fail the same way.
 * - `unknown-outcome`: it may have taken effect: reconcile, never just repeat.
 */
export type Retry = 'safe' | 'never' | 'unknown-outcome'

/** The stable codes of every failure; a customer's sentence for one is looked up in `prompts/`. */
export type ErrorCode =
  | 'bad-input'
  | 'config'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'refused'
  | 'rate-limited'
  | 'timeout'
  | 'unreachable'
  | 'bad-answer'
  | 'server-error'
  | 'circuit-open'
  | 'chat-gone'
  | 'file-gone'
  | 'file-too-big'
  | 'lease-lost'
  | 'internal'

/** Values that may stand in a log: numbers, booleans and short machine words; never a person's data. */
export type LogSafe = Readonly<Record<string, number | boolean | string | undefined>>

export interface AppErrorOptions {
  retry: Retry
  cause?: unknown
  /** Log-safe facts (system, operation, HTTP status). */
  context?: LogSafe
  /** Not before this long, in milliseconds, when the other side said so (Retry-After, `retry_after`). */
  retryAfterMs?: number
  /** The vendor's own sentence. Reaches a customer only from an allow-list of calls, never a log. */
  vendorMessage?: string
}

/** The one error class that crosses rooms. `message` is for engineers and holds no personal data. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly retry: Retry
  readonly context: LogSafe
  readonly retryAfterMs: number | undefined
  readonly #vendorMessage: string | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions,
  ) {
    super(message, { cause: options.cause })
    this.retry = options.retry
    this.context = options.context ?? {}
    this.retryAfterMs = options.retryAfterMs
    this.#vendorMessage = options.vendorMessage
  }

  /** The vendor's sentence; a private field, so that no serializer prints it by accident. */
  vendorMessage(): string | undefined {
    return this.#vendorMessage
  }
}

/** Any thrown thing as an `AppError`; what is not one is `internal` and must not be repeated blindly. */
export function toAppError(error: unknown, retry: Retry = 'never'): AppError {
  return error instanceof AppError ? error : new AppError('internal', 'unexpected failure', { retry, cause: error })
}
