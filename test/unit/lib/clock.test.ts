import { describe, expect, it } from 'vitest'

import { systemClock } from '../../../src/lib/clock.js'

describe('systemClock', () => {
  it('tells the time in milliseconds since the epoch', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  })

  it('resolves at once for no time or less', async () => {
    await systemClock.sleep(0)
    await systemClock.sleep(-5)
    await systemClock.sleep(Number.NaN)
  })

  it('resolves, and does not reject, when it is woken or was never to sleep', async () => {
    await systemClock.sleep(60_000, AbortSignal.abort())
    const waker = new AbortController()
    const asleep = systemClock.sleep(60_000, waker.signal)
    waker.abort(new Error('a reason of its own'))
    await asleep
  })

  it('does not take a time too long for a timer for no time at all', async () => {
    const waker = new AbortController()
    let woke = false
    const asleep = systemClock.sleep(2 ** 40, waker.signal).then(() => {
      woke = true
    })
    await systemClock.sleep(20)
    expect(woke).toBe(false)
    waker.abort()
    await asleep
  })
})
