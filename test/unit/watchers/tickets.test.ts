import { describe, expect, it } from 'vitest'

import type { MensagensPublicas } from '../../../src/domain/routing.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { createBudget } from '../../../src/watchers/budget.js'
import { createHubsoftReadings } from '../../../src/watchers/hubsoft-readings.js'
import type { LeasedWatch } from '../../../src/watchers/ports.js'
import { createTicketPollers } from '../../../src/watchers/tickets.js'
import { FakeClock } from '../../support/fake-clock.js'
import { failure } from '../../support/fake-desks.js'
import { FakeHubsoftReader, FakeMilvusReader } from '../../support/fake-readers.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface Options {
  which?: MensagensPublicas
  /** What the state has beyond what the conversation always writes. */
  state?: object
}

function pollers(clock: FakeClock, which: MensagensPublicas = 'todas') {
  const hubsoft = new FakeHubsoftReader(clock)
  const milvus = new FakeMilvusReader()
  const polls = createTicketPollers({
    hubsoft: { reader: hubsoft, callsPerMinute: 300 },
    milvus,
    mensagensPublicas: () => which,
    avisos: { reader: { findByCodigo: async () => undefined }, alertas: () => ({ mostrar: [], padrao: 'hide' }), tag: (_, value) => value },
    mayRead: () => true,
    clock,
    logger: silentLogger,
    pollIntervalMs: 5_000,
  })
  return { hubsoft, milvus, polls }
}

/** One watch polled by hand, its state carried on, each time when it is due. */
function setUp(kind: 'hubsoft' | 'milvus', { which, state = {} }: Options = {}) {
  const clock = new FakeClock()
  const { hubsoft, milvus, polls } = pollers(clock, which)
  const now = clock.now()
  hubsoft.open(71, 7)
  const times = { openedAt: now, since: now - 2 * MINUTE, changedAt: now }
  const own = kind === 'milvus' ? { codigo: '2271' } : { idAtendimento: 71, idClienteServico: 7, dia: '2026-07-01' }
  const json = JSON.stringify({ reference: 'PLT-AAAA1111', ...times, ...own, ...state })
  let watch: LeasedWatch | undefined = { id: `tk:42:${kind}:x`, chatId: '42', kind, state: json, lease: 'x' }
  const poll = async () => {
    if (!watch) throw new Error('the watch has ended')
    const polled = await polls[kind]?.(watch)
    if (!polled) throw new Error('no such poller')
    watch = polled.next && { ...watch, state: polled.next.state }
    const waitMs = polled.next && polled.next.dueAt - clock.now()
    await clock.advance(waitMs ?? 0)
    return { news: polled.events.map(({ input }) => ('news' in input ? input.news : input)), ...polled, waitMs }
  }
  return { clock, hubsoft, milvus, poll, state: () => watch?.state ?? '' }
}

