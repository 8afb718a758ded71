import { describe, expect, it } from 'vitest'

import type { Cliente } from '../../../src/domain/cliente.js'
import type { InboxEvent } from '../../../src/domain/event.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { outageKey } from '../../../src/lib/outage-key.js'
import { createTagger } from '../../../src/lib/tags.js'
import { createBudget, type Budget } from '../../../src/watchers/budget.js'
import { createOutagePoller } from '../../../src/watchers/outage-notices.js'
import { readOutageState } from '../../../src/watchers/outage-state.js'
import type { Poll } from '../../../src/watchers/poller.js'
import type { LeasedWatch } from '../../../src/watchers/ports.js'
import { makeCliente } from '../../support/conversation-reads.js'
import { FakeClock } from '../../support/fake-clock.js'
import { failure } from '../../support/fake-desks.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const OUTAGE = 'Rompimento de fibra no Centro'
const OTHER = 'Falha massiva na região'
const tag = createTagger(new Uint8Array(32).fill(3))
const RPM = 300

/** Customers who wait, polled as the loop does: each when it is due, one process or several. */
class Waiters {
  readonly clock = new FakeClock()
  readonly records = new Map<number, Cliente>()
  readonly calledAt: number[] = []
  readonly told: { at: number; event: InboxEvent }[] = []
  readonly budget: Budget = createBudget({ perMinute: () => RPM / 3, clock: this.clock })
  polls = 0
  failing = false
  readonly #due: { dueAt: number; watch: LeasedWatch }[] = []
  #processes: Poll[]

  constructor(processes = 1) {
    this.#processes = Array.from({ length: processes }, () => this.#process())
  }

  ask(codigoCliente: number, alerta: string, given: object = {}): void {
    const now = this.clock.now()
    this.records.set(codigoCliente, makeCliente(codigoCliente, { alertas: ['recado da equipe', alerta] }))
    const common = { codigoCliente, idClienteServico: codigoCliente * 100, em: now, ate: now + 24 * HOUR, vez: 0 }
    const state = JSON.stringify({ ...common, lidoEm: now, alerta: outageKey(tag, alerta), ...given })
    const id = `av:${String(codigoCliente)}:${String(codigoCliente * 100)}`
    this.#push({ dueAt: now, watch: { id, chatId: String(codigoCliente), kind: 'aviso', state, lease: 'x' } })
  }

  alert(codigoCliente: number, ...alertas: string[]): void {
    this.records.set(codigoCliente, makeCliente(codigoCliente, { alertas }))
  }

  restart(): void {
    this.#processes = this.#processes.map(() => this.#process())
  }

  async pass(ms: number): Promise<void> {
    const until = this.clock.now() + ms
    for (let next = this.#due[0]; next && next.dueAt <= until; next = this.#due[0]) {
      this.#due.shift()
      if (next.dueAt > this.clock.now()) await this.#moveTo(next.dueAt)
      await this.#poll(next.watch)
    }
    await this.#moveTo(until)
  }

  get waiting() {
    return this.#due.map(({ watch }) => readOutageState(watch.state))
  }

  get hasTold(): number {
    return new Set(this.told.map(({ event }) => event.chatId)).size
  }

  /** Calls in the busiest of all minutes. */
  get busiestMinute(): number {
    return Math.max(0, ...this.calledAt.map((at) => this.calledAt.filter((other) => other >= at && other < at + MINUTE).length))
  }

