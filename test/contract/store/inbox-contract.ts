import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { JOINS_MS } from '../../../src/domain/event.js'
import {
  claim,
  event,
  idsOf,
  LEASE_MS,
  T0,
  takeTurn,
  tryClaim,
  turn,
  type OpenHarness,
  type StoreHarness,
} from './kit.js'

/** Appending, deduplication, readiness, order, fairness. */
export function describeInbox(open: OpenHarness): void {
  let harness: StoreHarness
  beforeEach(async () => {
    harness = await open()
  })
  afterEach(() => harness.dispose())

  it('has nothing to claim when nothing happened', async () => {
    expect(await tryClaim(harness.store, T0)).toBeUndefined()
  })

  it('hands a chat its events as they were, in order of arrival', async () => {
    const sent = [event('c'), event('a'), event('b')]
    await harness.store.append(sent.slice(0, 2), T0)
    await harness.store.append(sent.slice(2), T0 + 1)

    const claimed = await claim(harness.store, T0 + 1)
    expect(claimed).toMatchObject({ chatId: '1', session: undefined, failures: 0 })
    expect(claimed.events).toEqual(sent)
  })

  it('takes updates by update_id whatever order they came in, and leaves the rest in their places', async () => {
    await harness.store.append([event('u3', { order: 3 }), event('staff'), event('u1', { order: 1 })], T0)
    await harness.store.append([event('u2', { order: 2 })], T0)
    expect(idsOf((await claim(harness.store, T0)).events)).toEqual(['u1', 'staff', 'u2', 'u3'])
  })

  it('keeps the events of different chats apart', async () => {
    const mixed = [event('a1', { chatId: 'a' }), event('b1', { chatId: 'b' }), event('a2', { chatId: 'a' })]
    await harness.store.append(mixed, T0)
    const claims = [await claim(harness.store, T0), await claim(harness.store, T0)]
    expect(claims.map((each) => [each.chatId, idsOf(each.events)]).sort()).toEqual([
      ['a', ['a1', 'a2']],
      ['b', ['b1']],
    ])
  })

  it('passes over an event that it knows: waiting, consumed, after a restart and after a crash', async () => {
    await harness.store.append([event('e'), event('e')], T0)
    await harness.store.append([event('e')], T0)
    expect(idsOf((await takeTurn(harness.store, T0)).events)).toEqual(['e'])

    await harness.store.append([event('e')], T0 + 1)
    await harness.reopen()
    await harness.store.append([event('e')], T0 + 2)
    await harness.crash()
    await harness.store.append([event('e')], T0 + 3)
    expect(await tryClaim(harness.store, T0 + LEASE_MS)).toBeUndefined()
  })

  it('has an event durably once append resolved, though the process is killed then', async () => {
    await harness.store.append([event('e')], T0)
    await harness.crash()
    expect(idsOf((await claim(harness.store, T0)).events)).toEqual(['e'])
  })

  it('fails alone with an event that cannot be kept, among others appended at the same time', async () => {
    const broken = { ...event('broken'), input: { ...settled, result: 1n } }
    const outcomes = await Promise.allSettled([
      harness.store.append([event('before')], T0),
      harness.store.append([event('same call'), broken], T0),
      harness.store.append([event('after')], T0),
    ])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(idsOf((await claim(harness.store, T0)).events)).toEqual(['before', 'after'])
  })

  it('waits for quiet after typed text, so that a burst is one turn', async () => {
    await harness.store.append([event('1', { quietMs: 600 })], T0)
    expect(await tryClaim(harness.store, T0 + 599)).toBeUndefined()
    await harness.store.append([event('2', { quietMs: 600 })], T0 + 500)
    expect(await tryClaim(harness.store, T0 + 1_099)).toBeUndefined()
    expect(idsOf((await claim(harness.store, T0 + 1_100)).events)).toEqual(['1', '2'])
  })

  it('holds a burst back for three seconds at most', async () => {
    for (let at = 0; at <= 2_900; at += 100) await harness.store.append([event(String(at), { quietMs: 600 })], T0 + at)
    expect(await tryClaim(harness.store, T0 + 2_999)).toBeUndefined()
    expect((await claim(harness.store, T0 + 3_000)).events).toHaveLength(30)
  })

  it('counts the three seconds of the next burst anew', async () => {
    await harness.store.append([event('1', { quietMs: 600 })], T0)
    await takeTurn(harness.store, T0 + 600)
    await harness.store.append([event('2', { quietMs: 600 })], T0 + 2_900)
    expect(await tryClaim(harness.store, T0 + 3_499)).toBeUndefined()
    expect(idsOf((await claim(harness.store, T0 + 3_500)).events)).toEqual(['2'])
  })

  it('takes a button at once, and what was being typed with it', async () => {
    await harness.store.append([event('typed', { quietMs: 600 })], T0)
    await harness.store.append([event('pressed')], T0 + 100)
    expect(idsOf((await claim(harness.store, T0 + 100)).events)).toEqual(['typed', 'pressed'])
  })

  it('does not cut a burst short for what others did, and takes that at once where there is none', async () => {
    await harness.store.append([event('typed', { quietMs: 600 })], T0)
    await harness.store.append([event('settled', { quietMs: JOINS_MS })], T0 + 100)
    expect(await tryClaim(harness.store, T0 + 599)).toBeUndefined()
    expect(idsOf((await takeTurn(harness.store, T0 + 600)).events)).toEqual(['typed', 'settled'])
    await harness.store.append([event('alone', { quietMs: JOINS_MS })], T0 + 700)
    expect(idsOf((await claim(harness.store, T0 + 701)).events)).toEqual(['alone'])
  })

  it('never puts off a chat that is ready', async () => {
    await harness.store.append([event('pressed')], T0)
    await harness.store.append([event('typed', { quietMs: 600 })], T0 + 10)
    expect(idsOf((await claim(harness.store, T0 + 10)).events)).toEqual(['pressed', 'typed'])
  })

  it('does not let a repeated event change when its chat is ready', async () => {
    await harness.store.append([event('typed', { quietMs: 600 })], T0)
    await harness.store.append([event('typed', { quietMs: 600 })], T0 + 500)
    await takeTurn(harness.store, T0 + 600)
    await harness.store.append([event('typed')], T0 + 700)
    expect(await tryClaim(harness.store, T0 + 5_000)).toBeUndefined()
  })

  it('gives one chat to one of many who claim at the same time', async () => {
    const chats = Array.from({ length: 20 }, (_, index) => `chat ${String(index)}`)
    await Promise.all(chats.map((chatId) => harness.store.append([event(chatId, { chatId })], T0)))
    const claims = await Promise.all(Array.from({ length: 40 }, () => tryClaim(harness.store, T0)))
    const taken = claims.flatMap((each) => (each === undefined ? [] : [each.chatId]))
    expect(taken.sort()).toEqual(chats.sort())
  })

  it('serves first who has waited longest', async () => {
    const waiting = ['b', 'c', 'a']
    for (const [at, chatId] of waiting.entries()) await harness.store.append([event(chatId, { chatId })], T0 + at)
    for (const chatId of waiting) expect((await claim(harness.store, T0 + 9)).chatId).toBe(chatId)
  })

  it('does not let a chat that keeps receiving starve the others', async () => {
    const served: string[] = []
    await harness.store.append([event('loud 0', { chatId: 'loud' })], T0)
    await harness.store.append([event('quiet', { chatId: 'quiet' })], T0 + 1)
    for (let at = 10; at < 50; at += 10) {
      const claimed = await claim(harness.store, T0 + at)
      served.push(claimed.chatId)
      await harness.store.append([event(`loud ${String(at)}`, { chatId: 'loud' })], T0 + at + 1)
      await harness.store.commit(claimed, turn({ consumed: idsOf(claimed.events) }), T0 + at + 2)
    }
    expect(served).toEqual(['loud', 'quiet', 'loud', 'loud'])
  })

  describe('appending with claiming', () => {
    const claiming = { owner: 'a', leaseMs: LEASE_MS, limit: 10 }

    it('hands over the chats that became ready, as claim would, and leases them', async () => {
      const before = event('before', { chatId: 'a', quietMs: 600 })
      await harness.store.append([before], T0)
      const events = [event('now', { chatId: 'a' }), event('new', { chatId: 'b' })]
      const [a, b, ...others] = await harness.store.append(events, T0 + 1, claiming)
      expect(others).toEqual([])
      expect(a).toMatchObject({ chatId: 'a', session: undefined, failures: 0, events: [before, events[0]] })
      expect(b).toMatchObject({ chatId: 'b', events: [events[1]] })
      expect(await tryClaim(harness.store, T0 + LEASE_MS)).toBeUndefined()
      if (b === undefined) throw new Error('unreachable')
      expect(await harness.store.commit(b, turn({ session: '{"b":1}', consumed: ['new'] }), T0 + 2)).toMatchObject({
        kind: 'committed',
      })
      const next = await harness.store.append([event('next', { chatId: 'b' })], T0 + 3, claiming)
      expect(next).toMatchObject([{ chatId: 'b', session: '{"b":1}', events: [{ id: 'next' }] }])
      expect((await claim(harness.store, T0 + 1 + LEASE_MS)).chatId).toBe('a')
    })

    it('hands over nothing of a chat that waits for quiet, is in a turn, has failed, or is only told again', async () => {
      expect(await harness.store.append([event('typed', { chatId: 'q', quietMs: 600 })], T0, claiming)).toEqual([])
      await harness.store.append([event('first', { chatId: 't' })], T0)
      const held = await claim(harness.store, T0)
      expect(await harness.store.append([event('second', { chatId: 't' })], T0, claiming)).toEqual([])
      expect(await harness.store.append([event('first', { chatId: 't' })], T0, claiming)).toEqual([])
      await harness.store.release(held, T0 + 1_000)
      expect(await harness.store.append([event('third', { chatId: 't' })], T0, claiming)).toEqual([])
      expect(idsOf((await claim(harness.store, T0 + 600)).events)).toEqual(['typed'])
      expect(idsOf((await claim(harness.store, T0 + 1_000)).events)).toEqual(['first', 'second', 'third'])
    })

    it('hands over no more than asked for; the others wait for claim', async () => {
      const events = Array.from({ length: 9 }, (_, index) => event(String(index), { chatId: `c${String(index)}` }))
      const handed = await harness.store.append(events, T0, { ...claiming, limit: 4 })
      expect(handed).toHaveLength(4)
      const chats = handed.map((each) => each.chatId)
      for (let left = 5; left > 0; left -= 1) chats.push((await claim(harness.store, T0)).chatId)
      expect(chats.sort()).toEqual(events.map((each) => each.chatId))
      expect(await tryClaim(harness.store, T0)).toBeUndefined()
    })
  })

  it('gives at most 200 events a turn, the others later, behind the chats that waited meanwhile', async () => {
    const backlog = Array.from({ length: 450 }, (_, index) => event(`e${String(index)}`, { chatId: 'backlog' }))
    await harness.store.append(backlog, T0)
    await harness.store.append([event('other', { chatId: 'other' })], T0 + 1)
    const turns = []
    for (let at = 2; at < 6; at += 1) turns.push(await takeTurn(harness.store, T0 + at))
    expect(turns.map((each) => [each.chatId, each.events.length])).toEqual([
      ['backlog', 200],
      ['other', 1],
      ['backlog', 200],
      ['backlog', 50],
    ])
    expect(turns.flatMap((each) => idsOf(each.events)).filter((id) => id !== 'other')).toEqual(idsOf(backlog))
  })
}

const settled = { kind: 'effectSettled', effectId: 'x', effectKind: 'telegram.message', state: 'confirmed' } as const
