import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import type { Poll } from '../../../src/watchers/poller.js'
import type { LeasedWatch } from '../../../src/watchers/ports.js'
import { createTicketPollers } from '../../../src/watchers/tickets.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeHubsoftReader, FakeMilvusReader } from '../../support/fake-readers.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

interface Followed {
  id: string
  busy: boolean
  watch: LeasedWatch
  dueAt: number
  reads: number
  /** When it was last read, and the longest it ever was not. */
  readAt: number
  longestGap: number
  /** Said and not told yet, oldest first, and how long telling took. */
  said: number[]
  waits: number[]
}

/** Polls each watch when it is due, as the loop does, and notes what becomes of it. */
class Hour {
  readonly followed: Followed[] = []

  constructor(
    readonly clock: FakeClock,
    readonly poll: Poll,
  ) {}

  follow(kind: 'hubsoft' | 'milvus', id: string, silenceMs: number, own: object): Followed {
    const now = this.clock.now()
    const times = { openedAt: now - silenceMs, since: now - silenceMs, changedAt: now - silenceMs }
    const state = JSON.stringify({ reference: 'PLT-AAAA1111', ...times, ...own })
    const watch: LeasedWatch = { id: `tk:${id}`, chatId: id, kind, state, lease: 'x' }
    const one = { id, busy: silenceMs === 0, watch, reads: 0, readAt: now, longestGap: 0, said: [], waits: [] }
    // They are not all due at once: each was read before.
    const followed = { ...one, dueAt: now + (silenceMs === 0 ? 0 : (this.followed.length * 7_919) % (10 * MINUTE)) }
    this.followed.push(followed)
    return followed
  }

  async run(ms: number, each: (now: number) => void): Promise<void> {
    const { clock } = this
    for (const until = clock.now() + ms; clock.now() < until; ) {
      each(clock.now())
      const due = this.followed.filter(({ dueAt }) => dueAt <= clock.now()).sort((a, b) => a.dueAt - b.dueAt)
      for (const one of due) await this.#pollOne(one)
      await clock.advance(SECOND)
    }
    for (const one of this.followed) one.longestGap = Math.max(one.longestGap, clock.now() - one.readAt)
  }

  async #pollOne(one: Followed): Promise<void> {
    const now = this.clock.now()
    const { next, events } = await this.poll(one.watch)
    if (!next) throw new Error('a ticket that is open is followed')
    one.watch = { ...one.watch, state: next.state }
    one.dueAt = next.dueAt
    const { reads } = JSON.parse(next.state) as { reads: number }
    if (reads > one.reads) {
      one.longestGap = Math.max(one.longestGap, now - one.readAt)
      one.readAt = now
      one.reads = reads
    }
    one.waits.push(...one.said.splice(0, events.length).map((saidAt) => now - saidAt))
  }

  longestGap(): number {
    return Math.max(...this.followed.map(({ longestGap }) => longestGap))
  }

  longestWait(busy: boolean): number {
    return Math.max(0, ...this.followed.filter((one) => one.busy === busy).flatMap(({ waits }) => waits))
  }

  untold(): number {
    return this.followed.reduce((sum, { said }) => sum + said.length, 0)
  }
}

