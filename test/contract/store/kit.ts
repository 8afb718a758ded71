import { expect } from 'vitest'

import type { ChatClaim, TurnCommit } from '../../../src/conversation/ports.js'
import type { LeasedEffect, NewEffectOf } from '../../../src/domain/effect.js'
import type { InboxEvent } from '../../../src/domain/event.js'
import { Secret } from '../../../src/lib/secret.js'
import type { Settlement } from '../../../src/outbox/ports.js'
import type { Store } from '../../../src/store/store.js'

/** One store under test. What is asked of an adapter: that its data outlive `reopen` and `crash`. */
export interface StoreHarness {
  /** The store as it is now: another object after `reopen` and `crash`. */
  readonly store: Store
  /** Closes the store in good order and opens it on the same data. */
  reopen: () => Promise<void>
  /** Opens the store on the data as a process killed at this moment leaves it. */
  crash: () => Promise<void>
  dispose: () => Promise<void>
}

export type OpenHarness = () => Promise<StoreHarness>

export const T0 = 1_750_000_000_000
export const LEASE_MS = 60_000
export const DAY_MS = 24 * 60 * 60 * 1_000
/** What `DATA_KEY` gives: the first seals, all open. */
export const KEYS = ['a first key, made up for tests only', 'another key, made up for tests only'].map(
  (key) => new Secret(key),
)
export const KEEP = { journalMs: 30 * DAY_MS, auditMs: 180 * DAY_MS }

/** An event of chat `1` that makes its chat ready at once, unless told otherwise. */
export function event(id: string, options: { chatId?: string; quietMs?: number; order?: number } = {}): InboxEvent {
  const { chatId = '1', ...rest } = options
  return { id, chatId, at: T0, input: { kind: 'timer', name: 'probe', arg: id }, ...rest }
}

export function turn(parts: Partial<TurnCommit> = {}): TurnCommit {
  return {
    session: '{}',
    consumed: [],
    effects: [],
    timers: [],
    cancelTimers: [],
    watches: [],
    cancelWatches: [],
    ...parts,
  }
}

export function message(id: string, lane = 'lane', html = 'Olá'): NewEffectOf<'telegram.message'> {
  return { id, kind: 'telegram.message', lane, payload: { html }, notify: false }
}

export function idsOf(things: readonly { id: string }[] | undefined): string[] {
  return (things ?? []).map((thing) => thing.id)
}

export function tryClaim(store: Store, now: number): Promise<ChatClaim | undefined> {
  return store.claim({ owner: 'a', now, leaseMs: LEASE_MS })
}

/** Claims a chat that must be there. */
export async function claim(store: Store, now: number): Promise<ChatClaim> {
  const claimed = await tryClaim(store, now)
  expect(claimed, 'a chat should be ready').toBeDefined()
  if (claimed === undefined) throw new Error('unreachable')
  return claimed
}

/** A whole turn: claims, consumes everything it was given, commits. */
export async function takeTurn(store: Store, now: number, parts: Partial<TurnCommit> = {}): Promise<ChatClaim> {
  const claimed = await claim(store, now)
  const committed = await store.commit(claimed, turn({ consumed: idsOf(claimed.events), ...parts }), now)
  expect(committed).toEqual({ kind: 'committed', leased: [] })
  return claimed
}

let decided = 0

/** Has chat `chatId` decide these things in a turn of its own. */
export async function decide(store: Store, now: number, parts: Partial<TurnCommit>, chatId = '1'): Promise<void> {
  decided += 1
  await store.append([event(`decide:${String(decided)}`, { chatId })], now)
  const claimed = await takeTurn(store, now, parts)
  expect(claimed.chatId).toBe(chatId)
}

export function lease(store: Store, now: number, limit = 100): Promise<readonly LeasedEffect[]> {
  return store.leaseEffects({ owner: 'a', now, leaseMs: LEASE_MS, limit })
}

/** Leases exactly one effect. */
export async function leaseOne(store: Store, now: number): Promise<LeasedEffect> {
  const [effect, ...others] = await lease(store, now)
  expect(others).toEqual([])
  expect(effect, 'an effect should be due').toBeDefined()
  if (effect === undefined) throw new Error('unreachable')
  return effect
}

export function settlement(
  effect: LeasedEffect,
  state: Settlement['state'],
  parts: Partial<Settlement> = {},
): Settlement {
  return { effect, state, attempts: effect.attempts + 1, absences: effect.absences, ...parts }
}
