import { z } from 'zod'

import type { ChatClaim } from '../../conversation/ports.js'
import type { InboxEvent } from '../../domain/event.js'
import { randomCode } from '../../lib/ids.js'
import type { SqliteDatabase } from './database.js'
import { afterEvent, afterTurn, inOrder } from './readiness.js'
import { absent, storedEvent } from './stored.js'
import type { Wakeups } from './wakeups.js'

const MAX_EVENTS_A_CLAIM = 200

/** Chats and their events. Every method but `nextReadyAt` runs inside a transaction of the write queue. */
export interface Inbox {
  append(events: readonly InboxEvent[], now: number): void
  claim(request: { owner: string; now: number; leaseMs: number }): ChatClaim | undefined
  /** Ends a turn: false, and nothing written, when the lease was lost. */
  finish(claim: ChatClaim, turn: { session: string | undefined; consumed: readonly string[] }, now: number): boolean
  release(claim: ChatClaim, retryAt: number): void
  /** When the next chat may be claimed. */
  nextReadyAt(): number | undefined
}

const chatRow = z.object({
  ready_at: z.number().nullable(),
  held_since: z.number().nullable(),
  lease: z.string().nullable(),
  failures: z.number(),
})
const readyRow = z.object({ chat_id: z.string(), session: z.string().nullable(), failures: z.number() })
const eventRow = z.object({ payload: storedEvent })
const leftRow = z
  .object({ received_at: z.number(), quiet_ms: z.number() })
  .transform((row) => ({ receivedAt: row.received_at, quietMs: row.quiet_ms }))

export function createInbox(db: SqliteDatabase, wakeups: Wakeups): Inbox {
  const makeReady = (chatId: string, quietMs: number, now: number): void => {
    const chat = db.first('SELECT ready_at, held_since, lease, failures FROM chats WHERE chat_id = :chatId', chatRow, {
      chatId,
    })
    // Of a chat in a turn `ready_at` is the end of its lease, after a failed turn the time to try again: both stand.
    if (chat !== undefined && (chat.lease !== null || chat.failures > 0)) return
    const before = { readyAt: absent(chat?.ready_at ?? null), heldSince: absent(chat?.held_since ?? null) }
    const after = afterEvent(before, quietMs, now)
    db.run(
      `INSERT INTO chats (chat_id, ready_at, held_since) VALUES (:chatId, :readyAt, :heldSince)
       ON CONFLICT (chat_id) DO UPDATE SET ready_at = excluded.ready_at, held_since = excluded.held_since`,
      { chatId, readyAt: after.readyAt ?? null, heldSince: after.heldSince ?? null },
    )
    wakeups.touch('turns')
  }

  return {
    append(events, now) {
      for (const event of events) {
        const { id, chatId, quietMs = 0 } = event
        const added = db.run(
          `INSERT OR IGNORE INTO events (id, chat_id, payload, received_at, quiet_ms)
           VALUES (:id, :chatId, :payload, :now, :quietMs)`,
          { id, chatId, payload: JSON.stringify(event), now, quietMs },
        )
        if (added > 0) makeReady(chatId, quietMs, now)
      }
    },

    claim({ owner, now, leaseMs }) {
      const chat = db.first(
        'SELECT chat_id, session, failures FROM chats WHERE ready_at <= :now ORDER BY ready_at LIMIT 1',
        readyRow,
        { now },
      )
      if (chat === undefined) return undefined
      const chatId = chat.chat_id
      const events = db.all(
        `SELECT payload FROM events WHERE chat_id = :chatId AND consumed_at IS NULL
         ORDER BY seq LIMIT ${String(MAX_EVENTS_A_CLAIM)}`,
        eventRow,
        { chatId },
      )
      const lease = `${owner}/${randomCode(12)}`
      db.run(
        `UPDATE chats SET lease = :lease, claimed_at = :now, ready_at = :until, held_since = NULL
         WHERE chat_id = :chatId`,
        { lease, now, until: now + leaseMs, chatId },
      )
      return {
        chatId,
        lease,
        session: absent(chat.session),
        events: inOrder(events.map((row) => row.payload)),
        failures: chat.failures,
      }
    },

    finish({ chatId, lease }, { session, consumed }, now) {
      const held = db.first(
        'SELECT claimed_at FROM chats WHERE chat_id = :chatId AND lease = :lease',
        z.object({ claimed_at: z.number() }),
        { chatId, lease },
      )
      if (held === undefined) return false
      for (const id of consumed) {
        db.run(
          `UPDATE events SET payload = NULL, consumed_at = :now
           WHERE id = :id AND chat_id = :chatId AND consumed_at IS NULL`,
          { id, chatId, now },
        )
      }
      const left = db.all(
        `SELECT received_at, quiet_ms FROM events WHERE chat_id = :chatId AND consumed_at IS NULL
         ORDER BY seq LIMIT ${String(MAX_EVENTS_A_CLAIM)}`,
        leftRow,
        { chatId },
      )
      if (session === undefined && left.length === 0) {
        db.run('DELETE FROM chats WHERE chat_id = :chatId', { chatId })
        return true
      }
      const next = afterTurn(left, held.claimed_at)
      db.run(
        `UPDATE chats SET session = :session, ready_at = :readyAt, held_since = :heldSince,
           lease = NULL, claimed_at = NULL, failures = 0
         WHERE chat_id = :chatId`,
        { session: session ?? null, readyAt: next.readyAt ?? null, heldSince: next.heldSince ?? null, chatId },
      )
      wakeups.touch('turns')
      return true
    },

    release({ chatId, lease }, retryAt) {
      db.run(
        `UPDATE chats SET lease = NULL, claimed_at = NULL, ready_at = :retryAt, failures = failures + 1
         WHERE chat_id = :chatId AND lease = :lease`,
        { retryAt, chatId, lease },
      )
      wakeups.touch('turns')
    },

    nextReadyAt() {
      return db.first(
        'SELECT ready_at FROM chats WHERE ready_at IS NOT NULL ORDER BY ready_at LIMIT 1',
        z.object({ ready_at: z.number() }),
        {},
      )?.ready_at
    },
  }
}
