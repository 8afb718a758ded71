import { afterEach, beforeEach, expect, it } from 'vitest'

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

/** Lanes, leases, what is sent and unknown, settlements, dead letters. */
export function describeEffects(open: OpenHarness): void {
  let harness: StoreHarness
  beforeEach(async () => {
    harness = await open()
  })
  afterEach(() => harness.dispose())

  it('hands out an effect once, as the turn decided it', async () => {
    await decide(harness.store, T0, { effects: [{ ...message('fx', 'lane', '<b>Olá</b>'), notify: true }] })
    expect(await leaseOne(harness.store, T0 + 1)).toMatchObject({
      id: 'fx',
      chatId: '1',
      kind: 'telegram.message',
      lane: 'lane',
      state: 'intended',
      payload: { html: '<b>Olá</b>' },
      notify: true,
      attempts: 0,
      unknownSince: undefined,
      absences: 0,
      progress: undefined,
      createdAt: T0,
    })
    expect(await lease(harness.store, T0 + 1)).toEqual([])
  })

  it('performs the effects of a lane one after the other, in the order decided, and lanes side by side', async () => {
    await decide(harness.store, T0, { effects: [message('a1', 'a'), message('b1', 'b'), message('a2', 'a')] })
    await decide(harness.store, T0 + 1, { effects: [message('a3', 'a')] })
    const performed: string[][] = []
    for (let round = 0; round < 3; round += 1) {
      const leased = await lease(harness.store, T0 + 1)
      performed.push(idsOf(leased))
      await harness.store.settle(leased.map((effect) => settlement(effect, 'confirmed')), T0 + 1)
    }
    expect(performed).toEqual([['a1', 'b1'], ['a2'], ['a3']])
  })

  it('hands out no more than asked for, those due longest first', async () => {
    for (const [at, id] of ['z', 'y', 'x'].entries()) {
      await decide(harness.store, T0 + at, { effects: [message(id, id)] })
    }
    expect(idsOf(await lease(harness.store, T0 + 9, 2))).toEqual(['z', 'y'])
    expect(idsOf(await lease(harness.store, T0 + 9, 2))).toEqual(['x'])
  })

  it.each(['intended', 'unknown'] as const)('holds a lane back while its first effect is %s', async (state) => {
    await decide(harness.store, T0, { effects: [message('first'), message('second')] })
    const first = await leaseOne(harness.store, T0)
    await harness.store.settle([settlement(first, state, { dueAt: T0 + 500 })], T0)
    expect(await lease(harness.store, T0 + 499)).toEqual([])
    expect((await leaseOne(harness.store, T0 + 500)).id).toBe('first')
  })

  it('gives back what a settlement said of an effect that is to be looked at again', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    const first = await leaseOne(harness.store, T0)
    expect(await harness.store.markSent(first, '{"reference":"PLT-A"}', T0)).toBe(true)
    const unknown = { attempts: 3, absences: 2, unknownSince: T0 + 7, error: 'timeout', dueAt: T0 + 10 }
    await harness.store.settle([settlement(first, 'unknown', unknown)], T0 + 9)
    const second = await leaseOne(harness.store, T0 + 10)
    const progress = '{"reference":"PLT-A"}'
    expect(second).toMatchObject({ state: 'unknown', attempts: 3, absences: 2, unknownSince: T0 + 7, progress })
    await harness.store.settle([settlement(second, 'intended', { progress: '{"part":2}', attempts: 4 })], T0 + 11)
    expect(await leaseOne(harness.store, T0 + 11)).toMatchObject({
      state: 'intended',
      attempts: 4,
      unknownSince: undefined,
      progress: '{"part":2}',
    })
  })

  it('makes one effect of the same thing decided twice, also once it is done, over a restart', async () => {
    await decide(harness.store, T0, { effects: [message('fx'), message('fx')] })
    await decide(harness.store, T0, { effects: [message('fx', 'another lane')] })
    await harness.store.settle([settlement(await leaseOne(harness.store, T0), 'confirmed')], T0)
    await harness.reopen()
    await harness.store.purge(T0 + 7 * DAY_MS, KEEP)
    await decide(harness.store, T0 + 7 * DAY_MS, { effects: [message('fx')] })
    expect(await lease(harness.store, T0 + 7 * DAY_MS)).toEqual([])
  })

  it('hands out as unknown what was sent when its lease ran out', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    const first = await leaseOne(harness.store, T0)
    await harness.store.settle([settlement(first, 'intended', { absences: 3 })], T0)
    await harness.store.markSent(await leaseOne(harness.store, T0), '{"sent":1}', T0 + 1)
    expect(await lease(harness.store, T0 + LEASE_MS - 1)).toEqual([])
    const again = await leaseOne(harness.store, T0 + LEASE_MS)
    const expected = { state: 'unknown', unknownSince: T0 + LEASE_MS, absences: 0, attempts: 1, progress: '{"sent":1}' }
    expect(again).toMatchObject(expected)
    // A second loss does not move the moment since when.
    expect(await leaseOne(harness.store, T0 + 3 * LEASE_MS)).toMatchObject(expected)
  })

  it('hands out as it was what was not sent when its lease ran out', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    await leaseOne(harness.store, T0)
    expect(await leaseOne(harness.store, T0 + LEASE_MS)).toMatchObject({ state: 'intended', attempts: 0 })
  })

  it('tells by markSent that the lease was lost: to another, or by time', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    const first = await leaseOne(harness.store, T0)
    expect(await harness.store.markSent(first, undefined, T0 + LEASE_MS)).toBe(false)
    const second = await leaseOne(harness.store, T0 + LEASE_MS)
    expect(await harness.store.markSent(first, undefined, T0 + LEASE_MS)).toBe(false)
    expect(await harness.store.markSent(second, undefined, T0 + LEASE_MS)).toBe(true)
  })

  it('hands out as unknown after a crash what was sent, and as intended what was only leased', async () => {
    await decide(harness.store, T0, { effects: [message('sent', 'a'), message('leased', 'b')] })
    const [sent] = await lease(harness.store, T0)
    if (sent !== undefined) await harness.store.markSent(sent, '{"p":1}', T0)
    await harness.crash()
    const again = await lease(harness.store, T0 + LEASE_MS)
    expect(again.map((effect) => [effect.id, effect.state, effect.unknownSince, effect.progress]).sort()).toEqual([
      ['leased', 'intended', undefined, undefined],
      ['sent', 'unknown', T0 + LEASE_MS, '{"p":1}'],
    ])
  })

  it('passes over a settlement whose lease was lost, its event too, and keeps the others of the batch', async () => {
    await decide(harness.store, T0, { effects: [message('slow', 'a')] })
    const lost = await leaseOne(harness.store, T0)
    await leaseOne(harness.store, T0 + LEASE_MS)
    await decide(harness.store, T0 + LEASE_MS, { effects: [message('quick', 'b')] })
    const quick = await leaseOne(harness.store, T0 + LEASE_MS)
    const batch = [
      settlement(lost, 'confirmed', { event: event('fx:slow') }),
      settlement(quick, 'confirmed', { event: event('fx:quick') }),
    ]
    await harness.store.settle(batch, T0 + LEASE_MS)
    expect(idsOf((await claim(harness.store, T0 + LEASE_MS)).events)).toEqual(['fx:quick'])
    expect(await harness.store.counts(T0)).toMatchObject({ intended: 1 })
  })

  it('tells the conversation with the settlement, once, in one transaction', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    const leased = await leaseOne(harness.store, T0)
    await harness.store.settle([settlement(leased, 'confirmed', { event: event('fx:fx:confirmed') })], T0 + 1)
    await harness.store.settle([settlement(leased, 'confirmed', { event: event('fx:fx:again') })], T0 + 1)
    await harness.crash()
    expect(idsOf((await takeTurn(harness.store, T0 + 1)).events)).toEqual(['fx:fx:confirmed'])
    expect(await tryClaim(harness.store, T0 + LEASE_MS)).toBeUndefined()
    expect(await lease(harness.store, T0 + 2 * LEASE_MS)).toEqual([])
  })

  it('keeps dead effects with all that doing them by hand takes, newest first, and lets their lane go on', async () => {
    const effects = [message('one', 'lane', 'Primeira'), message('two', 'lane', 'Segunda')]
    await decide(harness.store, T0, { effects })
    for (const diedAt of [T0 + 1, T0 + 2]) {
      const leased = await leaseOne(harness.store, diedAt)
      await harness.store.settle([settlement(leased, 'dead', { error: 'refused' })], diedAt)
    }
    await harness.reopen()
    await harness.store.purge(T0 + 30 * DAY_MS, KEEP)
    const known = { chatId: '1', kind: 'telegram.message', error: 'refused' }
    const one = { ...known, id: 'one', payload: { html: 'Primeira' }, diedAt: T0 + 1 }
    const two = { ...known, id: 'two', payload: { html: 'Segunda' }, diedAt: T0 + 2 }
    expect(await harness.store.deadEffects(10)).toEqual([two, one])
    expect(await harness.store.deadEffects(1)).toEqual([two])
    expect(await harness.store.counts(T0)).toMatchObject({ dead: 2, intended: 0 })
  })

  it('drops for one chat what was never tried, and nothing else', async () => {
    await decide(harness.store, T0, { effects: [message('tried', 'a'), message('held', 'b'), message('behind', 'a')] })
    const leased = await lease(harness.store, T0)
    const tried = leased.find((effect) => effect.id === 'tried')
    if (tried !== undefined) await harness.store.settle([settlement(tried, 'intended', { dueAt: T0 + 5 })], T0)
    await decide(harness.store, T0, { effects: [message('other chat', 'c')] }, '2')
    await decide(harness.store, T0, { effects: [message('fresh', 'd')] })
    await decide(harness.store, T0, { forget: true, effects: [message('goodbye', 'd')], session: undefined })

    expect(idsOf(await lease(harness.store, T0 + LEASE_MS)).sort()).toEqual(['goodbye', 'held', 'other chat', 'tried'])
    expect(await harness.store.counts(T0)).toMatchObject({ intended: 4 })
  })

  it('drops no closing of a conversation with people: it would stay open there', async () => {
    const closing = { id: 'close', kind: 'tempbox.encerrar', lane: 'people', payload: { atendimento: 'A1' }, notify: false } as const
    await decide(harness.store, T0, { effects: [message('words', 'people'), closing] })
    await decide(harness.store, T0 + 1, { forget: true, session: undefined })
    const left = await lease(harness.store, T0 + 1)
    expect(left).toMatchObject([{ id: 'close', kind: 'tempbox.encerrar', payload: { atendimento: 'A1' } }])
  })

  it('lets a lane go on when its first effect was dropped', async () => {
    await decide(harness.store, T0, { effects: [message('gone'), message('gone too')] })
    await decide(harness.store, T0, { forget: true, effects: [message('stays')] })
    expect((await leaseOne(harness.store, T0)).id).toBe('stays')
  })
}