/** The most of any sixty seconds. */
function busiestMinute(calledAt: readonly number[]): number {
  let most = 0
  for (let from = 0, to = 0; to < calledAt.length; to += 1) {
    while ((calledAt[to] ?? 0) - (calledAt[from] ?? 0) >= MINUTE) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

function pollers(clock: FakeClock, callsPerMinute: number) {
  const hubsoft = new FakeHubsoftReader(clock)
  const milvus = new FakeMilvusReader()
  const polls = createTicketPollers({
    hubsoft: { reader: hubsoft, callsPerMinute },
    milvus,
    mensagensPublicas: () => 'todas',
    avisos: { reader: { findByCodigo: async () => undefined }, alertas: () => ({ mostrar: [], padrao: 'hide' }), tag: (_, value) => value },
    mayRead: () => true,
    clock,
    logger: silentLogger,
    pollIntervalMs: 5_000,
  })
  return { hubsoft, milvus, polls }
}

async function hubsoftHour(callsPerMinute: number) {
  const clock = new FakeClock()
  const { hubsoft, polls } = pollers(clock, callsPerMinute)
  hubsoft.spare = callsPerMinute
  const hour = new Hour(clock, polls.hubsoft)
  // The tenant has others: each day is two pages, ours among the last.
  for (let index = 0; index < 2_500; index += 1) hubsoft.open(50_000 + index, 50_000 + index, `2026-06-${String(21 + (index % 10))}`)
  for (let index = 0; index < 500; index += 1) {
    const day = index % 10
    const dia = `2026-06-${String(21 + day)}`
    const idAtendimento = 1_000 + index
    const idClienteServico = 1 + (index % 100)
    hubsoft.open(idAtendimento, idClienteServico, dia)
    const silenceMs = index % 10 === Math.floor(index / 10) % 10 ? 0 : (10 - day) * DAY
    hour.follow('hubsoft', String(idAtendimento), silenceMs, { idAtendimento, idClienteServico, dia })
  }
  const start = clock.now()
  await hour.run(HOUR, (now) => {
    const second = (now - start) / SECOND
    hour.followed.forEach((one, index) => {
      // Staff answer a busy one every two minutes, and write once in each of the others.
      const says = one.busy ? second % 120 === index % 120 : second === 300 + index * 5
      if (!says || second > LAST_WORDS) return
      hubsoft.says(Number(one.id), `palavras ${String(second)}`)
      one.said.push(now)
    })
  })
  return { hour, busiest: busiestMinute(hubsoft.calledAt) }
}

/** In seconds: the slowest promise is kept before the hour is over. */
const LAST_WORDS = 2_600

async function milvusHour(allBusy: boolean) {
  const clock = new FakeClock()
  const { milvus, polls } = pollers(clock, 300)
  if (!polls.milvus) throw new Error('Milvus is configured')
  const hour = new Hour(clock, polls.milvus)
  const readAt: number[] = []
  const listedAt: number[] = []
  const byCodigo = new Map<string, string[]>()
  Object.assign(milvus, {
    readAcompanhamentos: async (codigo: string) => {
      readAt.push(clock.now())
      const texts = byCodigo.get(codigo) ?? []
      return texts.map((texto) => ({ pessoa: 'Bia Inventada', texto, data: texto, privado: false, excluido: false }))
    },
    readStatus: async () => {
      listedAt.push(clock.now())
      return { chamados: hour.followed.map(({ id }) => ({ codigo: id, status: 'Atendendo' })), cheia: false }
    },
  })
  for (let index = 0; index < 200; index += 1) {
    const codigo = String(2_000 + index)
    hour.follow('milvus', codigo, index % 20 === 0 ? 0 : (1 + (index % 9)) * DAY, { codigo })
  }
  const start = clock.now()
  await hour.run(HOUR, (now) => {
    const second = (now - start) / SECOND
    hour.followed.forEach((one, index) => {
      const says = one.busy ? second % 120 === index % 120 : (allBusy || index % 10 === 1) && second === 300 + index * 10
      if (!says || second > 2_400) return
      byCodigo.set(one.id, [...(byCodigo.get(one.id) ?? []), `palavras ${String(second)}`])
      one.said.push(now)
    })
  })
  return { hour, busiest: busiestMinute(readAt), listings: busiestMinute(listedAt) }
}

/** The spread of readings as one hour had it: the slowest of thousands of words is another one each time. */
beforeEach(() => {
  let state = 20_261_128
  vi.spyOn(Math, 'random').mockImplementation(() => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((more ^ (more >>> 14)) >>> 0) / 4_294_967_296
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

/*
 * What is promised. A ticket is read again after a twentieth of its silence, between 15 s and ten minutes (`intervalMs`),
 * and then as soon as there is a call. So N, the longest that one stays unread, is ten minutes and the wait for a call:
 * at 300 calls a minute hardly any (the slowest word of an hour, over 14 hours: 54 to 135 s, 73 in the middle); at 30 the time that all the days take, twenty pages at nine a minute, told apart by
 * who was read longest ago; for Milvus, which has no listing of follow-ups, all 200 chamados at 18 a minute.
 */
describe('500 open atendimentos of 100 services, created on ten days, in an hour in which staff write in each', () => {
  it.each([
    { rpm: 300, unreadMs: 11 * MINUTE, busyMs: 3 * MINUTE, oldMs: 12 * MINUTE },
    { rpm: 30, unreadMs: 16 * MINUTE, busyMs: 15 * MINUTE, oldMs: 16 * MINUTE },
  ])(
    'keep to a third of $rpm calls a minute, are all read, and every word is told in time',
    async ({ rpm, unreadMs, busyMs, oldMs }) => {
      const { hour, busiest } = await hubsoftHour(rpm)
      expect(busiest).toBeLessThanOrEqual(rpm / 3)
      expect(hour.longestGap()).toBeLessThanOrEqual(unreadMs)
      expect(hour.longestWait(true)).toBeLessThanOrEqual(busyMs)
      expect(hour.longestWait(false)).toBeLessThanOrEqual(oldMs)
      expect(hour.untold()).toBe(0)
    },
    60_000,
  )
})

describe('200 open chamados', () => {
  it.each([
    { of: 'a tenth of them', all: false, unreadMs: 17 * MINUTE, busyMs: 5 * MINUTE },
    { of: 'all of them', all: true, unreadMs: 22 * MINUTE, busyMs: 14 * MINUTE },
  ])(
    'in an hour in which technicians write in $of keep to one listing and twenty readings a minute, and are all read',
    async ({ all, unreadMs, busyMs }) => {
      const { hour, busiest, listings } = await milvusHour(all)
      expect(busiest).toBeLessThanOrEqual(20)
      expect(listings).toBe(1)
      expect(hour.longestGap()).toBeLessThanOrEqual(unreadMs)
      expect(hour.longestWait(true)).toBeLessThanOrEqual(busyMs)
      expect(hour.longestWait(false)).toBeLessThanOrEqual(unreadMs)
      expect(hour.untold()).toBe(0)
    },
    60_000,
  )
})
