import { afterEach, describe, expect, it } from 'vitest'

import { agentOf, call, REQUEST, startEndpoint, TOOLS, type Step } from '../../support/model-endpoint.js'
import { ASKS, DYING, LEGAL } from '../../support/odd-endpoints.js'

const endpoints: Awaited<ReturnType<typeof startEndpoint>>[] = []
/** Of a turn, and what the test's own machine may add. */
const TURN_MS = 3_000
const LATE_MS = 2_000

afterEach(async () => {
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()))
})

async function decideAgainst(...steps: Step[]) {
  const endpoint = await startEndpoint(...steps)
  endpoints.push(endpoint)
  const agent = agentOf(endpoint.baseUrl, { timeoutMs: TURN_MS })
  const startedAt = performance.now()
  const outcome = await agent.decide(REQUEST, TOOLS)
  return { outcome, ms: performance.now() - startedAt, received: endpoint.received }
}

describe.each(Object.entries(DYING))('an endpoint that gives %s', (_, step) => {
  it('ends in time with nothing, after a few calls, at first as after a tool', async () => {
    const runs = await Promise.all([decideAgainst(step), decideAgainst(call('visitas', {}), step)])
    for (const { outcome, ms, received } of runs) {
      expect(outcome.kind).toBe('unavailable')
      expect(ms).toBeLessThan(TURN_MS + LATE_MS)
      expect(received.length).toBeLessThanOrEqual(6)
    }
  }, 30_000)
})

describe.each(Object.entries(LEGAL))('a decision given with %s', (name, step) => {
  it('is taken, at first as after a tool', async () => {
    const { outcome } = await decideAgainst(step)
    expect(outcome).toMatchObject({ kind: 'decided', decision: { tipo: 'perguntar', texto: ASKS } })
    // Whoever refuses a form does so from the first.
    if (name.endsWith('taken')) return
    const later = await decideAgainst(call('visitas', {}), step)
    expect(later.outcome).toMatchObject({ kind: 'decided', decision: { tipo: 'perguntar', texto: ASKS }, uso: { calls: 2 } })
  })
})
