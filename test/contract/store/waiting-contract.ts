import { afterEach, beforeEach, expect, it } from 'vitest'

import {
  claim,
  decide,
  event,
  leaseOne,
  message,
  settlement,
  T0,
  takeTurn,
  turn,
  type OpenHarness,
  type StoreHarness,
} from './kit.js'

/** Longer than any test may take: a wait that ends was woken. */
const LONG_MS = 600_000

/** Waiting for work. Where a test says nothing of what it expects, it is that the wait ends. */
export function describeWaiting(open: OpenHarness): void {
  let harness: StoreHarness
  beforeEach(async () => {
    harness = await open()
  })
  afterEach(() => harness.dispose())

  const never = new AbortController().signal

  it('wakes those who wait for turns when an event comes', async () => {
    const waits = [1, 2].map(() => harness.store.waitForTurns(T0, LONG_MS, never))
    await harness.store.append([event('e')], T0)
    await Promise.all(waits)
  })

  it('does not wait when the event came before', async () => {
    await harness.store.append([event('e')], T0)
    await harness.store.waitForTurns(T0, LONG_MS, never)
  })

  it('does not miss an event that is being appended while the wait begins', async () => {
    const appended = harness.store.append([event('e')], T0)
    const waited = harness.store.waitForTurns(T0, LONG_MS, never)
    await Promise.all([appended, waited])
  })

  it('ends the wait when a burst has been quiet long enough', async () => {
    await harness.store.append([event('typed', { quietMs: 600 })], T0)
    await harness.store.waitForTurns(T0 + 590, LONG_MS, never)
  })

  it('ends the wait when a lease runs out', async () => {
    await harness.store.append([event('e')], T0)
    await harness.store.claim({ owner: 'a', now: T0, leaseMs: 1_000 })
    await harness.store.waitForTurns(T0 + 990, LONG_MS, never)
    await claim(harness.store, T0 + 1_000)
  })

  it('wakes those who wait for turns when a chat with more events, or a failed turn, is given back', async () => {
    await harness.store.append([event('a')], T0)
    const first = await claim(harness.store, T0)
    await harness.store.append([event('b')], T0)
    const committed = harness.store.waitForTurns(T0, LONG_MS, never)
    await harness.store.commit(first, turn({ consumed: ['a'] }), T0)
    await committed

    const second = await claim(harness.store, T0)
    const released = harness.store.waitForTurns(T0, LONG_MS, never)
    await harness.store.release(second, T0)
    await released
  })

  it('waits no longer than asked, and not at all once aborted', async () => {
    await harness.store.waitForTurns(T0, 5, never)
    await harness.store.waitForEffects(T0, 5, never)
    await harness.store.waitForWatches(T0, 5, never)
    const abort = new AbortController()
    const waits = [
      harness.store.waitForTurns(T0, LONG_MS, abort.signal),
      harness.store.waitForEffects(T0, LONG_MS, abort.signal),
      harness.store.waitForWatches(T0, LONG_MS, abort.signal),
    ]
    abort.abort()
    await Promise.all(waits)
    await harness.store.waitForTurns(T0, LONG_MS, abort.signal)
  })

  it('wakes those who wait for effects when one is decided and when a lane goes on', async () => {
    const decided = harness.store.waitForEffects(T0, LONG_MS, never)
    await decide(harness.store, T0, { effects: [message('first'), message('second')] })
    await decided
    const first = await leaseOne(harness.store, T0)
    const goesOn = harness.store.waitForEffects(T0, LONG_MS, never)
    await harness.store.settle([settlement(first, 'confirmed')], T0)
    await goesOn
    expect((await leaseOne(harness.store, T0)).id).toBe('second')
  })

  it('ends the wait for effects when one is to be tried again', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    await harness.store.settle([settlement(await leaseOne(harness.store, T0), 'intended', { dueAt: T0 + 1_000 })], T0)
    await harness.store.waitForEffects(T0 + 990, LONG_MS, never)
  })

  it('wakes those who wait for turns when a settlement or a timer tells a chat something', async () => {
    await decide(harness.store, T0, { effects: [message('fx')], timers: [{ name: 't', dueAt: T0, arg: '' }] })
    const settled = harness.store.waitForTurns(T0, LONG_MS, never)
    await harness.store.settle([settlement(await leaseOne(harness.store, T0), 'confirmed', { event: event('x') })], T0)
    await settled
    await takeTurn(harness.store, T0)
    const fired = harness.store.waitForTurns(T0, LONG_MS, never)
    await harness.store.fireTimers(T0)
    await fired
  })

  it('wakes those who wait for watches and timers when one is set, and when it is due', async () => {
    const set = harness.store.waitForWatches(T0, LONG_MS, never)
    await decide(harness.store, T0, { timers: [{ name: 't', dueAt: T0 + 1_000, arg: '' }] })
    await set
    await harness.store.waitForWatches(T0 + 990, LONG_MS, never)
    const watch = { id: 'w', kind: 'tempbox', dueAt: T0 + 500, state: '{}' } as const
    await decide(harness.store, T0, { watches: [watch] })
    await harness.store.waitForWatches(T0 + 490, LONG_MS, never)
  })

  it('lets those who wait go on when it is closed', async () => {
    const waits = [harness.store.waitForTurns(T0, LONG_MS, never), harness.store.waitForEffects(T0, LONG_MS, never)]
    await harness.store.close()
    await Promise.all(waits)
    await harness.reopen()
  })
}
