import type { LeasedEffect } from '../domain/effect.js'
import { OUTLIVES_FORGETTING } from '../domain/forgotten.js'
import type { Policy } from './policy.js'
import type { EffectStore } from './ports.js'

/** What is performed this soon was decided a moment ago: asking the store about it would only slow replies down. */
const FRESH_MS = 1_000

/** Whether an effect may have waited long enough to be of before a `/esquecer`. */
export function hasWaited({ state, attempts, createdAt }: LeasedEffect, now: number): boolean {
  return state === 'unknown' || attempts > 0 || now - createdAt > FRESH_MS
}

/** Whether its customer asked to be forgotten since it was decided, so that it must not be done any more. */
export async function isForgotten(
  { kind, chatId, createdAt }: LeasedEffect,
  store: Pick<EffectStore, 'forgottenAt'>,
): Promise<boolean> {
  if (OUTLIVES_FORGETTING.has(kind)) return false
  const at = await store.forgottenAt(chatId)
  return at !== undefined && createdAt < at
}

/** What is forgotten is not sent again, and nothing of it is kept for operators. */
export function windingUp(policy: Policy): Policy {
  return { ...policy, maxSends: 0, personal: true }
}

/** The reason of what was dropped. */
export const FORGOTTEN = 'esquecido'