  async #poll(watch: LeasedWatch): Promise<void> {
    this.polls += 1
    const poll = this.#processes[this.polls % this.#processes.length]
    const { next, events } = (await poll?.(watch)) ?? { next: undefined, events: [] }
    for (const event of events) this.told.push({ at: this.clock.now(), event })
    if (next) this.#push({ dueAt: next.dueAt, watch: { ...watch, state: next.state } })
  }

  #push(one: { dueAt: number; watch: LeasedWatch }): void {
    let low = 0
    let high = this.#due.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#due[middle]?.dueAt ?? 0) <= one.dueAt) low = middle + 1
      else high = middle
    }
    this.#due.splice(low, 0, one)
  }

  async #moveTo(at: number): Promise<void> {
    this.clock.set(at)
    await Promise.resolve()
  }

  #process(): Poll {
    return createOutagePoller({
      reader: {
        findByCodigo: async (codigoCliente) => {
          this.calledAt.push(this.clock.now())
          if (this.failing) throw failure('unreachable', 'safe')
          return this.records.get(codigoCliente)
        },
      },
      budget: this.budget,
      budgetPerMinute: () => RPM / 3,
      alertas: () => ({ mostrar: [{ padrao: /rompimento|falha massiva/iu, como: 'outage' }], padrao: 'hide' }),
      tag,
      clock: this.clock,
      logger: silentLogger,
      pollIntervalMs: 5_000,
    })
  }
}

function crowd(count: number, processes = 1): Waiters {
  const all = new Waiters(processes)
  for (let n = 1; n <= count; n += 1) all.ask(n, OUTAGE)
  return all
}

describe('the end of an outage that many wait for', () => {
  it('costs a few calls a minute while it lasts, and tells 5,000 once each within 75 minutes and the budget', async () => {
    const all = crowd(5_000)
    await all.pass(30 * MINUTE)
    expect(all.told).toEqual([])
    expect(all.calledAt.length / 30).toBeLessThan(3)
    for (let n = 1; n <= 5_000; n += 1) all.alert(n)
    await all.pass(75 * MINUTE)
    expect(all.told).toHaveLength(5_000)
    expect(all.hasTold).toBe(5_000)
    expect(all.busiestMinute).toBeLessThanOrEqual(RPM / 3)
    expect(all.waiting).toEqual([])
    // Looking in without a call is not free either: a store makes that many times more.
    expect(all.polls / 105 / 60).toBeLessThan(60)
  }, 60_000)

  it('leaves tickets the calls they ask for', async () => {
    const all = crowd(2_000)
    await all.pass(2 * MINUTE)
    for (let n = 1; n <= 2_000; n += 1) all.alert(n)
    let refused = 0
    for (let second = 0; second < 600; second += 2) {
      await all.pass(2_000)
      if (all.budget.take() > 0) refused += 1
    }
    expect(refused).toBeLessThan(3)
    expect(all.hasTold).toBeGreaterThan(300)
  }, 30_000)

  it('is told to sixty within two and a half minutes', async () => {
    const all = crowd(60)
    await all.pass(10 * MINUTE)
    for (let n = 1; n <= 60; n += 1) all.alert(n)
    await all.pass(2.5 * MINUTE + 60_000)
    expect(all.told).toHaveLength(60)
  })

  it('is told to one who waits alone, by one reading in about a minute, with the connection just read', async () => {
    const all = new Waiters()
    all.ask(11, OUTAGE)
    await all.pass(20 * MINUTE)
    expect(all.calledAt.length).toBeGreaterThan(14)
    expect(all.calledAt.length).toBeLessThan(28)
    const cliente = makeCliente(11)
    const [servico] = cliente.servicos
    if (!servico) throw new Error('a record has a service')
    all.records.set(11, { ...cliente, servicos: [{ ...servico, ultimaConexao: { conectado: true, desde: 5 } }] })
    await all.pass(2 * MINUTE)
    const { event } = all.told[0] ?? {}
    expect(event?.id).toMatch(/^av:11:1100:\w+\.0:over$/u)
    expect(event?.input).toMatchObject({ what: 'over', codigoCliente: 11, conectado: true, desde: 5, telefones: [tag('telefone', '+5537990000101')] })
  })
})

