import { describe, expect, it } from 'vitest'

import { createNewest } from '../../../../src/integrations/milvus/newest.js'
import { FakeClock } from '../../../support/fake-clock.js'
import { gate } from '../../../support/fake-desks.js'

function setUp() {
  const clock = new FakeClock()
  const gates = [gate(), gate(), gate()]
  const begun: number[] = []
  const newest = createNewest(async () => {
    begun.push(clock.now())
    await gates[begun.length - 1]?.promise
    return begun.length
  }, clock)
  return { clock, gates, begun, newest, start: clock.now() }
}

describe('the newest chamados', () => {
  it('are listed once for all who want them from before it began', async () => {
    const { clock, gates, newest, start } = setUp()
    const asked = [newest(start), newest(start - 1_000)]
    await clock.advance(1_000)
    asked.push(newest(start))
    gates[0]?.open()
    expect(await Promise.all([...asked, newest(start)])).toEqual([1, 1, 1, 1])
  })

  it('are listed again for who looks for what came after it began, once for all of those, and not before it is over', async () => {
    const { clock, gates, newest, begun, start } = setUp()
    const early = newest(start)
    await clock.advance(1_000)
    const late = [newest(clock.now()), newest(clock.now() - 1)]
    await clock.advance(1_000)
    expect(begun).toEqual([start])
    gates[0]?.open()
    gates[1]?.open()
    expect([await early, ...(await Promise.all(late))]).toEqual([1, 2, 2])
    expect(begun).toEqual([start, start + 2_000])
  })

  it('are listed for a late one although the listing before it failed', async () => {
    const { clock, start } = setUp()
    const first = gate()
    let made = 0
    const newest = createNewest(async () => {
      made += 1
      if (made > 1) return made
      await first.promise
      throw new Error('made up')
    }, clock)
    const early = newest(start)
    await clock.advance(1_000)
    const late = newest(clock.now())
    first.open()
    await expect(early).rejects.toThrow('made up')
    expect(await late).toBe(2)
  })
})
