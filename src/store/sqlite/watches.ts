import { z } from 'zod'

import type { WatchSpec } from '../../conversation/ports.js'
import type { InboxEvent } from '../../domain/event.js'
import { randomCode } from '../../lib/ids.js'
import type { LeasedWatch } from '../../watchers/ports.js'
import type { Records } from '../records.js'
import { storedWatchKind } from '../stored.js'
import { PUT_OFF_MS, type Unreadable } from '../unreadable.js'
import type { SqliteDatabase } from './database.js'
import type { Wakeups } from './wakeups.js'

/** What watchers read again and again. Every method but `nextDueAt` runs inside a transaction of the write queue. */
export interface Watches {
  /** One with the same id is replaced, and taken from whoever is reading it: what they bring is of the past. */
  set(chatId: string, watches: readonly WatchSpec[]): void
  cancel(chatId: string, ids: readonly string[]): void
  lease(request: { owner: string; now: number; leaseMs: number; limit: number }): LeasedWatch[]
  settle(
    watch: LeasedWatch,
    next: { state: string; dueAt: number } | undefined,
    events: readonly InboxEvent[],
    now: number,
  ): void
  /** When the next watch may be leased. */
  nextDueAt(): number | undefined
}

const watchRow = z.object({ id: z.string(), chat_id: z.string(), kind: storedWatchKind, state: z.string() })

export function createWatches(
  db: SqliteDatabase,
  { wakeups, records, unreadable }: { wakeups: Wakeups; records: Records; unreadable: Unreadable },
  append: (events: readonly InboxEvent[], now: number) => void,
): Watches {
  return {
    set(chatId, watches) {
      for (const { id, kind, state, dueAt } of watches) {
        db.run(
          `INSERT INTO watches (id, chat_id, kind, state, due_at) VALUES (:id, :chatId, :kind, :state, :dueAt)
           ON CONFLICT (id) DO UPDATE SET chat_id = excluded.chat_id, kind = excluded.kind, state = excluded.state,
             due_at = excluded.due_at, lease = NULL`,
          { id, chatId, kind, state: records.watch.seal(state, chatId, id), dueAt },
        )
        wakeups.touch('watches')
      }
    },

    cancel(chatId, ids) {
      for (const id of ids) db.run('DELETE FROM watches WHERE id = :id AND chat_id = :chatId', { id, chatId })
    },

    lease({ owner, now, leaseMs, limit }) {
      const due = db.all(
        `SELECT id, chat_id, kind, state FROM watches WHERE due_at <= :now ORDER BY due_at LIMIT :limit`,
        watchRow,
        { now, limit },
      )
      return due.flatMap(({ id, chat_id: chatId, kind, state: stored }) => {
        const state = unreadable.attempt({ kind: 'watch', chatId }, () => records.watch.open(stored, chatId, id))
        if (state === undefined) {
          db.run('UPDATE watches SET lease = NULL, due_at = :until WHERE id = :id', { until: now + PUT_OFF_MS, id })
          return []
        }
        const lease = `${owner}/${randomCode(12)}`
        db.run('UPDATE watches SET lease = :lease, due_at = :until WHERE id = :id', { lease, until: now + leaseMs, id })
        return { id, chatId, kind, state, lease }
      })
    },

    settle({ id, chatId, lease }, next, events, now) {
      const kept =
        next === undefined
          ? db.run('DELETE FROM watches WHERE id = :id AND lease = :lease', { id, lease })
          : db.run(
              `UPDATE watches SET state = :state, due_at = :dueAt, lease = NULL WHERE id = :id AND lease = :lease`,
              { id, lease, state: records.watch.seal(next.state, chatId, id), dueAt: next.dueAt },
            )
      // Somebody else reads it now, or the chat ended it.
      if (kept === 0) return
      append(events, now)
      wakeups.touch('watches')
    },

    nextDueAt() {
      return db.first(
        'SELECT due_at FROM watches ORDER BY due_at LIMIT 1',
        z.object({ due_at: z.number() }),
        {},
      )?.due_at
    },
  }
}
