import { randomBytes } from 'node:crypto'

import { z } from 'zod'

import type { DeadEffect, Store, StoreCounts } from '../store.js'
import { absent, storedJson } from '../stored.js'
import { META, roleKey, secretKey } from './keys.js'
import type { Link } from './link.js'
import { LEAD, RESIGN } from './lua/lead.js'
import { COUNT, LIST_DEAD, PURGE } from './lua/upkeep.js'
import type { RedisParts } from './opening.js'
import { nothing } from './partitions.js'

const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1_000
/** Of each kind, in each partition. */
const MAX_PURGED_A_CALL = 200
const PING_MS = 3_000

const countsRow = z.tuple([z.array(z.number()).length(6)])
const deadRow = z
  .tuple([z.string(), z.string(), z.string(), z.string().nullable(), z.string().nullable(), z.string()])
  .transform(([id, chatId, kind, payload, error, died]) => ({
    id,
    chatId,
    kind,
    payload,
    error: absent(error),
    diedAt: Number(died),
  }))
const deadRows = z.tuple([z.array(deadRow)])

/** What keeps the store in order, and what people ask of it. */
export function createUpkeep(
  { partitions, records, unreadable }: RedisParts,
  link: Link,
): Pick<Store, 'secret' | 'lead' | 'resign' | 'ping' | 'counts' | 'deadEffects' | 'purge'> {
  const openPayload = (payload: string, chatId: string, id: string): unknown =>
    unreadable.attempt({ kind: 'effect', chatId }, () => storedJson.parse(records.payload.open(payload, chatId, id)))

  return {
    async secret(name) {
      const key = secretKey(name)
      const made = records.secret.seal(randomBytes(32).toString('hex'), name)
      const found = z.string().nullable().parse(await link.command(key, ['SET', key, made, 'NX', 'GET'])) ?? made
      const hex = records.secret.open(found, name)
      if (!records.secret.isCurrent(found)) await link.command(key, ['SET', key, records.secret.seal(hex, name), 'XX'])
      return Uint8Array.from(Buffer.from(hex, 'hex'))
    },

    async lead(role, owner, leaseMs) {
      return (await link.run(LEAD, roleKey(role), [owner, String(leaseMs)])) === 1
    },

    async resign(role, owner) {
      await link.run(RESIGN, roleKey(role), [owner])
    },

    async ping() {
      await link.command(META, ['EXISTS', META], PING_MS)
    },

    async counts(now) {
      const rows = await partitions.everywhere(COUNT, now, [], countsRow)
      const sum = (index: number): number => rows.reduce((total, [row]) => total + (row[index] ?? 0), 0)
      return COUNTED.reduce((counts, name, index) => ({ ...counts, [name]: sum(index) }), NOTHING)
    },

    async deadEffects(limit) {
      const rows = await partitions.everywhere(LIST_DEAD, 0, [String(limit)], deadRows)
      const dead = rows.flatMap(([found]) => found).sort((one, other) => other.diedAt - one.diedAt)
      return dead.slice(0, limit).map(({ payload, ...rest }): DeadEffect => ({
        ...rest,
        payload: payload === null ? undefined : openPayload(payload, rest.chatId, rest.id),
      }))
    },

    async purge(now, { journalMs, auditMs }) {
      const kept = [String(now - journalMs), String(now - auditMs)]
      const args = [String(now - REMEMBERED_MS), String(MAX_PURGED_A_CALL), ...kept]
      await partitions.everywhere(PURGE, now, args, nothing)
    },
  }
}

/** In the order of lua/upkeep.ts. */
const COUNTED = ['pendingEvents', 'readyChats', 'intended', 'sent', 'unknown', 'dead'] as const satisfies readonly (keyof StoreCounts)[]
const NOTHING: StoreCounts = { pendingEvents: 0, readyChats: 0, intended: 0, sent: 0, unknown: 0, dead: 0 }
