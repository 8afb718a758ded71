import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backoffMs } from '../../../src/lib/backoff.js'

describe('backoffMs', () => {
  it('doubles from the base', () => {
    const most = [0, 1, 2, 3].map((attempt) => backoffMs(attempt, { baseMs: 100, maxMs: 60_000, random: () => 1 }))
    expect(most).toEqual([100, 200, 400, 800])
  })

  it('stays between half and all of it, and never passes the maximum, however often it failed', () => {
    const inputs = fc.tuple(fc.nat(10_000), fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 600_000 }))
    fc.assert(
      fc.property(inputs, ([attempt, baseMs, maxMs]) => {
        const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30))
        const delay = backoffMs(attempt, { baseMs, maxMs })
        expect(delay).toBeGreaterThanOrEqual(Math.floor(ceiling / 2))
        expect(delay).toBeLessThanOrEqual(ceiling)
      }),
    )
  })
})
