import { afterEach, beforeEach, expect, it } from 'vitest'

import type { NewEffect } from '../../../src/domain/effect.js'
import type { AuditRecord, JournalLine } from '../../../src/domain/record.js'
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
  type OpenHarness,
  settlement,
  type StoreHarness,
  T0,
  turn,
} from './kit.js'

/** What is recorded of a chat and of what was changed elsewhere. */
export function describeChronicle(open: OpenHarness): void {
  let harness: StoreHarness
  beforeEach(async () => {
    harness = await open()
  })
  afterEach(() => harness.dispose())

  const say = (text: string, at = T0): JournalLine => ({ at, who: 'cliente', text })
  const textsOf = async (chatId = '1', limit = 2_000): Promise<string[]> =>
    (await harness.store.readJournal(chatId, limit)).map(({ text }) => text)
  const audit = (effectId: string, at = T0): AuditRecord => ({
    at,
    kind: 'hubsoft.atendimento',
    effectId,
    outcome: 'confirmed',
    level: 2,
    idClienteServico: 7,
  })

  it('writes a turn’s lines behind those that are there, of its own chat, and gives the last of them', async () => {
    const first = [{ ...say('minha internet caiu 😀'), version: '0123456789ab' }, { at: T0 + 1, who: 'bot', text: 'Há quanto tempo?' } as const]
    await decide(harness.store, T0, { journal: first })
    await decide(harness.store, T0, { journal: [say('outra')] }, '2')
    await decide(harness.store, T0, { journal: [say('desde ontem', T0 + 2)] })
    await decide(harness.store, T0, {})
    await harness.crash()
    expect(await harness.store.readJournal('1', 9)).toEqual([...first, say('desde ontem', T0 + 2)])
    expect(await textsOf('1', 2)).toEqual(['Há quanto tempo?', 'desde ontem'])
    expect(await textsOf('1', 0)).toEqual([])
    expect(await textsOf('2')).toEqual(['outra'])
    expect(await textsOf('3')).toEqual([])
  })

  it('writes no line of a turn whose lease was lost', async () => {
    await harness.store.append([event('e')], T0)
    const lost = await claim(harness.store, T0)
    await claim(harness.store, T0 + LEASE_MS)
    await harness.store.commit(lost, turn({ consumed: ['e'], journal: [say('perdida')] }), T0 + LEASE_MS)
    expect(await textsOf()).toEqual([])
  })

  it('keeps the last thousand lines of a chat', async () => {
    const numbered = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => say(String(from + index)))
    await decide(harness.store, T0, { journal: numbered(0, 990) })
    await decide(harness.store, T0, { journal: numbered(990, 25) })
    const texts = await textsOf()
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([1_000, '15', '1014'])
  })

  it('purges lines and audit records that were kept long enough, and no others', async () => {
    await decide(harness.store, T0, { journal: [say('velha'), say('nova', T0 + 2 * DAY_MS)], effects: [message('a')] })
    await decide(harness.store, T0, { journal: [say('só velha')], effects: [message('b', 'b')] }, '2')
    for (const effect of await lease(harness.store, T0)) {
      const at = effect.id === 'a' ? T0 : T0 + 2 * DAY_MS
      await harness.store.settle([settlement(effect, 'confirmed', { audit: audit(effect.id, at) })], T0)
    }
    await harness.store.purge(T0 + KEEP.journalMs, KEEP)
    expect(await textsOf()).toEqual(['velha', 'nova'])
    await harness.store.purge(T0 + KEEP.journalMs + 1, KEEP)
    expect([await textsOf(), await textsOf('2')]).toEqual([['nova'], []])
    expect(await harness.store.readAudit(9)).toHaveLength(2)
    await harness.store.purge(T0 + KEEP.auditMs + 1, KEEP)
    expect(await textsOf()).toEqual([])
    expect((await harness.store.readAudit(9)).map(({ effectId }) => effectId)).toEqual(['b'])
  })

  it('erases the journal and what dead effects carried when the chat is forgotten, and keeps that they died', async () => {
    const origin = { level: 2, idClienteServico: 7 } as const
    const effects: NewEffect[] = [{ ...message('dead', 'a', 'Segredo'), origin }]
    await decide(harness.store, T0, { journal: [say('antes')], effects })
    await decide(harness.store, T0, { journal: [say('de outra')], effects: [message('other', 'b')] }, '2')
    for (const effect of await lease(harness.store, T0)) {
      await harness.store.settle([settlement(effect, 'dead', { error: 'refused', progress: 'p' })], T0)
    }
    await decide(harness.store, T0, { forget: true, journal: [say('esquecida')] })
    expect([await textsOf(), await textsOf('2')]).toEqual([['esquecida'], ['de outra']])
    const dead = await harness.store.deadEffects(9)
    expect(dead.find(({ id }) => id === 'dead')).toEqual({
      ...{ id: 'dead', chatId: '1', kind: 'telegram.message', payload: undefined, error: 'refused', diedAt: T0 },
    })
    expect(dead.find(({ id }) => id === 'other')?.payload).toEqual({ html: 'Olá' })
    expect(await harness.store.counts(T0)).toMatchObject({ dead: 2 })
  })

  it('keeps an effect’s origin with it, whoever leases it', async () => {
    const origins = [{ level: 2, idClienteServico: 7 }, { level: 1 }, undefined] as const
    const effects = origins.map((origin, index): NewEffect => ({
      ...message(String(index), String(index)),
      ...(origin && { origin }),
    }))
    await harness.store.append([event('e')], T0)
    const claimed = await claim(harness.store, T0)
    const leasing = { owner: 'a', leaseMs: LEASE_MS, limit: 1 }
    const committed = await harness.store.commit(claimed, turn({ consumed: ['e'], effects }), T0, leasing)
    expect(committed).toMatchObject({ leased: [{ id: '0', origin: origins[0] }] })
    await harness.reopen()
    const leased = await lease(harness.store, T0 + LEASE_MS)
    const found = [...leased].sort((one, other) => (one.id < other.id ? -1 : 1))
    expect(found.map(({ origin }) => origin)).toEqual(origins)
  })

  it('keeps an audit record with the outcome it tells of, newest first, and none of a lost lease', async () => {
    await decide(harness.store, T0, { effects: [message('a', 'a'), message('b', 'b')] })
    await decide(harness.store, T0, { effects: [message('c', 'c')] }, '2')
    for (const effect of await lease(harness.store, T0)) {
      const at = T0 + effect.id.charCodeAt(0)
      const settled = settlement(effect, 'confirmed', { audit: audit(effect.id, at) })
      await harness.store.settle([settled, { ...settled, audit: audit('again', at) }], at)
    }
    await harness.crash()
    const records = await harness.store.readAudit(9)
    expect(records.map(({ effectId }) => effectId)).toEqual(['c', 'b', 'a'])
    expect(records[0]).toEqual(audit('c', T0 + 99))
    expect(await harness.store.readAudit(1)).toHaveLength(1)
  })

  it('tells an audit record of a service that is not known without one', async () => {
    await decide(harness.store, T0, { effects: [message('fx')] })
    const { idClienteServico, ...rest } = audit('fx')
    expect(idClienteServico).toBe(7)
    await harness.store.settle([settlement(await leaseOne(harness.store, T0), 'dead', { audit: rest })], T0)
    expect(await harness.store.readAudit(9)).toEqual([rest])
    expect(idsOf(await harness.store.deadEffects(9))).toEqual(['fx'])
  })
}
