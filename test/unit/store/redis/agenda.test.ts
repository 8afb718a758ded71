import { describe, expect, it } from 'vitest'

import { Agenda } from '../../../../src/store/redis/agenda.js'

const LONG_MS = 600_000
const never = new AbortController().signal
const NONE = Infinity

describe('Agenda', () => {
  it('names the partitions where something is due, that due longest first', () => {
    const agenda = new Agenda(4)
    agenda.answered(1, [50, NONE, NONE, NONE], agenda.moment())
    agenda.answered(2, [40, 10, NONE, NONE], agenda.moment())
    agenda.answered(3, [60, NONE, NONE, NONE], agenda.moment())
    expect(agenda.dueNow('turns', 50)).toEqual([2, 1])
    expect(agenda.dueNow('effects', 50)).toEqual([2])
    expect(agenda.dueNow('watches', 50)).toEqual([])
  })

  it('believes an answer, but not over what was announced after its call was made', () => {
    const agenda = new Agenda(1)
    const early = agenda.moment()
    agenda.announced(0, 'turns', 5)
    agenda.answered(0, [NONE, NONE, NONE, NONE], early)
    expect(agenda.dueNow('turns', 9)).toEqual([0])
    agenda.answered(0, [NONE, NONE, NONE, NONE], agenda.moment())
    expect(agenda.dueNow('turns', 9)).toEqual([])
  })

  it('takes an announcement for what is earlier only, and none of a partition that is not there', () => {
    const agenda = new Agenda(1)
    agenda.answered(0, [5, NONE, NONE, NONE], agenda.moment())
    agenda.announced(0, 'turns', 50)
    agenda.announced(7, 'turns', 1)
    expect(agenda.dueNow('turns', 5)).toEqual([0])
  })

  it('names no partition that is being looked at, and tells when the look is over', async () => {
    const agenda = new Agenda(1)
    agenda.announced(0, 'turns', 1)
    let finish: () => void = () => undefined
    const look = agenda.look('turns', 0, () => new Promise<void>((resolve) => (finish = resolve)))
    expect(agenda.dueNow('turns', 1)).toEqual([])
    const over = agenda.lookUnderWay('turns', 1)
    expect(over).toBeDefined()
    finish()
    await Promise.all([look, over])
    expect(agenda.lookUnderWay('turns', 1)).toBeUndefined()
    expect(agenda.dueNow('turns', 1)).toEqual([0])
  })

  it('lets a failed look fail its caller alone', async () => {
    const agenda = new Agenda(1)
    agenda.announced(0, 'turns', 1)
    const look = agenda.look('turns', 0, () => Promise.reject(new Error('away')))
    const over = agenda.lookUnderWay('turns', 1)
    await expect(look).rejects.toThrow('away')
    await over
  })

  it('wakes who waits when what they wait for is due, and sets the alarm earlier when told', async () => {
    const agenda = new Agenda(1)
    agenda.answered(0, [20, LONG_MS, NONE, NONE], agenda.moment())
    await agenda.wait(['turns'], { now: 0, maxMs: LONG_MS, signal: never })
    const effects = agenda.wait(['effects'], { now: 0, maxMs: LONG_MS, signal: never })
    agenda.announced(0, 'effects', 0)
    await effects
  })

  it('waits no longer than asked, not once aborted, and not once closed', async () => {
    const agenda = new Agenda(1)
    const abort = new AbortController()
    await agenda.wait(['turns'], { now: 0, maxMs: 5, signal: never })
    const waits = [abort.signal, never].map((signal) => agenda.wait(['turns'], { now: 0, maxMs: LONG_MS, signal }))
    abort.abort()
    await waits[0]
    agenda.close()
    await waits[1]
    await agenda.wait(['turns'], { now: 0, maxMs: LONG_MS, signal: abort.signal })
  })
})
