import { AppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import { systemClock } from '../lib/clock.js'
import { createBreaker, type BreakerState } from './breaker.js'
import { readCompletion, type Completion } from './completion.js'
import { createDialect, type Form } from './dialect.js'
import { post, type Endpoint } from './endpoint.js'
import { hintOf, modelFailure, whyOf, type Hint } from './failure.js'
import { askForText } from './text-form.js'
import { MAX_CALLS, type Turn } from './turn.js'

/**
 * The one owner of retries. A call goes to the first model whose breaker lets it; a connection that was never made, a
 * 429 or a 5xx is tried once more in a turn, on the next model where there is one, and a model that does not exist only
 * there. A model that stood in stays for the rest of the turn. What an endpoint does not take is asked for in another
 * form (dialect.ts).
 */
export interface Models {
  /** Chat completions; throws `modelFailure`. */
  complete(turn: Turn, request: CompletionRequest): Promise<Completion>
  /** The breakers' states, by model, in the order of their use. */
  circuits(): Readonly<Record<string, BreakerState>>
}

export interface CompletionRequest {
  messages: readonly unknown[]
  tools?: readonly unknown[] | undefined
}

/** Enough for a decision and what some models think before it. */
const MAX_TOKENS = 2_000
/** Refusals that are about what was asked, or who was, never about the form. */
const NOT_THE_FORM: ReadonlySet<Hint> = new Set<Hint>(['model_not_found', 'context_length_exceeded', 'content_filter'])

export function createModels(endpoint: Endpoint, names: readonly string[], now: () => number): Models {
  const models = names.map((name) => ({ name, breaker: createBreaker(), dialect: createDialect(name, now) }))
  type Model = (typeof models)[number]

  async function send(model: Model, form: Form, turn: Turn, request: CompletionRequest): Promise<Completion> {
    const body = JSON.stringify(toBody(model.name, form, request))
    if (turn.calls >= MAX_CALLS) throw modelFailure('calls')
    turn.calls += 1
    turn.model = model.name
    turn.fallback = model !== models[0]
    const completion = readCompletion(await post(endpoint, '/chat/completions', body, turn.signal), body.length)
    turn.tokensIn += completion.cost.tokensIn
    turn.tokensOut += completion.cost.tokensOut
    turn.tokensCached += completion.cost.tokensCached
    return completion
  }

  /** In the form that the model takes; a picture that it does not take says nothing of forms. */
  async function ask(model: Model, turn: Turn, request: CompletionRequest): Promise<Completion> {
    for (;;) {
      const form = model.dialect.current()
      try {
        const completion = await send(model, form, turn, request)
        if (request.tools) model.dialect.taken(form)
        return completion
      } catch (error) {
        const hint = hintOf(error)
        const mayBeTheForm = request.tools && isRefusal(error) && !(hint && NOT_THE_FORM.has(hint))
        if (!mayBeTheForm || turn.calls >= MAX_CALLS || !model.dialect.refused(form, hint)) throw error
      }
    }
  }

  /** The first from `from` on whose breaker is not open. */
  function choose(from: number): { model: Model; at: number } | undefined {
    const at = models.findIndex(({ breaker }, index) => index >= from && breaker.ready())
    const model = models[at]
    return model && { model, at }
  }

  return {
    circuits: () => Object.fromEntries(models.map(({ name, breaker }) => [name, breaker.state()])),
    complete: async (turn, request) => {
      const first = choose(turn.fallback ? Math.max(0, names.indexOf(turn.model)) : 0)
      if (!first) throw modelFailure('circuit-open')
      try {
        return await first.model.breaker.run(() => ask(first.model, turn, request))
      } catch (error) {
        if (turn.retried || !(error instanceof AppError) || error.retry !== 'safe' || turn.signal.aborted) throw error
        const next = choose(first.at + 1)
        const again = whyOf(error) === 'no-model' ? undefined : choose(first.at)
        const waitMs = next ? 0 : (error.retryAfterMs ?? backoffMs(0, { baseMs: 400, maxMs: 400 }))
        if (waitMs > turn.remainingMs() / 2 || !(next ?? again)) throw error
        turn.retried = true
        await systemClock.sleep(waitMs, turn.signal)
        const { model } = next ?? first
        return await model.breaker.run(() => ask(model, turn, request))
      }
    },
  }
}

/** Some say 404 where no model of theirs takes tools, as if there were no such model. */
const isRefusal = (error: unknown): boolean => whyOf(error) === 'refused' || whyOf(error) === 'no-model'

/** What is the same in every turn stands first: endpoints keep the longest beginning that they know. */
function toBody(model: string, form: Form, { messages, tools }: CompletionRequest): Readonly<Record<string, unknown>> {
  const bound = form.limit === 'none' ? {} : { [form.limit]: MAX_TOKENS }
  if (tools && form.tools === 'text') return { model, ...bound, messages: askForText(messages, tools) }
  return {
    model,
    ...(tools && { tools, ...(form.tools === 'required' && { tool_choice: 'required' }) }),
    ...bound,
    messages,
  }
}
