import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { EffectStore, Settlement } from '../../outbox/ports.js'
import type { Records } from '../records.js'
import { eventArgs } from './inbox.js'
import { partitionOf } from './keys.js'
import { takeMany } from './looking.js'
import { LEASE_EFFECTS } from './lua/lease-effects.js'
import { MARK_SENT } from './lua/mark-sent.js'
import { SETTLE } from './lua/settle.js'
import { createOpening, type RedisParts } from './opening.js'
import { nothing } from './partitions.js'
import { effectRow, optional } from './replies.js'

/** The outbox. An effect lives in the partition of its chat. */
export function createEffects(parts: RedisParts): Omit<EffectStore, 'forgottenAt'> {
  const { partitions, records } = parts
  const opening = createOpening(parts)
  return {
    async leaseEffects({ owner, now, leaseMs, limit }) {
      const taken = await takeMany(partitions, 'effects', { now, limit }, async (partition, share) => {
        const lease = partitions.newLease(owner)
        const row = z.tuple([z.array(effectRow)])
        const args = [lease, String(leaseMs), String(share)]
        const [rows] = await partitions.run(LEASE_EFFECTS, partition, now, args, row)
        return opening.effects(rows, lease, now)
      })
      return taken.sort((one, other) => one.dueAt - other.dueAt).map(({ effect }) => effect)
    },

    async markSent({ id, chatId, lease }, progress, now) {
      const sealed = progress === undefined ? undefined : records.progress.seal(progress, chatId, id)
      const args = [id, lease, optional(sealed)]
      const [marked] = await partitions.run(MARK_SENT, partitionOf(chatId), now, args, z.tuple([z.number()]))
      return marked === 1
    },

    async settle(batch, now) {
      partitions.assertOpen()
      const shares = new Map<number, string[]>()
      for (const settlement of batch) {
        const partition = partitionOf(settlement.effect.chatId)
        shares.set(partition, [...(shares.get(partition) ?? []), ...settlementArgs(settlement, now, records)])
      }
      await Promise.all([...shares].map(([partition, args]) => partitions.run(SETTLE, partition, now, args, nothing)))
    },

    async waitForEffects(now, maxMs, signal) {
      partitions.assertOpen()
      await partitions.agenda.wait(['effects'], { now, maxMs, signal })
    },
  }
}

/** In the order of lua/settle.ts. */
function settlementArgs(settlement: Settlement, now: number, records: Records): string[] {
  const { effect, state, dueAt, attempts, absences, unknownSince, progress, error, event, audit } = settlement
  if (event !== undefined && event.chatId !== effect.chatId) {
    throw new AppError('bad-input', 'the event of a settlement is of another chat', { retry: 'never' })
  }
  return [
    effect.id,
    effect.lease,
    state,
    String(dueAt ?? now),
    String(attempts),
    String(absences),
    optional(unknownSince),
    optional(progress === undefined ? undefined : records.progress.seal(progress, effect.chatId, effect.id)),
    optional(error),
    ...(event === undefined ? ['0'] : ['1', ...eventArgs(event, records)]),
    ...(audit === undefined ? ['0'] : ['1', String(audit.at), JSON.stringify(audit)]),
  ]
}
