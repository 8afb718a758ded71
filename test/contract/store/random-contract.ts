import fc from 'fast-check'
import { expect, it } from 'vitest'

import type { ChatClaim } from '../../../src/conversation/ports.js'
import {
  event,
  idsOf,
  lease,
  LEASE_MS,
  message,
  settlement,
  T0,
  turn,
  type OpenHarness,
  type StoreHarness,
} from './kit.js'

type Operation =
  | { do: 'append'; chat: number; event: number; quietMs: number }
  | { do: 'claim' }
  | { do: 'commit'; claim: number; share: number }
  | { do: 'release'; claim: number; afterMs: number }
  | { do: 'dispatch'; settle: boolean; mark: boolean }
  | { do: 'advance'; ms: number }
  | { do: 'reopen' | 'crash' }

const share = fc.double({ min: 0, max: 1, noNaN: true })
const leap = fc.constantFrom(1, 700, 3_000, LEASE_MS)
const quietMs = fc.constantFrom(0, 1, 600)

const operation: fc.Arbitrary<Operation> = fc.oneof(
  weighted(8, fc.record({ do: fc.constant('append' as const), chat: fc.nat(2), event: fc.nat(40), quietMs })),
  weighted(6, fc.record({ do: fc.constant('claim' as const) })),
  weighted(6, fc.record({ do: fc.constant('commit' as const), claim: fc.nat(3), share })),
  weighted(2, fc.record({ do: fc.constant('release' as const), claim: fc.nat(3), afterMs: fc.nat(2_000) })),
  weighted(4, fc.record({ do: fc.constant('dispatch' as const), settle: fc.boolean(), mark: fc.boolean() })),
  weighted(4, fc.record({ do: fc.constant('advance' as const), ms: leap })),
  weighted(1, fc.record({ do: fc.constantFrom('reopen' as const, 'crash' as const) })),
)

function weighted<T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> {
  return { weight, arbitrary }
}

/** In whatever order things are done, no event or effect is lost or taken twice, and each chat keeps its order. */
export function describeRandomOperations(open: OpenHarness): void {
  it('loses nothing, takes nothing twice and keeps each chat’s order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 60 }), async (operations) => {
        const run = new Run(await open())
        try {
          for (const each of operations) await run.perform(each)
          await run.finish()
          expect(run.consumed).toEqual(run.appended)
          expect(run.settled).toEqual(run.appended)
        } finally {
          await run.harness.dispose()
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
}

/** Plays operations on a store and writes down, chat by chat, what went in and what came out. */
class Run {
  readonly appended: Record<string, string[]> = { '0': [], '1': [], '2': [] }
  readonly consumed: Record<string, string[]> = { '0': [], '1': [], '2': [] }
  readonly settled: Record<string, string[]> = { '0': [], '1': [], '2': [] }
  #now = T0
  #claims: ChatClaim[] = []

  constructor(readonly harness: StoreHarness) {}

  async perform(step: Operation): Promise<void> {
    switch (step.do) {
      case 'append':
        return this.#append(String(step.chat), `${String(step.chat)}/${String(step.event)}`, step.quietMs)
      case 'claim':
        return this.#claim()
      case 'commit':
        return this.#commit(step.claim, step.share)
      case 'release':
        return this.#release(step.claim, step.afterMs)
      case 'dispatch':
        await this.#dispatch(step)
        return
      case 'advance':
        this.#now += step.ms
        return
      case 'reopen':
        return this.harness.reopen()
      case 'crash':
        return this.harness.crash()
      default:
        return step satisfies never
    }
  }

  /** Lets every lease run out, then takes every turn and performs every effect that is left. */
  async finish(): Promise<void> {
    this.#claims = []
    for (let idle = 0; idle < 2; this.#now += 2 * LEASE_MS) {
      await this.#claim()
      idle = this.#claims.length === 0 ? idle + 1 : 0
      await this.#commit(0, 1)
      while ((await this.#dispatch({ settle: true, mark: true })) > 0);
    }
  }

  async #append(chatId: string, id: string, quietMs: number): Promise<void> {
    await this.harness.store.append([event(id, { chatId, quietMs })], this.#now)
    const known = this.appended[chatId] ?? []
    if (!known.includes(id)) known.push(id)
  }

  async #claim(): Promise<void> {
    const claimed = await this.harness.store.claim({ owner: 'a', now: this.#now, leaseMs: LEASE_MS })
    if (claimed === undefined) return
    expect(claimed.session ?? '0').toBe(String(this.consumed[claimed.chatId]?.length))
    this.#claims.push(claimed)
  }

  async #commit(which: number, share: number): Promise<void> {
    const [claimed] = this.#claims.splice(which, 1)
    if (claimed === undefined) return
    const taken = idsOf(claimed.events).slice(0, Math.ceil(claimed.events.length * share))
    const before = this.consumed[claimed.chatId] ?? []
    const outcome = await this.harness.store.commit(
      claimed,
      turn({
        session: String(before.length + taken.length),
        consumed: taken,
        effects: taken.map((id) => message(id, claimed.chatId)),
      }),
      this.#now,
    )
    if (outcome.kind === 'committed') before.push(...taken)
  }

  async #release(which: number, afterMs: number): Promise<void> {
    const [claimed] = this.#claims.splice(which, 1)
    if (claimed !== undefined) await this.harness.store.release(claimed, this.#now + afterMs)
  }

  async #dispatch({ settle, mark }: { settle: boolean; mark: boolean }): Promise<number> {
    const leased = await lease(this.harness.store, this.#now)
    expect(new Set(leased.map((effect) => effect.lane)).size).toBe(leased.length)
    for (const effect of leased) {
      if (mark) expect(await this.harness.store.markSent(effect, undefined, this.#now)).toBe(true)
      if (settle) this.settled[effect.lane]?.push(effect.id)
    }
    if (settle) await this.harness.store.settle(leased.map((effect) => settlement(effect, 'confirmed')), this.#now)
    return leased.length
  }
}
