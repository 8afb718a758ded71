import { describe, expect, it } from 'vitest'

import { afterEvent, afterTurn, inOrder, NOTHING_PENDING } from '../../../src/store/readiness.js'

describe('readiness', () => {
  it('is at once without quiet, and never later than it was', () => {
    expect(afterEvent(NOTHING_PENDING, 0, 100)).toEqual({ readyAt: 100, heldSince: undefined })
    expect(afterEvent({ readyAt: 50, heldSince: undefined }, 0, 100).readyAt).toBe(50)
    expect(afterEvent({ readyAt: 700, heldSince: 100 }, 0, 200)).toEqual({ readyAt: 200, heldSince: undefined })
  })

  it('moves with every event of a burst, three seconds from the first at most', () => {
    const first = afterEvent(NOTHING_PENDING, 600, 0)
    expect(first).toEqual({ readyAt: 600, heldSince: 0 })
    expect(afterEvent(first, 600, 500)).toEqual({ readyAt: 1_100, heldSince: 0 })
    expect(afterEvent({ readyAt: 2_900, heldSince: 0 }, 600, 2_800)).toEqual({ readyAt: 3_000, heldSince: 0 })
  })

  it('is not brought forward by what waits for less', () => {
    const first = afterEvent(NOTHING_PENDING, 600, 0)
    expect(afterEvent(first, 1, 100)).toEqual({ readyAt: 600, heldSince: 0 })
    expect(afterEvent(afterEvent(NOTHING_PENDING, 1, 0), 600, 0)).toEqual({ readyAt: 600, heldSince: 0 })
  })

  it('is not put off once something without quiet made it due', () => {
    const due = afterEvent(NOTHING_PENDING, 0, 600)
    expect(afterEvent(due, 600, 700)).toEqual({ readyAt: 600, heldSince: undefined })
  })

  it('waits on where the quiet is over, nobody had time for it yet and there are more words, three seconds in all', () => {
    const due = { readyAt: 1, heldSince: 0 }
    expect(afterEvent(due, 600, 5)).toEqual({ readyAt: 605, heldSince: 0 })
    expect(afterEvent(due, 600, 2_900)).toEqual({ readyAt: 3_000, heldSince: 0 })
    expect(afterEvent({ readyAt: 3_000, heldSince: 0 }, 600, 4_000)).toEqual({ readyAt: 3_000, heldSince: 0 })
  })

  it('after a turn counts what was there before as waiting since the turn began, the rest since it came', () => {
    expect(afterTurn([], 1_000)).toEqual(NOTHING_PENDING)
    expect(afterTurn([{ receivedAt: 10, quietMs: 600 }], 1_000).readyAt).toBe(1_000)
    expect(afterTurn([{ receivedAt: 1_010, quietMs: 0 }], 1_000).readyAt).toBe(1_010)
    expect(afterTurn([{ receivedAt: 1_010, quietMs: 600 }], 1_000)).toEqual({ readyAt: 1_610, heldSince: 1_010 })
  })
})

describe('inOrder', () => {
  it('sorts updates among themselves and leaves the rest where they came', () => {
    const arrived = [{ order: 9 }, {}, { order: 7 }, { order: 8 }]
    expect(inOrder(arrived)).toEqual([{ order: 7 }, {}, { order: 8 }, { order: 9 }])
  })
})