describe('what staff write in an atendimento', () => {
  it('is told once, in order, to the chat that follows it', async () => {
    const { hubsoft, poll } = setUp('hubsoft')
    hubsoft.says(71, 'Olá')
    hubsoft.says(71, 'Vamos ver')
    const { events } = await poll()
    expect(events).toMatchObject([
      { id: 'tk:42:hubsoft:x:m1', chatId: '42', input: { kind: 'ticketNews', reference: 'PLT-AAAA1111', news: { text: 'Olá' } } },
      { id: 'tk:42:hubsoft:x:m2', input: { news: { what: 'message', text: 'Vamos ver' } } },
    ])
    expect((await poll()).events).toEqual([])
    hubsoft.says(71, 'Pronto')
    expect((await poll()).news).toEqual([{ what: 'message', text: 'Pronto' }])
  })

  it('does not include what a Plantão wrote, this one or another', async () => {
    const { hubsoft, poll } = setUp('hubsoft')
    hubsoft.says(71, '[PLT-AAAA1111/1] Cliente: oi')
    hubsoft.says(71, ' [plt-BBBB2222/3]Cliente: de outra conversa')
    hubsoft.says(71, 'PLT-AAAA1111-1-foto.jpg')
    hubsoft.says(71, 'Sobre o PLT-AAAA1111: já vimos')
    expect((await poll()).news).toEqual([{ what: 'message', text: 'Sobre o PLT-AAAA1111: já vimos' }])
  })

  it('is nobody else’s business unless the operator said so', async () => {
    const none = setUp('hubsoft', { which: 'nenhuma' })
    none.hubsoft.says(71, 'cliente chato')
    expect((await none.poll()).events).toEqual([])

    const prefixed = setUp('hubsoft', { which: { prefixo: '@cliente' } })
    prefixed.hubsoft.says(71, 'cliente chato')
    prefixed.hubsoft.says(71, '@Cliente: tudo certo')
    prefixed.hubsoft.change(71, { aberto: false, fechamento: 'recado interno' })
    expect((await prefixed.poll()).news).toEqual([{ what: 'message', text: 'tudo certo' }, { what: 'closed' }])
  })

  it('is not news from before the chat joined a ticket that was open', async () => {
    const joined = { joined: true, since: Date.UTC(2026, 6, 1, 12) }
    const { clock, hubsoft, poll } = setUp('hubsoft', { state: joined })
    hubsoft.says(71, 'antiga', clock.now() - MINUTE)
    hubsoft.says(71, 'antiga, sem data', null)
    expect((await poll()).events).toEqual([])
    hubsoft.says(71, 'nova')
    hubsoft.says(71, 'nova, sem data', null)
    expect((await poll()).news).toMatchObject([{ text: 'nova' }, { text: 'nova, sem data' }])
  })

  it('leaves no words in the state, and a bounded one', async () => {
    const { hubsoft, poll, state } = setUp('hubsoft')
    for (let n = 0; n < 700; n += 1) hubsoft.says(71, `segredo ${String(n)}`)
    expect((await poll()).events).toHaveLength(700)
    expect(state()).not.toContain('segredo')
    expect(state().length).toBeLessThan(8_000)
  })
})

describe('what staff do with an atendimento', () => {
  it('is a status told when it changes, and its closing as the last thing', async () => {
    const { hubsoft, poll } = setUp('hubsoft')
    expect((await poll()).events).toEqual([])
    hubsoft.change(71, { status: 'Em execução' })
    expect((await poll()).news).toEqual([{ what: 'status', status: 'Em execução' }])
    hubsoft.change(71, { status: 'EM EXECUCAO' })
    expect((await poll()).events).toEqual([])
    hubsoft.says(71, 'Trocamos o cabo')
    hubsoft.change(71, { aberto: false, status: 'Resolvido', fechamento: 'Cabo trocado' })
    const { news, next } = await poll()
    expect(news).toEqual([
      { what: 'message', text: 'Trocamos o cabo' },
      { what: 'closed', text: 'Cabo trocado' },
    ])
    expect(next).toBeUndefined()
  })

  it('is a visit, told when it is planned and when it is moved', async () => {
    const { clock, hubsoft, poll } = setUp('hubsoft')
    await poll()
    const inicio = clock.now() + DAY
    const plan = (at: number) => {
      const held = hubsoft.held.get(71)
      if (held) held.visitas = [{ id: 5, inicio: at }]
    }
    plan(inicio)
    expect((await poll()).news).toEqual([{ what: 'visit', inicio }])
    expect((await poll()).news).toEqual([])
    plan(inicio + DAY)
    expect((await poll()).news).toEqual([{ what: 'visit', inicio: inicio + DAY }])
  })

  it('ends after thirty days', async () => {
    const { clock, poll } = setUp('hubsoft')
    await clock.advance(31 * DAY)
    expect(await poll()).toMatchObject({ next: undefined, events: [] })
  })
})

