import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { LeasedEffect, NewEffect } from '../../../src/domain/effect.js'
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
  turn,
  type OpenHarness,
  type StoreHarness,
} from './kit.js'

/** Leases, commits, failed turns, sessions. */
export function describeTurns(open: OpenHarness): void {
  let harness: StoreHarness
  beforeEach(async () => {
    harness = await open()
  })
  afterEach(() => harness.dispose())

  it('keeps the session from turn to turn, over a restart and a crash', async () => {
    await decide(harness.store, T0, { session: '{"step":"açaí \\u0000 😀"}' })
    await harness.reopen()
    await harness.crash()
    await harness.store.append([event('next')], T0 + 1)
    expect((await claim(harness.store, T0 + 1)).session).toBe('{"step":"açaí \\u0000 😀"}')
  })

  it('forgets a session that a turn left undefined, and still knows the events', async () => {
    await harness.store.append([event('e')], T0)
    await takeTurn(harness.store, T0, { session: '{"a":1}' })
    await harness.store.append([event('f')], T0)
    await takeTurn(harness.store, T0, { session: undefined })
    await harness.store.append([event('e'), event('f')], T0)
    expect(await tryClaim(harness.store, T0)).toBeUndefined()
    await harness.store.append([event('g')], T0)
    expect(await claim(harness.store, T0)).toMatchObject({ session: undefined, events: [{ id: 'g' }] })
  })

  it('remembers for nine days when a chat was last forgotten, and that no other was', async () => {
    await decide(harness.store, T0, {}, 'kept')
    await decide(harness.store, T0, { forget: true, session: undefined }, 'gone')
    await decide(harness.store, T0 + 5, { forget: true }, 'gone')
    await decide(harness.store, T0 + 9, {}, 'gone')
    await harness.reopen()
    expect(await harness.store.forgottenAt('gone')).toBe(T0 + 5)
    expect(await harness.store.forgottenAt('kept')).toBeUndefined()
    await harness.store.purge(T0 + 5 + 9 * DAY_MS, KEEP)
    expect(await harness.store.forgottenAt('gone')).toBe(T0 + 5)
    await harness.store.purge(T0 + 6 + 9 * DAY_MS, KEEP)
    expect(await harness.store.forgottenAt('gone')).toBeUndefined()
  })

  it('keeps what arrives during a turn for the next one, and gives the chat to nobody meanwhile', async () => {
    await harness.store.append([event('first')], T0)
    const first = await claim(harness.store, T0)
    await harness.store.append([event('during')], T0 + 1)
    expect(await tryClaim(harness.store, T0 + 2)).toBeUndefined()
    await harness.store.commit(first, turn({ consumed: ['first'] }), T0 + 3)
    expect(idsOf((await claim(harness.store, T0 + 3)).events)).toEqual(['during'])
  })

  it('waits for quiet after text that was typed during a turn', async () => {
    await harness.store.append([event('first')], T0)
    const first = await claim(harness.store, T0)
    await harness.store.append([event('typed', { quietMs: 600 })], T0 + 100)
    await harness.store.commit(first, turn({ consumed: ['first'] }), T0 + 200)
    expect(await tryClaim(harness.store, T0 + 699)).toBeUndefined()
    expect(idsOf((await claim(harness.store, T0 + 700)).events)).toEqual(['typed'])
  })

  it('does so too where the clock of the process that brings it is behind, or its way was long', async () => {
    await harness.store.append([event('first')], T0)
    const first = await claim(harness.store, T0)
    await harness.store.append([event('typed', { quietMs: 600 })], T0 - 200)
    await harness.store.commit(first, turn({ consumed: ['first'] }), T0 + 10)
    expect(await tryClaim(harness.store, T0 + 599)).toBeUndefined()
    expect(idsOf((await claim(harness.store, T0 + 600)).events)).toEqual(['typed'])
  })

  it('gives events again that a turn did not consume', async () => {
    await harness.store.append([event('a'), event('b'), event('c')], T0)
    const first = await claim(harness.store, T0)
    await harness.store.commit(first, turn({ consumed: ['a'] }), T0 + 1)
    expect(idsOf((await claim(harness.store, T0 + 1)).events)).toEqual(['b', 'c'])
  })

  it('gives a chat to another when the lease ran out, and refuses the first one’s commit whole', async () => {
    await harness.store.append([event('e')], T0)
    const lost = await claim(harness.store, T0)
    expect(await tryClaim(harness.store, T0 + LEASE_MS - 1)).toBeUndefined()
    const taken = await claim(harness.store, T0 + LEASE_MS)
    expect(idsOf(taken.events)).toEqual(['e'])

    const everything = turn({
      session: '{"lost":true}',
      consumed: ['e'],
      effects: [message('fx')],
      timers: [{ name: 't', dueAt: T0, arg: '' }],
      watches: [{ id: 'w', kind: 'tempbox', dueAt: T0, state: '{}' }],
    })
    const later = T0 + LEASE_MS + 1
    expect(await harness.store.commit(lost, everything, later)).toEqual({ kind: 'lease-lost' })
    expect(await lease(harness.store, later)).toEqual([])
    expect(await harness.store.fireTimers(later)).toBe(0)
    expect(await harness.store.leaseWatches({ owner: 'a', now: later, leaseMs: 1, limit: 9 })).toEqual([])
    expect(await harness.store.commit(taken, turn(), later)).toEqual({ kind: 'committed', leased: [] })
    expect(await claim(harness.store, later)).toMatchObject({ session: '{}', events: [{ id: 'e' }] })
  })

  it('commits a turn once', async () => {
    await harness.store.append([event('e')], T0)
    const claimed = await takeTurn(harness.store, T0)
    expect(await harness.store.commit(claimed, turn({ session: '{"again":true}' }), T0)).toEqual({ kind: 'lease-lost' })
    await harness.store.append([event('f')], T0)
    expect((await claim(harness.store, T0)).session).toBe('{}')
  })

  it('gives a turn that was under way in a crash again, events and session as before it', async () => {
    await decide(harness.store, T0, { session: '{"n":1}' })
    await harness.store.append([event('a'), event('b')], T0)
    const lost = await claim(harness.store, T0)
    await harness.crash()
    const again = await claim(harness.store, T0 + LEASE_MS)
    expect(again.session).toBe('{"n":1}')
    expect(idsOf(again.events)).toEqual(['a', 'b'])
    expect(await harness.store.commit(lost, turn({ consumed: ['a', 'b'] }), T0 + LEASE_MS)).toEqual({ kind: 'lease-lost' })
  })

  it('keeps the events of a failed turn until the time to try again, and counts the failures', async () => {
    await harness.store.append([event('e')], T0)
    await harness.store.release(await claim(harness.store, T0), T0 + 1_000)
    await harness.store.append([event('another')], T0 + 10)
    expect(await tryClaim(harness.store, T0 + 999)).toBeUndefined()
    const second = await claim(harness.store, T0 + 1_000)
    expect(second).toMatchObject({ failures: 1, events: [{ id: 'e' }, { id: 'another' }] })
    await harness.store.release(second, T0 + 2_000)
    await harness.reopen()
    expect(await takeTurn(harness.store, T0 + 2_000)).toMatchObject({ failures: 2 })
    await harness.store.append([event('f')], T0 + 2_001)
    expect(await claim(harness.store, T0 + 2_001)).toMatchObject({ failures: 0 })
  })

  it('gives back untried a claim nobody got round to, as it was', async () => {
    await harness.store.append([event('e')], T0)
    await harness.store.release(await claim(harness.store, T0), T0 + 1, true)
    expect(await tryClaim(harness.store, T0)).toBeUndefined()
    expect(await claim(harness.store, T0 + 1)).toMatchObject({ failures: 0, events: [{ id: 'e' }] })
  })

  describe('committing with leasing', () => {
    const leasing = { owner: 'a', leaseMs: LEASE_MS, limit: 10 }
    const ticket = (id: string, lane: string) =>
      ({ id, kind: 'hubsoft.mensagem', lane, notify: true, payload }) as const
    const payload = { reference: 'PLT-A', idAtendimento: 1, idClienteServico: 2, mensagem: 'x' }

    it('hands over the effects of the turn that are due at once, replies first, and leases them', async () => {
      await decide(harness.store, T0, { effects: [message('old', 'old')] })
      const committed = await commit(T0 + 1, [ticket('t', 't'), message('a1', 'a'), message('b1', 'b'), message('a2', 'a')])
      expect(idsOf(committed)).toEqual(['a1', 'b1', 't'])
      expect(committed[2]).toMatchObject({ chatId: '1', state: 'intended', payload, notify: true, attempts: 0 })
      expect(idsOf(await lease(harness.store, T0 + 2))).toEqual(['old'])
      await harness.store.settle(committed.map((effect) => settlement(effect, 'confirmed')), T0 + 3)
      expect(idsOf(await lease(harness.store, T0 + 3))).toEqual(['a2'])
    })

    it('hands over no more than asked for, and again after its lease what nobody settled', async () => {
      const committed = await commit(T0, [ticket('t', 't'), message('a', 'a'), message('b', 'b')], 1)
      expect(idsOf(committed)).toEqual(['a'])
      expect(idsOf(await lease(harness.store, T0)).sort()).toEqual(['b', 't'])
      expect(idsOf(await lease(harness.store, T0 + LEASE_MS)).sort()).toEqual(['a', 'b', 't'])
    })

    it('hands over nothing of a lane whose first effect is not done, nor an effect known already', async () => {
      await decide(harness.store, T0, { effects: [message('first')] })
      const first = await leaseOne(harness.store, T0)
      expect(await commit(T0 + 1, [message('first'), message('second')])).toEqual([])
      await harness.store.settle([settlement(first, 'confirmed')], T0 + 2)
      expect(idsOf(await commit(T0 + 3, [message('first'), message('other', 'other')]))).toEqual(['other'])
      expect(idsOf(await lease(harness.store, T0 + 4))).toEqual(['second'])
    })

    async function commit(now: number, effects: readonly NewEffect[], limit = 10): Promise<readonly LeasedEffect[]> {
      await harness.store.append([event(`commit:${String(now)}`)], now)
      const claimed = await claim(harness.store, now)
      const parts = { consumed: idsOf(claimed.events), effects }
      const committed = await harness.store.commit(claimed, turn(parts), now, { ...leasing, limit })
      return committed.kind === 'committed' ? committed.leased : []
    }
  })

  it('passes over a release whose lease was lost', async () => {
    await harness.store.append([event('e')], T0)
    const lost = await claim(harness.store, T0)
    const held = await claim(harness.store, T0 + LEASE_MS)
    await harness.store.release(lost, T0)
    expect(await tryClaim(harness.store, T0 + LEASE_MS)).toBeUndefined()
    expect(await harness.store.commit(held, turn({ consumed: ['e'] }), T0 + LEASE_MS)).toEqual({ kind: 'committed', leased: [] })
  })

  it('leaves the events of other chats alone, whatever a turn says it consumed', async () => {
    await harness.store.append([event('mine', { chatId: 'a' })], T0)
    await harness.store.append([event('theirs', { chatId: 'b' })], T0 + 1)
    await takeTurn(harness.store, T0 + 1, { consumed: ['mine', 'theirs'] })
    expect(idsOf((await claim(harness.store, T0 + 1)).events)).toEqual(['theirs'])
  })
}
