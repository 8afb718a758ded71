import { describe, expect, it } from 'vitest'

import { CATCH_UP_MS, OrderWatch } from '../../../src/telegram/order-watch.js'

/** One that has been running for a while, with 100 the last it saw. */
function settled(): OrderWatch {
  const watch = new OrderWatch()
  watch.arrive(100, 0)
  return watch
}

describe('the order of a webhook’s updates', () => {
  it('asks for no quiet while they come one after the other', () => {
    const watch = settled()
    expect([101, 102, 103].map((id) => watch.arrive(id, 10_000))).toEqual([0, 0, 0])
  })

  it('asks for some while earlier ones are still on their way, and none of the last to come', () => {
    const watch = settled()
    for (let id = 101; id <= 140; id += 1) watch.arrive(id, 10_000)
    expect([143, 142, 141].map((id) => watch.arrive(id, 10_001))).toEqual([CATCH_UP_MS, CATCH_UP_MS, 0])
  })

  it('asks for none where another process has taken what came before', () => {
    const watch = settled()
    watch.note(101, 10_000)
    expect(watch.arrive(102, 10_001)).toBe(0)
    watch.note(104, 10_002)
    expect(watch.arrive(103, 10_003)).toBe(0)
    expect(watch.arrive(107, 10_004)).toBe(CATCH_UP_MS)
    watch.note(106, 10_005)
    expect(watch.arrive(108, 10_006)).toBe(CATCH_UP_MS)
    watch.note(105, 10_007)
    expect(watch.arrive(109, 10_008)).toBe(0)
  })

  it('does so right after the start, when nothing was seen yet', () => {
    expect(new OrderWatch().arrive(7, 50)).toBe(CATCH_UP_MS)
  })

  it('gives up on what never comes after five seconds', () => {
    const watch = settled()
    expect(watch.arrive(105, 10_000)).toBe(CATCH_UP_MS)
    expect(watch.arrive(106, 14_999)).toBe(CATCH_UP_MS)
    expect(watch.arrive(108, 14_999)).toBe(CATCH_UP_MS)
    expect(watch.arrive(107, 15_000)).toBe(0)
  })

  it('takes numbers that begin anew lower, as Telegram may after a quiet week', () => {
    const watch = settled()
    watch.arrive(900_000, 1_000)
    expect(watch.arrive(12, 10_000)).toBe(CATCH_UP_MS)
    expect([13, 14].map((id) => watch.arrive(id, 16_000))).toEqual([0, 0])
    expect(watch.arrive(16, 16_000)).toBe(CATCH_UP_MS)
  })
})
