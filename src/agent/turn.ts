import { modelFailure } from './failure.js'

/** One use of the model, from the customer's message to the decision: its time, and what it has taken so far. */
export interface Turn {
  /** Aborts when the time is up; every request and every wait hangs on it. */
  readonly signal: AbortSignal
  remainingMs(): number
  calls: number
  toolCalls: number
  /** Answers that could not be read and were asked for again. */
  repairs: number
  tokensIn: number
  tokensOut: number
  tokensCached: number
  /** The model that was called last, and whether it stood in for the first. */
  model: string
  fallback: boolean
  retried: boolean
  /** What went wrong, before libraries wrapped it in errors of their own. */
  fault: unknown
  end(): void
}

export const MAX_CALLS = 6
export const MAX_TOOL_CALLS = 8
export const MAX_REPAIRS = 1

export function startTurn(timeoutMs: number): Turn {
  const controller = new AbortController()
  const endsAt = performance.now() + timeoutMs
  const timer = setTimeout(() => controller.abort(), timeoutMs)
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    calls: 0,
    toolCalls: 0,
    repairs: 0,
    tokensIn: 0,
    tokensOut: 0,
    tokensCached: 0,
    model: '',
    fallback: false,
    retried: false,
    fault: undefined,
    // What still runs for this turn ends with it, its HTTP call included.
    end: () => {
      clearTimeout(timer)
      controller.abort()
    },
  }
}

/** The promise's outcome, or `timeout` as soon as the signal aborts; a promise that does not listen goes on unheard. */
export async function orTimeout<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined
  const late = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(modelFailure('timeout'))
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
  }
}
