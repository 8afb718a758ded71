import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { createBudget } from '../../../src/watchers/budget.js'
import type { LeasedWatch } from '../../../src/watchers/ports.js'
import { createQueueOfTurns } from '../../../src/watchers/queue-of-turns.js'
import { createTicketPollers } from '../../../src/watchers/tickets.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeHubsoftReader } from '../../support/fake-readers.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The most of any sixty seconds that begin at or after `from`. */
function busiestMinute(calledAt: readonly number[], from = -Infinity): number {
  const after = calledAt.filter((at) => at >= from)
  return Math.max(0, ...after.map((at) => after.filter((other) => other >= at && other < at + MINUTE).length))
}

function pollersOf(clock: FakeClock, hubsoft: FakeHubsoftReader, mayRead: () => boolean) {
  return createTicketPollers({
    hubsoft: { reader: hubsoft, callsPerMinute: 300 },
    milvus: undefined,
    mensagensPublicas: () => 'todas',
    avisos: { reader: { findByCodigo: async () => undefined }, alertas: () => ({ mostrar: [], padrao: 'hide' }), tag: (_, value) => value },
    mayRead,
    clock,
    logger: silentLogger,
    pollIntervalMs: 5_000,
  })
}

interface Followed {
  watch: LeasedWatch
  dueAt: number
  saidAt: number | undefined
}

/** Five hundred tickets of ten days and the pollers of so many processes, on one HubSoft. */
function setUp(processes: number) {
  const clock = new FakeClock()
  const hubsoft = new FakeHubsoftReader(clock)
  const all = { living: Array.from({ length: processes }, (_, process) => process) }
  // Who reads is the one that has lived longest, as with a role that is kept.
  const polls = all.living.map((process) => pollersOf(clock, hubsoft, () => all.living[0] === process))
  const start = clock.now()
  const followed = Array.from({ length: 500 }, (_, index): Followed => {
    const idAtendimento = 1_000 + index
    const dia = `2026-06-${String(21 + (index % 10))}`
    hubsoft.open(idAtendimento, idAtendimento, dia)
    const times = { openedAt: start, since: start, changedAt: start }
    const state = JSON.stringify({ reference: 'PLT-AAAA1111', ...times, idAtendimento, idClienteServico: idAtendimento, dia })
    const id = String(idAtendimento)
    return { watch: { id: `tk:${id}`, chatId: id, kind: 'hubsoft', state, lease: 'x' }, dueAt: start, saidAt: undefined }
  })
  const told = new Map<string, number>()
  const waits: number[] = []

  /** One second: each due watch goes to one of the processes that live, as by a lease. */
  async function second(turn: number): Promise<void> {
    const due = followed.filter(({ dueAt }) => dueAt <= clock.now()).sort((a, b) => a.dueAt - b.dueAt)
    for (const [index, one] of due.entries()) {
      const { next, events } = (await polls[all.living[(turn + index) % all.living.length] ?? 0]?.hubsoft(one.watch)) ?? { next: undefined, events: [] }
      if (!next) throw new Error('a ticket that is open is followed')
      one.watch = { ...one.watch, state: next.state }
      one.dueAt = next.dueAt
      for (const { id } of events) {
        told.set(id, (told.get(id) ?? 0) + 1)
        waits.push(clock.now() - (one.saidAt ?? 0))
      }
    }
    await clock.advance(SECOND)
  }

  return {
    ...{ clock, hubsoft, all, told, waits },
    async run(ms: number): Promise<void> {
      for (let turn = 0; turn * SECOND < ms; turn += 1) await second(turn)
    },
    staffWriteEverywhere(): void {
      for (const one of followed) {
        one.saidAt = clock.now()
        hubsoft.says(Number(one.watch.chatId), 'novidade')
      }
    },
  }
}

describe('five hundred open tickets that processes share', () => {
  it.each([2, 3])('stay within a third of the calls a minute over %i of them, and every word is told once', async (processes) => {
    const { hubsoft, told, waits, run, staffWriteEverywhere } = setUp(processes)
    await run(5 * MINUTE)
    staffWriteEverywhere()
    await run(12 * MINUTE)
    expect(busiestMinute(hubsoft.calledAt)).toBeLessThanOrEqual(100)
    expect([told.size, Math.max(...told.values())]).toEqual([500, 1])
    // Which process meets a watch is chance, and only one of them reads: a few have bad luck for a while.
    const sorted = [...waits].sort((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length * 0.98)]).toBeLessThanOrEqual(5 * MINUTE)
    expect(Math.max(...waits)).toBeLessThanOrEqual(8 * MINUTE)
  }, 30_000)

  it('go on when the one that reads dies, with no more than what may be made at once on top in that minute', async () => {
    const { hubsoft, all, told, run, staffWriteEverywhere } = setUp(2)
    await run(4 * MINUTE)
    all.living = [1]
    staffWriteEverywhere()
    await run(12 * MINUTE)
    expect(busiestMinute(hubsoft.calledAt)).toBeLessThanOrEqual(110)
    expect([told.size, Math.max(...told.values())]).toEqual([500, 1])
  }, 30_000)
})

describe('a budget whose limit changes', () => {
  const takeAll = (take: () => number): number => {
    for (let taken = 0; ; taken += 1) if (take() > 0) return taken
  }

  it('gives what is left of the smaller part, and more again as it grows', async () => {
    const clock = new FakeClock()
    let perMinute = 100
    const budget = createBudget({ perMinute: () => perMinute, clock })
    perMinute = 50
    expect(takeAll(() => budget.take())).toBe(5)
    await clock.advance(MINUTE)
    expect(takeAll(() => budget.take())).toBe(5)
    perMinute = 100
    await clock.advance(MINUTE)
    expect(takeAll(() => budget.take())).toBe(10)
  })

  it('makes a queue of turns move as it is now', () => {
    let perMinute = 60
    const turns = createQueueOfTurns(() => perMinute)
    expect([turns.turn('a', 0), turns.turn('b', 0)]).toEqual([0, SECOND])
    perMinute = 30
    expect([turns.turn('c', 0), turns.turn('d', 0)]).toEqual([2 * SECOND, 4 * SECOND])
  })
})
