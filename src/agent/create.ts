import type { Agent, AgentFacts, AgentUse } from '../conversation/agent.js'
import { AGENT_MS } from '../domain/agent-flow.js'
import { systemClock } from '../lib/clock.js'
import type { BreakerState } from './breaker.js'
import type { ModelConfig, ModelDeps, ModelUse } from './config.js'
import { decide } from './decide.js'
import { modelFailure, whyOf, type Why } from './failure.js'
import { canLook, look } from './look.js'
import { createModels } from './models.js'
import { createQueue } from './queue.js'
import { createRefusals } from './refusals.js'
import { canTranscribe, transcribe } from './transcribe.js'
import { orTimeout, startTurn, type Turn } from './turn.js'

/** In one process; a model is slow, so the wait is short and the rules answer instead. */
const AT_ONCE = 8
const MAY_WAIT = 32
/** What the rest of a turn needs of the time that a customer waits. */
const MARGIN_MS = 500

export interface ModelAgent extends Agent {
  /** The breaker of each model, by its name, in the order of their use. */
  circuits(): Readonly<Record<string, BreakerState>>
}

/** The model on any endpoint with OpenAI's chat completions; what of it is not to be had is `unavailable`. */
export function createModelAgent(config: ModelConfig, deps: ModelDeps): ModelAgent {
  const { logger, onUse, timeoutMs = AGENT_MS - MARGIN_MS, now = () => systemClock.now() } = deps
  const endpoint = { baseUrl: config.baseUrl, apiKey: config.apiKey }
  const models = createModels(endpoint, config.models, now)
  const queue = createQueue(AT_ONCE, MAY_WAIT)
  const refusals = createRefusals(now)

  /** Runs a turn in its time and place, and tells what it used; never throws. */
  async function run<T>(kind: ModelUse['kind'], work: (turn: Turn) => Promise<T>): Promise<Ran<T>> {
    const startedAt = performance.now()
    const turn = startTurn(timeoutMs)
    let ran: { kind: 'ok'; value: T } | { kind: 'failed'; why: Why }
    try {
      // The queue keeps the place until the work is really over; the customer does not wait for that.
      const value = await orTimeout(queue.run(() => work(turn), turn.signal), turn.signal)
      ran = { kind: 'ok', value }
    } catch (error) {
      const why = turn.signal.aborted ? 'timeout' : whyOf(turn.fault ?? error)
      logger.warn('model-unavailable', { operation: kind, reason: why, ...(why === 'internal' && { error }) })
      ran = { kind: 'failed', why }
    } finally {
      turn.end()
    }
    const ms = Math.round(performance.now() - startedAt)
    const { model, calls, tokensIn, tokensOut, tokensCached, fallback } = turn
    const outcome = ran.kind === 'ok' ? 'ok' : ran.why
    onUse?.({ kind, model, calls, tokensIn, tokensOut, tokensCached, ms, outcome, fallback })
    return { ...ran, uso: { calls, tokens: tokensIn + tokensOut } }
  }

  /** What is read of a file; what the endpoint refuses is not sent there again for an hour. */
  async function facts(kind: 'look' | 'transcribe', work: (turn: Turn) => Promise<AgentFacts>): Promise<AgentFacts> {
    if (refusals.has(kind)) return { kind: 'nothing' }
    const ran = await run(kind, work)
    if (ran.kind === 'ok') return ran.value
    if (ran.why === 'refused' || ran.why === 'no-model') refusals.note(kind)
    return { kind: 'nothing' }
  }

  return {
    circuits: () => models.circuits(),
    decide: async (request, tools) => {
      const ran = await run('decide', async (turn) => {
        if (request.instrucoes.trim() === '') throw modelFailure('internal')
        return await decide(turn, models, request, tools)
      })
      if (ran.kind === 'failed') return { kind: 'unavailable', why: ran.why, uso: ran.uso }
      return { kind: 'decided', ...ran.value, versao: request.versao, uso: ran.uso }
    },
    look: async (picture) => {
      if (!canLook(picture)) return { kind: 'nothing' }
      return facts('look', (turn) => look(turn, models, picture))
    },
    transcribe: async (recording) => {
      if (!canTranscribe(recording)) return { kind: 'nothing' }
      return facts('transcribe', (turn) => transcribe(turn, endpoint, recording))
    },
  }
}

type Ran<T> = ({ kind: 'ok'; value: T } | { kind: 'failed'; why: Why }) & { uso: AgentUse }
