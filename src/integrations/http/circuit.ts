import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  retry,
  type IBackoff,
  type IRetryBackoffContext,
} from 'cockatiel'

import { AppError, type ErrorCode } from '../../domain/errors.js'
import { backoffMs } from '../../lib/backoff.js'
import type { Deadline } from './deadline.js'

export type CircuitName = 'closed' | 'open' | 'half-open'

export interface Circuit {
  /** Runs it, or throws `circuit-open` (`safe`) at once. */
  run<T>(attempt: () => Promise<T>): Promise<T>
  state(): CircuitName
}

export interface CircuitOptions {
  system: string
  /** So many failures in a row open it. */
  failures?: number
  halfOpenAfterMs?: number
}

const BROKEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['unreachable', 'timeout', 'server-error', 'bad-answer'])
/** Failures with these codes that say nothing about the other side's health. */
const NOT_ITS_FAULT: ReadonlySet<unknown> = new Set(['schema', 'aborted', 'upload-source', 'waiting'])

/** Opens on trouble of the line or the server, never on a refusal: a no is a sign of life. */
export function createCircuit(options: CircuitOptions): Circuit {
  const { system, failures = 5, halfOpenAfterMs = 10_000 } = options
  const policy = circuitBreaker(handleWhen(isBroken), {
    halfOpenAfter: halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(failures),
  })
  const open = (cause?: unknown) =>
    new AppError('circuit-open', 'calls to a failing system are paused', { retry: 'safe', cause, context: { system } })
  return {
    run: async (attempt) => {
      // cockatiel would let the others wait for the probe, past their own deadlines.
      if (policy.state === CircuitState.HalfOpen) throw open()
      try {
        return await policy.execute(attempt)
      } catch (error) {
        throw error instanceof BrokenCircuitError ? open(error) : error
      }
    },
    state: () => nameOf(policy.state),
  }
}

/** Repeats a read at most twice, with jitter or after what the other side asked for, inside the deadline. */
export async function withRepeats<T>(deadline: Deadline, attempt: () => Promise<T>): Promise<T> {
  const worthIt = (error: Error) =>
    error instanceof AppError &&
    error.retry === 'safe' &&
    (error.code === 'rate-limited' || isBroken(error)) &&
    !deadline.signal.aborted &&
    (error.retryAfterMs ?? 0) < deadline.remainingMs()
  const policy = retry(handleWhen(worthIt), { maxAttempts: 2, backoff: { next: nextDelay } })
  return policy.execute(attempt)
}

function nextDelay(context: IRetryBackoffContext<unknown>): IBackoff<IRetryBackoffContext<unknown>> {
  const failed = 'error' in context.result ? context.result.error : undefined
  const asked = failed instanceof AppError ? failed.retryAfterMs : undefined
  return { duration: asked ?? backoffMs(context.attempt, { baseMs: 60, maxMs: 1_000 }), next: nextDelay }
}

function isBroken(error: unknown): boolean {
  return error instanceof AppError && BROKEN.has(error.code) && !NOT_ITS_FAULT.has(error.context.reason)
}

function nameOf(state: CircuitState): CircuitName {
  if (state === CircuitState.Closed) return 'closed'
  return state === CircuitState.HalfOpen ? 'half-open' : 'open'
}