describe('who is told', () => {
  it('is only whose own record holds no outage any more', async () => {
    const all = crowd(40)
    await all.pass(5 * MINUTE)
    for (let n = 1; n <= 20; n += 1) all.alert(n)
    await all.pass(15 * MINUTE)
    expect(all.told.map(({ event }) => Number(event.chatId)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
    for (let n = 21; n <= 40; n += 1) all.alert(n)
    await all.pass(15 * MINUTE)
    expect(all.hasTold).toBe(40)
    expect(all.told).toHaveLength(40)
  })

  it('does not read everybody because one alert was taken away by itself', async () => {
    const all = crowd(1_000)
    await all.pass(5 * MINUTE)
    const before = all.calledAt.length
    const lone = all.waiting[0]?.codigoCliente ?? 0
    all.alert(lone)
    await all.pass(HOUR)
    expect(all.told.every(({ event }) => event.chatId === String(lone))).toBe(true)
    expect(all.calledAt.length - before).toBeLessThan(1_000)
  })

  it('is nobody whose alert went away and came back between two looks, or now tells of another outage', async () => {
    const all = crowd(5)
    await all.pass(90_000)
    for (let n = 1; n <= 5; n += 1) all.alert(n)
    for (let n = 1; n <= 5; n += 1) all.alert(n, n > 3 ? OTHER : OUTAGE)
    await all.pass(30 * MINUTE)
    expect(all.told).toEqual([])
    for (const n of [4, 5]) all.alert(n)
    await all.pass(10 * MINUTE)
    expect(all.told.map(({ event }) => event.chatId).sort()).toEqual(['4', '5'])
  })

  it('is nobody while records cannot be read, and all of them afterwards', async () => {
    const all = crowd(20)
    await all.pass(5 * MINUTE)
    for (let n = 1; n <= 20; n += 1) all.alert(n)
    all.failing = true
    const before = all.calledAt.length
    await all.pass(30 * MINUTE)
    expect(all.told).toEqual([])
    // One a minute for all, and each its own now and then.
    expect(all.calledAt.length - before).toBeLessThan(100)
    all.failing = false
    await all.pass(25 * MINUTE)
    expect(all.told).toHaveLength(20)
  })

  it('is nobody whose service is gone from the record: the watch ends without a word', async () => {
    const all = new Waiters()
    all.ask(11, OUTAGE)
    all.records.delete(11)
    await all.pass(2 * HOUR)
    expect(all.told).toEqual([])
    expect(all.waiting).toEqual([])
  })

  it('hears after a day that nobody knows, also where nothing could be read', async () => {
    const all = new Waiters()
    all.ask(11, OUTAGE)
    all.ask(12, OTHER)
    await all.pass(23 * HOUR)
    all.failing = true
    await all.pass(70 * MINUTE)
    expect(all.told).toEqual([])
    await all.pass(2 * HOUR)
    expect(all.told.map(({ event }) => event.input)).toMatchObject([{ what: 'unknown' }, { what: 'unknown' }])
    expect(all.waiting).toEqual([])
  })
})

describe('a process that knows nothing', () => {
  it('reads one of each group, after a restart and among replicas, and tells all once', async () => {
    const all = crowd(300, 2)
    await all.pass(10 * MINUTE)
    const before = all.calledAt.length
    expect(before / 10).toBeLessThan(6)
    all.restart()
    await all.pass(MINUTE)
    expect(all.calledAt.length - before).toBeLessThan(8)
    for (let n = 1; n <= 300; n += 1) all.alert(n)
    await all.pass(15 * MINUTE)
    expect(all.told).toHaveLength(300)
    expect(all.hasTold).toBe(300)
  })

  it('learns the key of a watch that was set without one', async () => {
    const all = new Waiters()
    all.ask(11, OUTAGE, { alerta: undefined, lidoEm: 0 })
    await all.pass(MINUTE)
    expect(all.waiting[0]?.alerta).toBe(outageKey(tag, OUTAGE.toUpperCase()))
    expect(JSON.stringify(all.waiting)).not.toMatch(/romp/iu)
  })

  it('ends a watch that cannot be read', async () => {
    const poll = createOutagePoller({
      reader: { findByCodigo: async () => undefined },
      budget: { take: () => 0 },
      budgetPerMinute: () => 100,
      alertas: () => ({ mostrar: [], padrao: 'hide' }),
      tag,
      clock: new FakeClock(),
      logger: silentLogger,
      pollIntervalMs: 5_000,
    })
    expect(await poll({ id: 'av:1:1', chatId: '1', kind: 'aviso', state: '{', lease: 'x' })).toEqual({ next: undefined, events: [] })
  })
})
