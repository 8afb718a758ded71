import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

import { createAgentMetrics, type AgentUsed } from './agent-metrics.js'

/** What the store tells of itself (`StoreCounts`). */
export interface StoreGauges {
  pendingEvents: number
  readyChats: number
  intended: number
  sent: number
  unknown: number
  dead: number
}

/** Numbers read when somebody asks for them. */
export interface GaugeSources {
  counts: () => Promise<StoreGauges>
  /** The circuit breakers' states by name. */
  circuits: () => Readonly<Record<string, 'closed' | 'open' | 'half-open'>>
}

/** The hooks that the rooms are given, and what `/metrics` answers. Labels are machine words, never a person's data. */
export interface Metrics {
  onAppended: (events: number) => void
  onTurn: (outcome: 'committed' | 'lease-lost' | 'failed', ms: number) => void
  /** An attempt at an effect, with the state it was left in. */
  onSettled: (kind: string, state: string, ms: number) => void
  onCall: (call: { system: string; operation: string; outcome: string; ms: number }) => void
  onAgent: (used: AgentUsed) => void
  /** The prompts in use, by their version, or a change of them that is refused. */
  onPrompts: (change: { kind: 'taken' | 'broken'; version: string }) => void
  /** From then on the gauges are read from here. */
  observe: (sources: GaugeSources) => void
  contentType: string
  /** Prometheus' text format. */
  render: () => Promise<string>
}

const TURN_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const CALL_SECONDS = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60]
const CIRCUIT_STATES = ['closed', 'half-open', 'open'] as const

/** A registry of its own, so that two apps in one process (the tests) do not share counts. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const appended = new Counter({
    name: 'plantao_events_appended_total',
    help: 'Events handed to the inbox',
    registers,
  })
  const turns = new Counter({ name: 'plantao_turns_total', help: 'Turns', labelNames: ['outcome'], registers })
  const turnSeconds = new Histogram({
    name: 'plantao_turn_seconds',
    help: 'How long turns took, their reads included',
    buckets: TURN_SECONDS,
    registers,
  })
  const settled = new Counter({
    name: 'plantao_effects_settled_total',
    help: 'Attempts at effects, by the state they were left in',
    labelNames: ['kind', 'state'],
    registers,
  })
  const effectSeconds = new Histogram({
    name: 'plantao_effect_seconds',
    help: 'How long attempts at effects took',
    labelNames: ['kind'],
    buckets: CALL_SECONDS,
    registers,
  })
  const calls = new Counter({
    name: 'plantao_upstream_calls_total',
    help: 'Calls to other systems',
    labelNames: ['system', 'operation', 'outcome'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'plantao_upstream_call_seconds',
    help: 'How long calls to other systems took',
    labelNames: ['system', 'operation'],
    buckets: CALL_SECONDS,
    registers,
  })
  const onAgent = createAgentMetrics(registry)
  const onPrompts = createPromptsMetrics(registry)
  const readGauges = createGauges(registry)
  let sources: GaugeSources | undefined

  return {
    onAppended: (events) => appended.inc(events),
    onTurn: (outcome, ms) => {
      turns.inc({ outcome })
      turnSeconds.observe(ms / 1000)
    },
    onSettled: (kind, state, ms) => {
      settled.inc({ kind, state })
      effectSeconds.observe({ kind }, ms / 1000)
    },
    onCall: ({ system, operation, outcome, ms }) => {
      calls.inc({ system, operation, outcome })
      callSeconds.observe({ system, operation }, ms / 1000)
    },
    onAgent,
    onPrompts,
    observe: (given) => {
      sources = given
    },
    contentType: registry.contentType,
    render: async () => {
      if (sources) await readGauges(sources)
      return registry.metrics()
    },
  }
}

/** The version is a label, so that replicas that work with different files show. */
function createPromptsMetrics(registry: Registry): Metrics['onPrompts'] {
  const registers = [registry]
  const info = new Gauge({
    name: 'plantao_prompts_version_info',
    help: '1 for the version of the prompts in use',
    labelNames: ['version'],
    registers,
  })
  const failures = new Counter({
    name: 'plantao_prompts_reload_failures_total',
    help: 'Changes of the prompts that were refused',
    registers,
  })
  return ({ kind, version }) => {
    if (kind === 'broken') {
      failures.inc()
      return
    }
    info.reset()
    info.set({ version }, 1)
  }
}

/** A store that cannot be read shows as `plantao_store_up 0`, and its other gauges are left out: old numbers mislead. */
function createGauges(registry: Registry): (sources: GaugeSources) => Promise<void> {
  const registers = [registry]
  const up = new Gauge({ name: 'plantao_store_up', help: 'Whether the store could be read', registers })
  const inbox = new Gauge({
    name: 'plantao_inbox',
    help: 'Events that wait for a turn, and chats that are ready for one',
    labelNames: ['what'],
    registers,
  })
  const effects = new Gauge({
    name: 'plantao_effects',
    help: 'Effects not final yet, and those given up',
    labelNames: ['state'],
    registers,
  })
  const circuit = new Gauge({
    name: 'plantao_circuit_state',
    help: '1 for the state that each circuit breaker is in',
    labelNames: ['circuit', 'state'],
    registers,
  })
  return async ({ counts, circuits }) => {
    for (const gauge of [inbox, effects, circuit]) gauge.reset()
    for (const [name, state] of Object.entries(circuits())) {
      for (const known of CIRCUIT_STATES) circuit.set({ circuit: name, state: known }, known === state ? 1 : 0)
    }
    const read = await counts().catch(() => undefined)
    up.set(read ? 1 : 0)
    if (!read) return
    inbox.set({ what: 'pending_events' }, read.pendingEvents)
    inbox.set({ what: 'ready_chats' }, read.readyChats)
    for (const state of ['intended', 'sent', 'unknown', 'dead'] as const) effects.set({ state }, read[state])
  }
}
