import { describe, expect, it } from 'vitest'

import { createLogger } from '../../../src/lib/logger.js'
import { createReadOnce, type ReadOnce, type Shelf } from '../../../src/lib/read-once.js'
import { createShelf } from '../../../src/store/sqlite/shelf.js'
import { FakeClock } from '../../support/fake-clock.js'

const FOR_MS = 60_000

interface World {
  clock: FakeClock
  reads: number
  /** Ends a read under way. */
  answer: () => void
  process: (owner: string) => () => ReturnType<ReadOnce>
}

function setUp(broken?: Partial<Shelf>): World {
  const clock = new FakeClock()
  const shelf = { ...createShelf(() => clock.now()), ...broken }
  let leader: string | undefined
  const roles = {
    lead: (_role: string, owner: string) => Promise.resolve((leader ??= owner) === owner),
    resign: (_role: string, owner: string) => {
      if (leader === owner) leader = undefined
      return Promise.resolve()
    },
  }
  const waiting: (() => void)[] = []
  const world: World = {
    clock,
    reads: 0,
    answer: () => waiting.shift()?.(),
    process(owner) {
      const readOnce = createReadOnce({ shelf, roles, owner, clock, logger: createLogger('silent') })
      return () =>
        readOnce('catalogue', FOR_MS, async () => {
          world.reads += 1
          await new Promise<void>((resolve) => waiting.push(resolve))
          return ['Suporte']
        })
    },
  }
  return world
}

describe('what one process reads for all', () => {
  it('is read once while they ask at the same time, and not again before its time is over', async () => {
    const world = setUp()
    const [one, other] = [world.process('one'), world.process('other')]
    const asked = [one(), other()]
    await world.clock.advance(300)
    world.answer()
    await world.clock.advance(300)
    expect((await Promise.all(asked)).map(({ value }) => value)).toEqual([['Suporte'], ['Suporte']])
    expect(await other()).toEqual(await one())
    expect(world.reads).toBe(1)
    await world.clock.advance(FOR_MS)
    const again = other()
    await world.clock.advance(0)
    world.answer()
    await again
    expect(world.reads).toBe(2)
  })

  it('is read by who has waited five seconds for another, and by everybody while the store does not answer', async () => {
    const world = setUp()
    const stuck = world.process('stuck')()
    const second = world.process('other')()
    await world.clock.advance(4_900)
    expect(world.reads).toBe(1)
    await world.clock.advance(400)
    expect(world.reads).toBe(2)
    world.answer()
    world.answer()
    await Promise.all([stuck, second])

    const away = setUp({ take: () => Promise.reject(new Error('away')), put: () => Promise.reject(new Error('away')) })
    const asked = away.process('one')()
    await away.clock.advance(0)
    away.answer()
    expect((await asked).value).toEqual(['Suporte'])
  })

  it('fails where reading fails, and is left to the next who asks', async () => {
    const clock = new FakeClock()
    const shelf = createShelf(() => clock.now())
    const roles = { lead: () => Promise.resolve(true), resign: () => Promise.resolve() }
    const readOnce = createReadOnce({ shelf, roles, owner: 'one', clock, logger: createLogger('silent') })
    await expect(readOnce('catalogue', FOR_MS, () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect((await readOnce('catalogue', FOR_MS, () => Promise.resolve(1))).value).toBe(1)
  })
})
