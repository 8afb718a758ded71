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
