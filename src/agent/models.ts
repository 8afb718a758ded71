import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'

import { AppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import { systemClock } from '../lib/clock.js'
import { readCompletion, type Completion } from './completion.js'
import { post, type Endpoint } from './endpoint.js'
import { modelFailure, whyOf, type Why } from './failure.js'
import { MAX_CALLS, type Turn } from './turn.js'

/**
 * The one owner of retries. A call goes to the first model whose breaker lets it; a connection that was never made, a
 * 429 or a 5xx is tried once more in a turn, on the next model where there is one. A model that stood in stays for the
 * rest of the turn.
 */
export interface Models {
  /** Chat completions; throws `modelFailure`. */
  complete(turn: Turn, request: CompletionRequest): Promise<Completion>
  /** The models in the order of their use. */
  readonly names: readonly string[]
}

export interface CompletionRequest {
  messages: unknown
  tools?: unknown
}

/** Enough for a decision and what some models think before it. */
const MAX_TOKENS = 2_000
const FAILURES = 5
const HALF_OPEN_AFTER_MS = 15_000
/** How long it is remembered that a model refused to be told to use a tool. */
const REMEMBER_MS = 3_600_000

export function createModels(endpoint: Endpoint, names: readonly string[], now: () => number): Models {
  const models = names.map((name) => ({ name, breaker: createBreaker(), freeChoiceUntil: 0 }))
  type Model = (typeof models)[number]

  async function send(model: Model, turn: Turn, request: CompletionRequest): Promise<Completion> {
    const forced = model.freeChoiceUntil <= now()
    const body = JSON.stringify({
      model: model.name,
      ...(request.tools !== undefined && { tools: request.tools, tool_choice: forced ? 'required' : 'auto' }),
      // The makers of models that think first take only the newer name.
      [/^(?:o\d|gpt-5)/u.test(model.name) ? 'max_completion_tokens' : 'max_tokens']: MAX_TOKENS,
      messages: request.messages,
    })
    if (turn.calls >= MAX_CALLS) throw modelFailure('calls')
    turn.calls += 1
    turn.model = model.name
    turn.fallback = model !== models[0]
    try {
      const completion = readCompletion(await post(endpoint, '/chat/completions', body, turn.signal), body.length)
      turn.tokensIn += completion.cost.tokensIn
      turn.tokensOut += completion.cost.tokensOut
      turn.tokensCached += completion.cost.tokensCached
      return completion
    } catch (error) {
      if (whyOf(error) === 'refused' && request.tools !== undefined) model.freeChoiceUntil = now() + REMEMBER_MS
      throw error
    }
  }

  /** The first from `from` on whose breaker is not open. */
  function choose(from: number): { model: Model; at: number } | undefined {
    const at = models.findIndex(({ breaker }, index) => index >= from && breaker.ready())
    const model = models[at]
    return model && { model, at }
  }

  return {
    names,
    complete: async (turn, request) => {
      const first = choose(turn.fallback ? Math.max(0, names.indexOf(turn.model)) : 0)
      if (!first) throw modelFailure('circuit-open')
      try {
        return await first.model.breaker.run(() => send(first.model, turn, request))
      } catch (error) {
        if (turn.retried || !(error instanceof AppError) || error.retry !== 'safe' || turn.signal.aborted) throw error
        const next = choose(first.at + 1)
        const waitMs = next ? 0 : (error.retryAfterMs ?? backoffMs(0, { baseMs: 400, maxMs: 400 }))
        if (waitMs > turn.remainingMs() / 2 || !(next ?? choose(first.at))) throw error
        turn.retried = true
        await systemClock.sleep(waitMs, turn.signal)
        const { model } = next ?? first
        return await model.breaker.run(() => send(model, turn, request))
      }
    },
  }
}

const BROKEN: ReadonlySet<Why> = new Set<Why>(['timeout', 'unreachable', 'server-error', 'bad-answer', 'too-big'])

function createBreaker() {
  const policy = circuitBreaker(handleWhen((error) => BROKEN.has(whyOf(error))), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  })
  let openedAt = 0
  policy.onBreak(() => {
    openedAt = performance.now()
  })
  return {
    /** Not open, or open for so long that one call may try. */
    ready: (): boolean =>
      policy.state === CircuitState.Closed ||
      (policy.state === CircuitState.Open && performance.now() - openedAt >= HALF_OPEN_AFTER_MS),
    run: async <T>(work: () => Promise<T>): Promise<T> => {
      // cockatiel would let the others wait for the one that tries.
      if (policy.state === CircuitState.HalfOpen) throw modelFailure('circuit-open')
      try {
        return await policy.execute(work)
      } catch (error) {
        throw error instanceof BrokenCircuitError ? modelFailure('circuit-open') : error
      }
    },
  }
}
