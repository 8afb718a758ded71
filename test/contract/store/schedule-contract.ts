import { afterEach, beforeEach, expect, it } from 'vitest'

import { AppError } from '../../../src/domain/errors.js'
import { JOINS_MS } from '../../../src/domain/event.js'
import type { LeasedWatch } from '../../../src/watchers/ports.js'
import {
  claim,
  DAY_MS,
  decide,
  event,
  idsOf,
  KEEP,
  lease,
  LEASE_MS,
  leaseOne,
  message,
  settlement,
  T0,
  takeTurn,
  tryClaim,
  type OpenHarness,
  type StoreHarness,
} from './kit.js'

/** Timers, watches, what is forgotten, secrets, counts, closing. */
export function describeSchedule(open: OpenHarness): void {
  let harness: StoreHarness
  beforeEach(async () => {
    harness = await open()
  })
  afterEach(() => harness.dispose())

  const leaseWatches = (now: number): Promise<readonly LeasedWatch[]> =>
    harness.store.leaseWatches({ owner: 'a', now, leaseMs: LEASE_MS, limit: 10 })
  const watch = (id: string, dueAt: number) => ({ id, kind: 'tempbox', dueAt, state: '{"seen":0}' }) as const

  it('turns a due timer into one event of its chat, over a restart and a crash', async () => {
    await decide(harness.store, T0, { timers: [{ name: 'nudge', dueAt: T0 + 100, arg: '{"n":1}' }] })
    await harness.reopen()
    expect(await harness.store.fireTimers(T0 + 99)).toBe(0)
    await harness.crash()
    expect(await harness.store.fireTimers(T0 + 100)).toBe(1)
    expect(await harness.store.fireTimers(T0 + 100)).toBe(0)
    const input = { kind: 'timer', name: 'nudge', arg: '{"n":1}' }
    const id = `tm:1:nudge:${String(T0 + 100)}`
    expect((await takeTurn(harness.store, T0 + 101)).events).toEqual([
      { id, chatId: '1', at: T0 + 100, quietMs: JOINS_MS, input },
    ])
  })

  it('replaces a timer of the same name, cancels by name, and keeps chats apart', async () => {
    const timer = (name: string, dueAt: number) => ({ name, dueAt, arg: '' })
    await decide(harness.store, T0, { timers: [timer('a', T0), timer('b', T0)] })
    await decide(harness.store, T0, { timers: [timer('b', T0 + 1)] }, '2')
    await decide(harness.store, T0, { timers: [timer('a', T0 + 50)], cancelTimers: ['b', 'never set'] })
    expect(await harness.store.fireTimers(T0 + 1)).toBe(1)
    expect((await takeTurn(harness.store, T0 + 2)).chatId).toBe('2')
    expect(await harness.store.fireTimers(T0 + 50)).toBe(1)
    expect((await takeTurn(harness.store, T0 + 51)).chatId).toBe('1')
  })

  it('does not cut a burst of words short for a timer', async () => {
    await decide(harness.store, T0, { timers: [{ name: 'slow', dueAt: T0 + 100, arg: '' }] })
    await harness.store.append([event('typed', { quietMs: 600 })], T0 + 90)
    await harness.store.fireTimers(T0 + 100)
    expect(await tryClaim(harness.store, T0 + 689)).toBeUndefined()
    expect((await takeTurn(harness.store, T0 + 690)).events.map(({ input }) => input)).toMatchObject([
      { name: 'probe' },
      { name: 'slow' },
    ])
  })

  it('sets a timer anew that the same turn cancels', async () => {
    await decide(harness.store, T0, { timers: [{ name: 'a', dueAt: T0 + 5, arg: '' }], cancelTimers: ['a'] })
    expect(await harness.store.fireTimers(T0 + 5)).toBe(1)
  })

  it('fires a timer of a chat whose session is forgotten', async () => {
    await decide(harness.store, T0, { session: undefined, timers: [{ name: 'bye', dueAt: T0 + 5, arg: '' }] })
    await harness.store.fireTimers(T0 + 5)
    const claimed = await claim(harness.store, T0 + 6)
    expect(claimed).toMatchObject({ session: undefined, events: [{ input: { name: 'bye' } }] })
  })

  it('fires any number of timers in calls that each do a part', async () => {
    const timers = Array.from({ length: 450 }, (_, at) => ({ name: `t${String(at)}`, dueAt: T0 + at, arg: '' }))
    await decide(harness.store, T0, { timers })
    let fired = 0
    for (let part = 1; part > 0; fired += part) part = await harness.store.fireTimers(T0 + 1_000)
    expect(fired).toBe(450)
    expect(await harness.store.counts(T0)).toMatchObject({ pendingEvents: 450 })
  })

  it('hands out a due watch once, and again when its lease ran out or the process was killed', async () => {
    await decide(harness.store, T0, { watches: [watch('late', T0 + 10), watch('early', T0)] })
    expect(idsOf(await leaseWatches(T0))).toEqual(['early'])
    const [late] = await leaseWatches(T0 + 10)
    expect(late).toMatchObject({ id: 'late', chatId: '1', kind: 'tempbox', state: '{"seen":0}' })
    expect(await leaseWatches(T0 + 10)).toEqual([])
    expect(idsOf(await leaseWatches(T0 + 10 + LEASE_MS))).toEqual(['early', 'late'])
    await harness.crash()
    expect(idsOf(await leaseWatches(T0 + 10 + 2 * LEASE_MS)).sort()).toEqual(['early', 'late'])
  })

  it('keeps a watch’s state and its events in one step, once', async () => {
    await decide(harness.store, T0, { watches: [watch('w', T0)] })
    const [leased] = await leaseWatches(T0)
    if (leased === undefined) throw new Error('no watch')
    await harness.store.settleWatch(leased, { state: '{"seen":1}', dueAt: T0 + 5 }, [event('tb:1')], T0)
    await harness.store.settleWatch(leased, { state: '{"seen":9}', dueAt: T0 }, [event('tb:9')], T0)
    await harness.reopen()
    expect(idsOf((await takeTurn(harness.store, T0)).events)).toEqual(['tb:1'])
    expect(await leaseWatches(T0 + 4)).toEqual([])
    expect(await leaseWatches(T0 + 5)).toMatchObject([{ state: '{"seen":1}' }])
  })

  it('replaces a watch that is set again, and takes it from its reader', async () => {
    await decide(harness.store, T0, { watches: [watch('w', T0)] })
    const [leased] = await leaseWatches(T0)
    if (leased === undefined) throw new Error('no watch')
    await decide(harness.store, T0, { watches: [{ ...watch('w', T0), state: '{"anew":true}' }] })
    await harness.store.settleWatch(leased, { state: '{"seen":1}', dueAt: T0 }, [event('tb:1')], T0)
    expect(await tryClaim(harness.store, T0)).toBeUndefined()
    expect(await leaseWatches(T0)).toMatchObject([{ id: 'w', state: '{"anew":true}' }])
  })

  it('ends a watch by its reader or by its chat; what is read of an ended one comes too late', async () => {
    await decide(harness.store, T0, { watches: [watch('read', T0), watch('cancelled', T0)] })
    const leased = await leaseWatches(T0)
    await decide(harness.store, T0, { cancelWatches: ['cancelled'] })
    for (const each of leased) await harness.store.settleWatch(each, undefined, [event(`tb:${each.id}`)], T0)
    expect(idsOf((await takeTurn(harness.store, T0)).events)).toEqual(['tb:read'])
    expect(await leaseWatches(T0 + LEASE_MS)).toEqual([])
  })

  it('forgets events and final effects after seven days, and nothing that is not done', async () => {
    await harness.store.append([event('old')], T0)
    await takeTurn(harness.store, T0, { effects: [message('done', 'a'), message('waits', 'b')] })
    const done = (await lease(harness.store, T0)).filter((effect) => effect.id === 'done')
    await harness.store.settle(done.map((effect) => settlement(effect, 'confirmed')), T0)
    await harness.store.append([event('pending', { chatId: '2' })], T0)

    const later = T0 + 7 * DAY_MS + 1
    await harness.store.purge(later, KEEP)
    expect(idsOf((await takeTurn(harness.store, later)).events)).toEqual(['pending'])
    await harness.store.append([event('old'), event('pending', { chatId: '2' })], later)
    expect(idsOf((await takeTurn(harness.store, later, { effects: [message('done', 'a')] })).events)).toEqual(['old'])
    expect(await tryClaim(harness.store, later)).toBeUndefined()
    expect(idsOf(await lease(harness.store, later)).sort()).toEqual(['done', 'waits'])
  })

  it('gives a role to who asks for it first, and keeps it theirs', async () => {
    expect(await harness.store.lead('poll', 'a', 60_000)).toBe(true)
    expect(await harness.store.lead('poll', 'a', 60_000)).toBe(true)
    await harness.store.resign('poll', 'a')
    expect(await harness.store.lead('poll', 'b', 60_000)).toBe(true)
  })

  it('makes a secret once, for all who ask at the same time and after a restart', async () => {
    const asked = await Promise.all([1, 2, 3].map(() => harness.store.secret('console')))
    await harness.reopen()
    const again = await harness.store.secret('console')
    expect(again).toHaveLength(32)
    expect(asked).toEqual([again, again, again])
    expect(await harness.store.secret('another')).not.toEqual(again)
  })

  it('counts what waits', async () => {
    await harness.store.append([event('1'), event('2'), event('3', { chatId: '2', quietMs: 600 })], T0)
    expect(await harness.store.counts(T0)).toMatchObject({ pendingEvents: 3, readyChats: 1 })
    await takeTurn(harness.store, T0, { effects: [message('sent', 'a'), message('intended', 'a')] })
    await harness.store.markSent(await leaseOne(harness.store, T0), undefined, T0)
    expect(await harness.store.counts(T0 + 600)).toEqual({
      pendingEvents: 1,
      readyChats: 1,
      intended: 1,
      sent: 1,
      unknown: 0,
      dead: 0,
    })
  })

  it('answers a ping while open; after close everything is refused, and what was asked before is kept', async () => {
    const { store } = harness
    await store.ping()
    const appended = store.append([event('last')], T0)
    await store.close()
    await appended
    await store.close()
    const refused = await Promise.allSettled([
      store.ping(),
      store.append([event('late')], T0),
      tryClaim(store, T0),
      store.counts(T0),
      store.waitForTurns(T0, 1, new AbortController().signal),
    ])
    const reasons = refused.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined))
    expect(reasons.map((reason) => reason instanceof AppError && reason.code)).toEqual(refused.map(() => 'internal'))
    await harness.reopen()
    expect(idsOf((await claim(harness.store, T0)).events)).toEqual(['last'])
  })
}
