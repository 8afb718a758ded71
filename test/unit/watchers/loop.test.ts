import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { createWatchLoop } from '../../../src/watchers/loop.js'
import type { LeasedWatch } from '../../../src/watchers/ports.js'
import type { Polled } from '../../../src/watchers/tempbox.js'
import { FakeClock } from '../../support/fake-clock.js'
import { gate } from '../../support/fake-desks.js'
import { FakeEffectStore } from '../../support/fake-effect-store.js'

function setUp(poll?: (watch: LeasedWatch) => Promise<Polled>, concurrency = 2) {
  const clock = new FakeClock()
  const store = new FakeEffectStore(clock)
  const polls: string[] = []
  const usual = async ({ state }: LeasedWatch): Promise<Polled> => ({
    next: { state: `${state}.`, dueAt: clock.now() + 5_000 },
    events: [],
  })
  const loop = createWatchLoop({
    store,
    poll: (watch) => {
      polls.push(watch.id)
      return (poll ?? usual)(watch)
    },
    clock,
    logger: silentLogger,
    owner: 'bench',
    concurrency,
  })
  return { clock, store, polls, loop }
}

const timerEvent = (id: string) =>
  ({ id, chatId: '4242', at: 0, input: { kind: 'timer', name: 'n', arg: '' } }) as const

describe('the watch loop', () => {
  it('polls a watch again at the time its poll names, with the state it left', async () => {
    const { clock, store, polls, loop } = setUp()
    loop.start()
    store.watch('w1', 's')
    await clock.advance(100)
    expect(polls).toEqual(['w1'])
    await clock.advance(10_100)
    expect(polls).toEqual(['w1', 'w1', 'w1'])
    expect(store.watches[0]?.state).toBe('s...')
  })

  it('keeps to its bound, one poll at a time for a watch, and lets no slow poll delay another watch', async () => {
    const slow = gate()
    const { clock, store, polls, loop } = setUp(async ({ id, state }) => {
      if (id === 'slow') await slow.promise
      return { next: { state, dueAt: clock.now() + 5_000 }, events: [] }
    })
    for (const id of ['slow', 'w1', 'w2', 'w3']) store.watch(id, 's')
    loop.start()
    await clock.advance(20_000)

    expect(polls.filter((id) => id === 'slow')).toHaveLength(1)
    expect(new Set(polls)).toEqual(new Set(['slow', 'w1', 'w2', 'w3']))
    expect(polls.filter((id) => id === 'w3').length).toBeGreaterThanOrEqual(3)
  })

  it('ends a watch and keeps its events in one step', async () => {
    const { clock, store, loop } = setUp(async () => ({ next: undefined, events: [timerEvent('tb:1')] }))
    loop.start()
    store.watch('w1', 's')
    await clock.advance(100)

    expect(store.watches).toEqual([])
    expect(store.events).toMatchObject([{ id: 'tb:1' }])
  })

  it('polls again, when the lease ends, what could not be kept', async () => {
    const { clock, store, polls, loop } = setUp()
    const settleWatch = store.settleWatch.bind(store)
    store.settleWatch = () => {
      store.settleWatch = settleWatch
      return Promise.reject(new Error('the store is away'))
    }
    loop.start()
    store.watch('w1', 's')
    await clock.advance(91_000)

    expect(polls.length).toBeGreaterThanOrEqual(2)
    expect(store.watches[0]?.state).not.toBe('s')
  })

  it('goes on when the store was away', async () => {
    const { clock, store, polls, loop } = setUp()
    const leaseWatches = store.leaseWatches.bind(store)
    store.leaseWatches = () => {
      store.leaseWatches = leaseWatches
      return Promise.reject(new Error('the store is away'))
    }
    loop.start()
    store.watch('w1', 's')
    await clock.advance(1_000)
    expect(polls).toEqual(['w1'])
  })

  it('fires timers on time while every poll hangs', async () => {
    const { clock, store, loop } = setUp(() => gate().promise.then(() => ({ next: undefined, events: [] })))
    for (const id of ['w1', 'w2', 'w3']) store.watch(id, 's')
    loop.start()
    await clock.advance(1_000)
    store.setTimer(clock.now() + 2_000, timerEvent('tm:1'))
    await clock.advance(1_999)
    expect(store.events).toEqual([])
    await clock.advance(101)
    expect(store.events).toMatchObject([{ id: 'tm:1' }])
  })

  it('waits on stop for the poll under way, at most eight seconds, and takes no other', async () => {
    const slow = gate()
    const { clock, store, polls, loop } = setUp(async ({ state }) => {
      await slow.promise
      return { next: { state: `${state}!`, dueAt: clock.now() + 5_000 }, events: [] }
    }, 1)
    store.watch('w1', 's')
    store.watch('w2', 's')
    loop.start()
    await clock.advance(100)
    const stopping = loop.stop()
    slow.open()
    await stopping
    await clock.advance(60_000)

    expect(polls).toEqual(['w1'])
    expect(store.watches[0]?.state).toBe('s!')
  })

  it('does not wait longer than eight seconds on stop', async () => {
    const { clock, store, loop } = setUp(() => gate().promise.then(() => ({ next: undefined, events: [] })))
    store.watch('w1', 's')
    loop.start()
    await clock.advance(100)
    let stopped = false
    const stopping = loop.stop().then(() => {
      stopped = true
    })
    await clock.advance(7_999)
    expect(stopped).toBe(false)
    await clock.advance(1)
    await stopping
  })
})
