import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'

import { modelFailure, whyOf, type Why } from './failure.js'

export type BreakerState = 'closed' | 'open' | 'half-open'

/** Leaves a model alone for a while after failures in a row, whatever kind of nothing it gave. */
export interface Breaker {
  /** Not open, or open for so long that one call may try. */
  ready(): boolean
  /** Runs it, or throws `circuit-open` at once. */
  run<T>(work: () => Promise<T>): Promise<T>
  state(): BreakerState
}

const FAILURES = 5
const HALF_OPEN_AFTER_MS = 15_000

/** A refusal counts too: a key revoked, a model taken away, a limit reached answer every customer the same. */
const BROKEN: ReadonlySet<Why> = new Set<Why>([
  'timeout',
  'unreachable',
  'server-error',
  'bad-answer',
  'too-big',
  'unauthorized',
  'rate-limited',
  'no-model',
  'refused',
])

export function createBreaker(): Breaker {
  const policy = circuitBreaker(handleWhen((error) => BROKEN.has(whyOf(error))), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  })
  let openedAt = 0
  policy.onBreak(() => {
    openedAt = performance.now()
  })
  return {
    ready: () =>
      policy.state === CircuitState.Closed ||
      (policy.state === CircuitState.Open && performance.now() - openedAt >= HALF_OPEN_AFTER_MS),
    run: async (work) => {
      // cockatiel would let the others wait for the one that tries.
      if (policy.state === CircuitState.HalfOpen) throw modelFailure('circuit-open')
      try {
        return await policy.execute(work)
      } catch (error) {
        throw error instanceof BrokenCircuitError ? modelFailure('circuit-open') : error
      }
    },
    state: () => {
      if (policy.state === CircuitState.Closed) return 'closed'
      return policy.state === CircuitState.HalfOpen ? 'half-open' : 'open'
    },
  }
}
