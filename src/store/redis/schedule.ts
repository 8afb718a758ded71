import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { WatchStore } from '../../watchers/ports.js'
import { eventArgs } from './inbox.js'
import { partitionOf } from './keys.js'
import { takeMany } from './looking.js'
import { FIRE_TIMERS } from './lua/fire-timers.js'
import { LEASE_WATCHES } from './lua/lease-watches.js'
import { SETTLE_WATCH } from './lua/settle-watch.js'
import { createOpening, type RedisParts } from './opening.js'
import { nothing } from './partitions.js'
import { watchRow } from './replies.js'

const MAX_FIRED_A_CALL = 200

/** Timers and watches, each in the partition of its chat. */
export function createSchedule(parts: RedisParts): WatchStore {
  const { partitions, records } = parts
  const opening = createOpening(parts)
  return {
    async leaseWatches({ owner, now, leaseMs, limit }) {
      const taken = await takeMany(partitions, 'watches', { now, limit }, async (partition, share) => {
        const lease = partitions.newLease(owner)
        const row = z.tuple([z.array(watchRow)])
        const args = [lease, String(leaseMs), String(share)]
        const [rows] = await partitions.run(LEASE_WATCHES, partition, now, args, row)
        return opening.watches(rows, lease, now)
      })
      return taken.sort((one, other) => one.dueAt - other.dueAt).map(({ watch }) => watch)
    },

    async settleWatch({ id, chatId, lease }, next, events, now) {
      if (events.some((event) => event.chatId !== chatId)) {
        throw new AppError('bad-input', 'an event of a watch is of another chat', { retry: 'never' })
      }
      const kept = next === undefined ? ['0', '', '0'] : ['1', records.watch.seal(next.state, chatId, id), String(next.dueAt)]
      const args = [id, lease, ...kept, ...events.flatMap((event) => eventArgs(event, records))]
      await partitions.run(SETTLE_WATCH, partitionOf(chatId), now, args, nothing)
    },

    async fireTimers(now) {
      let fired = 0
      await takeMany(partitions, 'timers', { now, limit: MAX_FIRED_A_CALL }, async (partition, share) => {
        const args = [String(share)]
        const [count] = await partitions.run(FIRE_TIMERS, partition, now, args, z.tuple([z.number()]))
        fired += count
        return Array.from({ length: count }, () => undefined)
      })
      return fired
    },

    async waitForWatches(now, maxMs, signal) {
      partitions.assertOpen()
      await partitions.agenda.wait(['watches', 'timers'], { now, maxMs, signal })
    },
  }
}
