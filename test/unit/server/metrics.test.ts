import { describe, expect, it } from 'vitest'

import { createMetrics } from '../../../src/server/metrics.js'

const COUNTS = { pendingEvents: 4, readyChats: 2, intended: 3, sent: 1, unknown: 0, dead: 5 }

describe('metrics', () => {
  it('counts what the hooks are told', async () => {
    const metrics = createMetrics()
    metrics.onAppended(3)
    metrics.onTurn('committed', 30)
    metrics.onTurn('failed', 70)
    metrics.onSettled('hubsoft.atendimento', 'confirmed', 400)
    metrics.onCall({ system: 'hubsoft', operation: 'cliente.find', outcome: 'ok', ms: 90 })
    metrics.onCall({ system: 'hubsoft', operation: 'cliente.find', outcome: 'timeout', ms: 15_000 })
    const text = await metrics.render()
    for (const line of [
      'plantao_events_appended_total 3',
      'plantao_turns_total{outcome="committed"} 1',
      'plantao_turn_seconds_sum 0.1',
      'plantao_effects_settled_total{kind="hubsoft.atendimento",state="confirmed"} 1',
      'plantao_effect_seconds_count{kind="hubsoft.atendimento"} 1',
      'plantao_upstream_calls_total{system="hubsoft",operation="cliente.find",outcome="timeout"} 1',
      'plantao_upstream_call_seconds_sum{system="hubsoft",operation="cliente.find"} 15.09',
    ]) {
      expect(text.split('\n'), line).toContain(line)
    }
    expect(text).toContain('process_cpu_seconds_total')
    expect(metrics.contentType).toContain('text/plain')
  })

  it('counts what the model took, by how it ended, and who stood in for whom', async () => {
    const metrics = createMetrics()
    const used = { kind: 'decide', calls: 2, tokensIn: 3_000, tokensOut: 100, tokensCached: 2_048, ms: 1_500 }
    metrics.onAgent({ ...used, model: 'first', outcome: 'ok', fallback: false })
    metrics.onAgent({ ...used, model: 'second', outcome: 'ok', fallback: true })
    metrics.onAgent({ ...used, model: '', calls: 0, tokensIn: 0, tokensOut: 0, tokensCached: 0, outcome: 'circuit-open', fallback: false })
    const lines = (await metrics.render()).split('\n')
    for (const line of [
      'plantao_agent_uses_total{kind="decide",outcome="ok"} 2',
      'plantao_agent_uses_total{kind="decide",outcome="circuit-open"} 1',
      'plantao_agent_seconds_sum{kind="decide"} 4.5',
      'plantao_agent_calls_sum{kind="decide"} 4',
      'plantao_agent_use_tokens_sum{kind="decide"} 6200',
      'plantao_agent_tokens_total{model="first",what="cached"} 2048',
      'plantao_agent_fallbacks_total{model="second"} 1',
    ]) {
      expect(lines, line).toContain(line)
    }
  })

  it('tells which prompts are in use, one version at a time, and how many changes were refused', async () => {
    const metrics = createMetrics()
    metrics.onPrompts({ kind: 'taken', version: 'aaaaaaaaaaaa' })
    metrics.onPrompts({ kind: 'broken', version: 'bbbbbbbbbbbb' })
    expect(await metrics.render()).toContain('plantao_prompts_version_info{version="aaaaaaaaaaaa"} 1')
    metrics.onPrompts({ kind: 'taken', version: 'cccccccccccc' })
    const lines = (await metrics.render()).split('\n').filter((line) => line.startsWith('plantao_prompts'))
    expect(lines).toEqual([
      'plantao_prompts_version_info{version="cccccccccccc"} 1',
      'plantao_prompts_reload_failures_total 1',
    ])
  })

  it('reads the gauges when asked', async () => {
    const metrics = createMetrics()
    metrics.observe({ counts: async () => COUNTS, circuits: () => ({ hubsoft: 'half-open' }) })
    const lines = (await metrics.render()).split('\n')
    for (const line of [
      'plantao_store_up 1',
      'plantao_inbox{what="pending_events"} 4',
      'plantao_inbox{what="ready_chats"} 2',
      'plantao_effects{state="dead"} 5',
      'plantao_circuit_state{circuit="hubsoft",state="half-open"} 1',
      'plantao_circuit_state{circuit="hubsoft",state="closed"} 0',
    ]) {
      expect(lines, line).toContain(line)
    }
  })

  it('shows a store that cannot be read as down, with no old numbers', async () => {
    const metrics = createMetrics()
    let works = true
    const counts = () => (works ? Promise.resolve(COUNTS) : Promise.reject(new Error('locked')))
    metrics.observe({ counts, circuits: () => ({}) })
    await metrics.render()
    works = false
    const text = await metrics.render()
    expect(text).toContain('plantao_store_up 0')
    expect(text).not.toContain('plantao_effects{')
    expect(text).not.toContain('plantao_inbox{')
  })

  it('shares nothing between two of them', async () => {
    const [one, other] = [createMetrics(), createMetrics()]
    one.onAppended(1)
    expect(await other.render()).toContain('plantao_events_appended_total 0')
  })
})
