import { Counter, Histogram, type Registry } from 'prom-client'

/** What one use of the model took, and how it ended; machine words and numbers. */
export interface AgentUsed {
  kind: string
  /** The model that was called last; empty where none was. */
  model: string
  calls: number
  tokensIn: number
  tokensOut: number
  /** Of those in: what the endpoint had from earlier requests. */
  tokensCached: number
  ms: number
  /** `ok`, or a word for why there was nothing. */
  outcome: string
  /** Another model than the first was called. */
  fallback: boolean
}

/** A turn with the model ends before the longest that a customer waits for it. */
const SECONDS = [0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 25]
const CALLS = [0, 1, 2, 3, 4, 6, 8]
const TOKENS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000]

/** Counts the uses of the model; without one these stay empty. */
export function createAgentMetrics(registry: Registry): (used: AgentUsed) => void {
  const registers = [registry]
  const uses = new Counter({
    name: 'plantao_agent_uses_total',
    help: 'Uses of the model, by how they ended; for any outcome but ok the rules answered',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'plantao_agent_seconds',
    help: 'How long uses of the model took, its tools and waiting included',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  })
  const calls = new Histogram({
    name: 'plantao_agent_calls',
    help: 'Calls of the endpoint in one use',
    labelNames: ['kind'],
    buckets: CALLS,
    registers,
  })
  const perUse = new Histogram({
    name: 'plantao_agent_use_tokens',
    help: 'Tokens of one use, in and out',
    labelNames: ['kind'],
    buckets: TOKENS,
    registers,
  })
  const tokens = new Counter({
    name: 'plantao_agent_tokens_total',
    help: 'Tokens sent, of these from the cache of the endpoint, and received',
    labelNames: ['model', 'what'],
    registers,
  })
  const fallbacks = new Counter({
    name: 'plantao_agent_fallbacks_total',
    help: 'Uses in which a model stood in for the first',
    labelNames: ['model'],
    registers,
  })
  return (used) => {
    const { kind, model, outcome } = used
    uses.inc({ kind, outcome })
    seconds.observe({ kind }, used.ms / 1000)
    calls.observe({ kind }, used.calls)
    perUse.observe({ kind }, used.tokensIn + used.tokensOut)
    if (model === '') return
    tokens.inc({ model, what: 'in' }, used.tokensIn)
    tokens.inc({ model, what: 'cached' }, used.tokensCached)
    tokens.inc({ model, what: 'out' }, used.tokensOut)
    if (used.fallback) fallbacks.inc({ model })
  }
}
