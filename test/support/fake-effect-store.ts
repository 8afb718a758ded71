import type { EffectKind, EffectState, LeasedEffect, NewEffect, NewEffectOf } from '../../src/domain/effect.js'
import type { InboxEvent } from '../../src/domain/event.js'
import type { EffectStore, Settlement } from '../../src/outbox/ports.js'
import type { LeasedWatch, WatchStore } from '../../src/watchers/ports.js'
import type { FakeClock } from './fake-clock.js'

interface Row {
  id: string
  chatId: string
  kind: EffectKind
  lane: string
  state: EffectState
  payload: NewEffectOf<EffectKind>['payload']
  notify: boolean
  attempts: number
  absences: number
  unknownSince: number | undefined
  progress: string | undefined
  createdAt: number
  dueAt: number
  lease: string | undefined
  error: string | undefined
}

interface WatchRow {
  id: string
  chatId: string
  state: string
  dueAt: number
  lease: string | undefined
}

const FINAL: ReadonlySet<EffectState> = new Set(['confirmed', 'reconciled', 'rejected', 'dead'])

/** The outbox and the watches in memory, with the leases, lanes and transitions of a real store. */
export class FakeEffectStore implements EffectStore, WatchStore {
  readonly effects: Row[] = []
  readonly watches: WatchRow[] = []
  readonly timers: { dueAt: number; event: InboxEvent }[] = []
  readonly events: InboxEvent[] = []
  /** When each chat was forgotten. */
  readonly forgotten = new Map<string, number>()
  /** Sizes of the batches settled. */
  readonly batches: number[] = []
  /** How many of the next settlements fail. */
  failSettles = 0
  /** Run before the next `markSent` answers, once. */
  beforeMarkSent: (() => void) | undefined
  #leases = 0
  readonly #waiters = new Set<() => void>()

  constructor(readonly clock: FakeClock) {}

  /** As a turn's commit would. */
  decide(effect: NewEffect, chatId = '4242'): void {
    if (this.effects.some(({ id }) => id === effect.id)) return
    const now = this.clock.now()
    this.effects.push({
      ...effect,
      chatId,
      state: 'intended',
      attempts: 0,
      absences: 0,
      unknownSince: undefined,
      progress: undefined,
      createdAt: now,
      dueAt: now,
      lease: undefined,
      error: undefined,
    })
    this.#touch()
  }

  effect(id: string): Row {
    const row = this.effects.find((candidate) => candidate.id === id)
    if (!row) throw new Error(`no effect ${id}`)
    return row
  }

  /** As when a process dies and its leases are made void. */
  crash(): void {
    for (const row of [...this.effects, ...this.watches]) {
      if (row.lease !== undefined) Object.assign(row, { lease: undefined, dueAt: this.clock.now() })
    }
    this.#touch()
  }

  /** As when somebody else took it. */
  steal(id: string): void {
    this.effect(id).lease = 'somebody-else'
  }

  async leaseEffects(request: { owner: string; now: number; leaseMs: number; limit: number }): Promise<LeasedEffect[]> {
    const heads = this.effects.filter((row) => !FINAL.has(row.state) && this.#isHead(row) && row.dueAt <= request.now)
    return heads
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, request.limit)
      .map((row) => {
        if (row.state === 'sent') Object.assign(row, { state: 'unknown', unknownSince: request.now, absences: 0 })
        const lease = `${request.owner}/${String((this.#leases += 1))}`
        Object.assign(row, { lease, dueAt: request.now + request.leaseMs })
        return { ...row, state: row.state === 'unknown' ? 'unknown' : 'intended', lease }
      })
  }

  async markSent(effect: LeasedEffect, progress: string | undefined, now: number): Promise<boolean> {
    this.beforeMarkSent?.()
    this.beforeMarkSent = undefined
    const row = this.effect(effect.id)
    if (row.lease !== effect.lease || row.dueAt <= now) return false
    Object.assign(row, { state: 'sent', progress: progress ?? row.progress })
    return true
  }

  async forgottenAt(chatId: string): Promise<number | undefined> {
    return this.forgotten.get(chatId)
  }

  async settle(batch: readonly Settlement[], now: number): Promise<void> {
    if (this.failSettles > 0) {
      this.failSettles -= 1
      throw new Error('the store is away')
    }
    this.batches.push(batch.length)
    for (const { effect, state, dueAt, attempts, absences, unknownSince, progress, error, event } of batch) {
      const row = this.effect(effect.id)
      if (row.lease !== effect.lease) continue
      const kept = progress ?? row.progress
      Object.assign(row, { state, dueAt: dueAt ?? now, attempts, absences, unknownSince, progress: kept, error })
      row.lease = undefined
      if (event) this.#append([event])
    }
    this.#touch()
  }

  waitForEffects(now: number, maxMs: number, signal: AbortSignal): Promise<void> {
    const due = this.effects.filter((row) => !FINAL.has(row.state) && this.#isHead(row)).map(({ dueAt }) => dueAt)
    return this.#wait(due, now, maxMs, signal)
  }

  watch(id: string, state: string, chatId = '4242'): void {
    this.watches.push({ id, chatId, state, dueAt: this.clock.now(), lease: undefined })
    this.#touch()
  }

  setTimer(dueAt: number, event: InboxEvent): void {
    this.timers.push({ dueAt, event })
    this.#touch()
  }

  async leaseWatches(request: { owner: string; now: number; leaseMs: number; limit: number }): Promise<LeasedWatch[]> {
    return this.watches
      .filter(({ dueAt }) => dueAt <= request.now)
      .slice(0, request.limit)
      .map((row) => {
        const lease = `${request.owner}/${String((this.#leases += 1))}`
        Object.assign(row, { lease, dueAt: request.now + request.leaseMs })
        return { id: row.id, chatId: row.chatId, kind: 'tempbox', state: row.state, lease }
      })
  }

  async settleWatch(
    watch: LeasedWatch,
    next: { state: string; dueAt: number } | undefined,
    events: readonly InboxEvent[],
  ): Promise<void> {
    const at = this.watches.findIndex(({ id, lease }) => id === watch.id && lease === watch.lease)
    const row = this.watches[at]
    if (!row) return
    if (next) Object.assign(row, next, { lease: undefined })
    else this.watches.splice(at, 1)
    this.#append(events)
    this.#touch()
  }

  async fireTimers(now: number): Promise<number> {
    const due = this.timers.filter(({ dueAt }) => dueAt <= now)
    for (const timer of due) this.timers.splice(this.timers.indexOf(timer), 1)
    this.#append(due.map(({ event }) => event))
    return due.length
  }

  waitForWatches(now: number, maxMs: number, signal: AbortSignal): Promise<void> {
    return this.#wait([...this.watches, ...this.timers].map(({ dueAt }) => dueAt), now, maxMs, signal)
  }

  #isHead(row: Row): boolean {
    return this.effects.find(({ lane, state }) => lane === row.lane && !FINAL.has(state)) === row
  }

  #append(events: readonly InboxEvent[]): void {
    for (const event of events) if (!this.events.some(({ id }) => id === event.id)) this.events.push(event)
  }

  async #wait(due: readonly number[], now: number, maxMs: number, signal: AbortSignal): Promise<void> {
    const touched = new AbortController()
    const wake = (): void => {
      touched.abort()
    }
    this.#waiters.add(wake)
    const ms = Math.min(maxMs, ...due.map((dueAt) => dueAt - now))
    await this.clock.sleep(ms, AbortSignal.any([signal, touched.signal]))
    this.#waiters.delete(wake)
  }

  #touch(): void {
    for (const wake of [...this.#waiters]) wake()
  }
}