describe('the pace', () => {
  it('is 15 s at first, ten minutes after hours of silence, and 15 s again when something moves', async () => {
    const { clock, hubsoft, poll } = setUp('hubsoft')
    expect((await poll()).waitMs).toBe(15_000)
    await clock.advance(20 * MINUTE)
    const after = (await poll()).waitMs ?? 0
    expect(after).toBeGreaterThan(59_000)
    expect(after).toBeLessThan(75_000)
    await clock.advance(DAY)
    expect((await poll()).waitMs).toBe(10 * MINUTE)
    hubsoft.says(71, 'voltei')
    expect((await poll()).waitMs).toBe(15_000)
  })

  it('is slower each time HubSoft fails, and as slow as a 429 says', async () => {
    const { hubsoft, poll } = setUp('hubsoft')
    hubsoft.faults.always('readOfServico', { fails: failure('unreachable', 'safe') })
    const waits: number[] = []
    for (let n = 0; n < 8; n += 1) waits.push((await poll()).waitMs ?? 0)
    expect(waits.at(-1)).toBeGreaterThanOrEqual(5 * MINUTE)
    hubsoft.faults.always('readOfServico', { fails: failure('rate-limited', 'safe', 20 * MINUTE) })
    expect((await poll()).waitMs).toBe(20 * MINUTE)
  })

  it('leaves the calls to customers while they need them', async () => {
    const { hubsoft, poll } = setUp('hubsoft')
    hubsoft.spare = 10
    hubsoft.says(71, 'Olá')
    expect((await poll()).events).toEqual([])
    expect(hubsoft.calledAt).toEqual([])
    hubsoft.spare = 300
    expect((await poll()).news).toEqual([{ what: 'message', text: 'Olá' }])
  })
})

describe('five hundred open tickets', () => {
  /** Follows tickets as the loop does, for `minutes`; gives the most calls of any minute. */
  async function follow(days: readonly string[], minutes: number, perMinute = 300) {
    const clock = new FakeClock()
    const { hubsoft, polls } = pollers(clock)
    const start = clock.now()
    const watches = Array.from({ length: 500 }, (_, index) => {
      const id = 1_000 + index
      const dia = days[index % days.length] ?? ''
      hubsoft.open(id, id, dia)
      const times = { openedAt: start, since: start, changedAt: start }
      const state = JSON.stringify({ reference: 'PLT-AAAA1111', ...times, idAtendimento: id, idClienteServico: id, dia })
      const watch: LeasedWatch = { id: `tk:${String(id)}`, chatId: String(id), kind: 'hubsoft', state, lease: 'x' }
      return { watch, dueAt: start }
    })
    const told = new Set<string>()
    for (let second = 0; second < minutes * 60; second += 1) {
      const due = watches.filter(({ dueAt }) => dueAt <= clock.now()).sort((a, b) => a.dueAt - b.dueAt)
      for (const one of due) {
        const { next, events } = await polls.hubsoft(one.watch)
        for (const { id } of events) told.add(id)
        one.watch = { ...one.watch, state: next?.state ?? '' }
        one.dueAt = next?.dueAt ?? Infinity
      }
      if (second === 60 * (minutes - 12)) for (const { watch } of watches) hubsoft.says(Number(watch.chatId), 'novidade')
      await clock.advance(1_000)
    }
    const busiest = Math.max(
      ...hubsoft.calledAt.map((at) => hubsoft.calledAt.filter((other) => other >= at && other < at + MINUTE).length),
    )
    return { busiest, calls: hubsoft.calledAt.length, told: told.size, perMinute }
  }

  it('opened on one day stay within a third of the calls a minute, and every word is heard', async () => {
    const { busiest, told } = await follow(['2026-07-01'], 20)
    expect(busiest).toBeLessThanOrEqual(100)
    expect(told).toBe(500)
  }, 30_000)

  it('opened over thirty days do so as well', async () => {
    const days = Array.from({ length: 30 }, (_, index) => `2026-06-${String(index + 1).padStart(2, '0')}`)
    const { busiest, told } = await follow(days, 20)
    expect(busiest).toBeLessThanOrEqual(100)
    expect(told).toBe(500)
  }, 30_000)
})

