import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { createReadiness } from '../../../src/server/readiness.js'
import { FakeClock } from '../../support/fake-clock.js'

describe('readiness', () => {
  it('keeps an answer for a second, also among those who ask at once', async () => {
    const clock = new FakeClock()
    let calls = 0
    const ask = createReadiness({ store: async () => void (calls += 1) }, clock, silentLogger)
    await Promise.all([ask(), ask(), ask()])
    await clock.advance(999)
    await ask()
    expect(calls).toBe(1)
    await clock.advance(1)
    await ask()
    expect(calls).toBe(2)
  })

  it('does not wait longer than two seconds, and asks a check that hangs only once', async () => {
    const clock = new FakeClock()
    let calls = 0
    const hang = () => {
      calls += 1
      return new Promise<void>(() => {})
    }
    const ask = createReadiness({ hung: hang, fine: async () => {} }, clock, silentLogger)
    for (let round = 0; round < 3; round += 1) {
      const answer = ask()
      await clock.advance(2_000)
      expect(await answer).toEqual({ ready: false, checks: { hung: 'timeout', fine: 'ok' } })
    }
    expect(calls).toBe(1)
  })

  it('asks again once a slow check came back', async () => {
    const clock = new FakeClock()
    const answers: (() => void)[] = []
    const ask = createReadiness({ slow: () => new Promise((resolve) => answers.push(resolve)) }, clock, silentLogger)
    const first = ask()
    await clock.advance(2_500)
    expect((await first).ready).toBe(false)
    answers[0]?.()
    await clock.advance(1_000)
    const second = ask()
    answers[1]?.()
    expect((await second).ready).toBe(true)
  })

  it('is ready with nothing to check', async () => {
    expect(await createReadiness({}, new FakeClock(), silentLogger)()).toEqual({ ready: true, checks: {} })
  })
})
