import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../../src/lib/logger.js'
import { Liveness } from '../../../../src/store/redis/liveness.js'
import { FakeClock } from '../../../support/fake-clock.js'

/** Redis as these processes see it: counts, and whether it answers. */
class Counts {
  readonly of = new Map<string, number>()
  away = false

  beat(process: string): unknown {
    if (this.away) throw new Error('Redis is away')
    this.of.set(process, (this.of.get(process) ?? 0) + 1)
    return [...this.of].flatMap(([name, count]) => [name, count])
  }
}

function setUp() {
  const clock = new FakeClock()
  const counts = new Counts()
  const buried: string[] = []
  const begin = (self: string, { cutOff, failBury = 0 }: { cutOff?: () => boolean; failBury?: number } = {}) => {
    let failures = failBury
    const liveness = new Liveness({
      self,
      beat: async () => {
        if (cutOff?.() === true) throw new Error('cut off')
        return counts.beat(self)
      },
      bury: async (process) => {
        if (failures-- > 0) throw new Error('not now')
        buried.push(process)
        counts.of.delete(process)
      },
      clock,
      logger: silentLogger,
      beatMs: 2_000,
    })
    void liveness.start()
    return liveness
  }
  return { clock, counts, buried, begin }
}

describe('Liveness', () => {
  it('leaves processes that live alone', async () => {
    const { clock, buried, begin } = setUp()
    const all = ['a', 'b', 'c'].map((self) => begin(self))
    await advance(clock, 120)
    expect(buried).toEqual([])
    all.forEach((one) => one.close())
  })

  it('buries one that was not heard of for twelve seconds, once', async () => {
    const { clock, buried, begin } = setUp()
    const [one, other] = [begin('a'), begin('b')]
    await advance(clock, 10)
    other.close()
    await advance(clock, 10)
    expect(buried).toEqual([])
    await advance(clock, 6)
    expect(buried).toEqual(['b'])
    await advance(clock, 60)
    expect(buried).toEqual(['b'])
    one.close()
  })

  it('finds one that died before this one began', async () => {
    const { clock, counts, buried, begin } = setUp()
    counts.of.set('gone', 41)
    const one = begin('a')
    await advance(clock, 16)
    expect(buried).toEqual(['gone'])
    one.close()
  })

  it('judges nobody by the time that Redis was away', async () => {
    const { clock, counts, buried, begin } = setUp()
    let isCutOff = false
    const [one, other] = [begin('a'), begin('b', { cutOff: () => isCutOff })]
    await advance(clock, 10)
    counts.away = true
    await advance(clock, 300)
    counts.away = false
    // It takes the other one ten seconds more to come back.
    isCutOff = true
    await advance(clock, 10)
    isCutOff = false
    await advance(clock, 60)
    expect(buried).toEqual([])
    one.close()
    other.close()
  })

  it('knows how many live: who comes counts at the next beat, who is gone for six seconds no more', async () => {
    const { clock, begin } = setUp()
    const one = begin('a')
    expect(one.living()).toBe(1)
    await advance(clock, 10)
    const other = begin('b')
    await advance(clock, 1)
    // The new one knew from its first beat.
    expect(other.living()).toBe(2)
    await advance(clock, 2)
    expect(one.living()).toBe(2)
    other.close()
    await advance(clock, 3)
    expect(one.living()).toBe(2)
    await advance(clock, 6)
    expect(one.living()).toBe(1)
    one.close()
  })

  it('counts one that was started anew twice for a moment only, by all that live', async () => {
    const { clock, begin } = setUp()
    const [one, killed] = [begin('a'), begin('b')]
    await advance(clock, 10)
    killed.close()
    await advance(clock, 2)
    const again = begin('b again')
    await advance(clock, 3)
    expect([one.living(), again.living()]).toEqual([3, 3])
    await advance(clock, 6)
    expect([one.living(), again.living()]).toEqual([2, 2])
    one.close()
    again.close()
  })

  it('goes on with the number it knew while Redis is away', async () => {
    const { clock, counts, begin } = setUp()
    const [one, other] = [begin('a'), begin('b')]
    await advance(clock, 10)
    counts.away = true
    await advance(clock, 300)
    expect([one.living(), other.living()]).toEqual([2, 2])
    one.close()
    other.close()
  })

  it('tries again to bury what it could not', async () => {
    const { clock, counts, buried, begin } = setUp()
    counts.of.set('gone', 41)
    const one = begin('a', { failBury: 2 })
    await advance(clock, 30)
    expect(buried).toEqual(['gone'])
    one.close()
  })
})

async function advance(clock: FakeClock, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 1) await clock.advance(1_000)
}