describe('a listing by day', () => {
  const asked = (idAtendimento: number) => ({ idAtendimento, idClienteServico: idAtendimento, dia: '2026-07-01' })
  const readings = (clock: FakeClock) => {
    const reader = new FakeHubsoftReader(clock)
    for (let id = 1; id <= 9; id += 1) reader.open(id, id)
    const shared = createHubsoftReadings({ reader, budget: createBudget({ perMinute: () => 1_000, clock }), clock })
    return { reader, shared }
  }

  it('answers for all tickets of the day until it is too old', async () => {
    const clock = new FakeClock()
    const { reader, shared } = readings(clock)
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => shared.read(asked(id), 5_000)))
    expect(reader.faults.calls).toEqual(['readOfServico', 'readCreatedOn'])
    await clock.advance(6_000)
    for (const id of [1, 2, 3]) expect(await shared.read(asked(id), 5_000)).toMatchObject({ kind: 'read' })
    expect(reader.faults.count('readCreatedOn')).toBe(2)
  })

  it('that lacks one leaves it to its service', async () => {
    const clock = new FakeClock()
    const { reader, shared } = readings(clock)
    reader.hiddenByDay.add(2)
    reader.held.delete(3)
    await shared.read(asked(1), 0)
    expect(await shared.read(asked(2), 5_000)).toMatchObject({ kind: 'read', atendimento: { idAtendimento: 2 } })
    expect(await shared.read(asked(3), 5_000)).toEqual({ kind: 'absent' })
  })

  it('that this tenant does not have, or does not allow, leaves all to their services, and is tried again in an hour', async () => {
    const clock = new FakeClock()
    const { reader, shared } = readings(clock)
    reader.faults.always('readCreatedOn', { fails: failure('not-found', 'never') })
    for (const id of [1, 2, 3]) expect(await shared.read(asked(id), 0)).toMatchObject({ kind: 'read', atendimento: { idAtendimento: id } })
    expect(reader.faults.count('readCreatedOn')).toBe(1)
    reader.faults.always('readCreatedOn', undefined)
    await clock.advance(60 * MINUTE)
    for (const id of [1, 2]) expect(await shared.read(asked(id), 0)).toMatchObject({ kind: 'read' })
    expect(reader.faults.count('readCreatedOn')).toBe(2)
  })

  it('that fails is no reason to give it up', async () => {
    const clock = new FakeClock()
    const { reader, shared } = readings(clock)
    await shared.read(asked(1), 0)
    reader.faults.next('readCreatedOn', { fails: failure('server-error', 'safe') })
    await expect(shared.read(asked(2), 0)).rejects.toMatchObject({ code: 'server-error' })
    await shared.read(asked(2), 0)
    expect(reader.faults.count('readCreatedOn')).toBe(2)
  })

  it('that takes more pages than there are tickets of ours in it is not made again', async () => {
    const clock = new FakeClock()
    const { reader, shared } = readings(clock)
    reader.perPage = 2
    for (const id of [1, 2]) await shared.read(asked(id), 0)
    expect(reader.faults.count('readCreatedOn')).toBe(5)
    await clock.advance(1_000)
    for (const id of [1, 2]) await shared.read(asked(id), 0)
    expect(reader.faults.count('readCreatedOn')).toBe(5)
  })
})

describe('what technicians write in a chamado', () => {
  it('is told once; private, deleted and own words never', async () => {
    const { milvus, poll } = setUp('milvus')
    milvus.says('Bom dia')
    milvus.says('segredo da equipe', { privado: true })
    milvus.says('apagada', { excluido: true })
    milvus.says('[PLT-AAAA1111/1] Cliente: oi', { pessoa: 'API Plantão' })
    expect((await poll()).news).toEqual([{ what: 'message', text: 'Bom dia', author: 'Bia Inventada' }])
    expect((await poll()).events).toEqual([])
    milvus.says('Bom dia')
    expect((await poll()).events).toHaveLength(1)
  })

  it('has its status listed at most once a minute, however often it is polled', async () => {
    const { milvus, poll } = setUp('milvus')
    milvus.statuses.set('2271', 'A fazer')
    for (let n = 0; n < 9; n += 1) await poll()
    expect(milvus.faults.count('readStatus')).toBeLessThanOrEqual(3)
    milvus.statuses.set('2271', 'Atendendo')
    const news = []
    for (let n = 0; n < 5; n += 1) news.push(...(await poll()).news)
    expect(news).toEqual([{ what: 'status', status: 'Atendendo' }])
  })

  it('ends with the chamado', async () => {
    const { milvus, poll } = setUp('milvus')
    milvus.statuses.set('2271', 'Finalizado')
    milvus.says('Feito')
    const { news, next } = await poll()
    expect(news.map((one) => 'what' in one && one.what)).toEqual(['message', 'closed'])
    expect(next).toBeUndefined()
  })
})
