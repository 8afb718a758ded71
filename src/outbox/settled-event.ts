import type { EffectKind, EffectResults, LeasedEffect } from '../domain/effect.js'
import { JOINS_MS, type EffectSettled, type InboxEvent } from '../domain/event.js'

/** What the conversation is told beside the state. `vendorMessage` only where the policy allows it. */
export interface What {
  result?: EffectResults[EffectKind]
  reason?: string
  vendorMessage?: string
}

/**
 * The event by which the conversation hears of a final state; none where it did not ask. A chat that is gone is
 * told of in any case, and of nothing else: that word includes that this message did not arrive.
 */
export function finalEvent(
  effect: LeasedEffect,
  state: EffectSettled['state'],
  what: What,
  now: number,
): InboxEvent | undefined {
  const event = (word: string, input: InboxEvent['input']): InboxEvent => ({
    id: `fx:${effect.id}:${word}`,
    chatId: effect.chatId,
    at: now,
    quietMs: JOINS_MS,
    input,
  })
  const told = TOLD.has(effect.kind)
  if (told && what.reason === 'chat-gone') return event('blocked', { kind: 'blocked', decidedAt: effect.createdAt })
  if (!effect.notify) return undefined
  return event(state, { kind: 'effectSettled', effectId: effect.id, effectKind: effect.kind, state, ...what })
}

const TOLD: ReadonlySet<EffectKind> = new Set<EffectKind>(['telegram.message', 'telegram.fatura', 'telegram.arquivo'])
