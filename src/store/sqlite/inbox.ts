import { z } from 'zod'

import type { ChatClaim, Leasing } from '../../conversation/ports.js'
import type { InboxEvent } from '../../domain/event.js'
import { randomCode } from '../../lib/ids.js'
import type { SqliteDatabase } from './database.js'
import { afterEvent, afterTurn, inOrder } from '../readiness.js'
import type { Records } from '../records.js'
import { absent, storedEvent } from '../stored.js'
import { PUT_OFF_MS, type Unreadable } from '../unreadable.js'
import type { Wakeups } from './wakeups.js'

const MAX_EVENTS_A_CLAIM = 200

/** Chats and their events. Every method but `nextReadyAt` runs inside a transaction of the write queue. */
export interface Inbox {
  append(events: readonly InboxEvent[], now: number): void
  /** Appends, and claims of the chats that it made ready as many as asked for. */
  appendAndClaim(events: readonly InboxEvent[], now: number, claiming: Leasing): ChatClaim[]
  claim(request: { owner: string; now: number; leaseMs: number }): ChatClaim | undefined
  /** Ends a turn: false, and nothing written, when the lease was lost. */
  finish(claim: ChatClaim, turn: { session: string | undefined; consumed: readonly string[] }, now: number): boolean
  release(claim: ChatClaim, retryAt: number, untried: boolean): void
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
const eventRow = z.object({ id: z.string(), payload: z.string() })
const leftRow = z
  .object({ received_at: z.number(), quiet_ms: z.number() })
  .transform((row) => ({ receivedAt: row.received_at, quietMs: row.quiet_ms }))

export function createInbox(
  db: SqliteDatabase,
  { wakeups, records, unreadable }: { wakeups: Wakeups; records: Records; unreadable: Unreadable },
): Inbox {
  /** Whether the chat became ready by it. */
  const makeReady = (chatId: string, quietMs: number, now: number): boolean => {
    const chat = db.first('SELECT ready_at, held_since, lease, failures FROM chats WHERE chat_id = :chatId', chatRow, {
      chatId,
    })
    // Of a chat in a turn `ready_at` is the end of its lease, after a failed turn the time to try again: both stand.
    if (chat !== undefined && (chat.lease !== null || chat.failures > 0)) return false
    const before = { readyAt: absent(chat?.ready_at ?? null), heldSince: absent(chat?.held_since ?? null) }
    const after = afterEvent(before, quietMs, now)
    db.run(
      `INSERT INTO chats (chat_id, ready_at, held_since) VALUES (:chatId, :readyAt, :heldSince)
       ON CONFLICT (chat_id) DO UPDATE SET ready_at = excluded.ready_at, held_since = excluded.held_since`,
      { chatId, readyAt: after.readyAt ?? null, heldSince: after.heldSince ?? null },
    )
    wakeups.touch('turns')
    return (after.readyAt ?? Infinity) <= now && (before.readyAt ?? Infinity) > now
  }

  /** Returns the chats that became ready, in the order of their events. */
  const appendAll = (events: readonly InboxEvent[], now: number): Set<string> => {
    const readied = new Set<string>()
    for (const event of events) {
      const { id, chatId, quietMs = 0 } = event
      const added = db.run(
        `INSERT OR IGNORE INTO events (id, chat_id, payload, received_at, quiet_ms)
         SELECT :id, :chatId, :payload, max(:now, coalesce(max(claimed_at), 0)), :quietMs FROM chats WHERE chat_id = :chatId`,
        { id, chatId, payload: records.event.seal(JSON.stringify(event), chatId, id), now, quietMs },
      )
      if (added > 0 && makeReady(chatId, quietMs, now)) readied.add(chatId)
    }
    return readied
  }

  const opened = ({ chat_id: chatId, session }: z.output<typeof readyRow>): Pick<ChatClaim, 'session' | 'events'> => {
    const events = db.all(
      `SELECT id, payload FROM events WHERE chat_id = :chatId AND consumed_at IS NULL
       ORDER BY seq LIMIT ${String(MAX_EVENTS_A_CLAIM)}`,
      eventRow,
      { chatId },
    )
    return {
      session: session === null ? undefined : records.session.open(session, chatId),
      events: inOrder(events.map(({ id, payload }) => storedEvent.parse(records.event.open(payload, chatId, id)))),
    }
  }

  /** Nothing, when the chat cannot be read: it stays as it is, for later. */
  const take = (
    chat: z.output<typeof readyRow>,
    { owner, leaseMs }: Omit<Leasing, 'limit'>,
    now: number,
  ): ChatClaim | undefined => {
    const chatId = chat.chat_id
    const found = unreadable.attempt({ kind: 'chat', chatId }, () => opened(chat))
    if (found === undefined) {
      db.run(
        `UPDATE chats SET lease = NULL, claimed_at = NULL, ready_at = :until, held_since = NULL
         WHERE chat_id = :chatId`,
        { until: now + PUT_OFF_MS, chatId },
      )
      return undefined
    }
    const lease = `${owner}/${randomCode(12)}`
    db.run(
      `UPDATE chats SET lease = :lease, claimed_at = :now, ready_at = :until, held_since = NULL
       WHERE chat_id = :chatId`,
      { lease, now, until: now + leaseMs, chatId },
    )
    return { chatId, lease, ...found, failures: chat.failures }
  }

  return {
    append(events, now) {
      appendAll(events, now)
    },

    appendAndClaim(events, now, claiming) {
      const chats = [...appendAll(events, now)].slice(0, claiming.limit)
      return chats.flatMap((chatId) => {
        const chat = db.first('SELECT chat_id, session, failures FROM chats WHERE chat_id = :chatId', readyRow, {
          chatId,
        })
        return (chat && take(chat, claiming, now)) ?? []
      })
    },

    claim({ owner, now, leaseMs }) {
      for (;;) {
        const chat = db.first(
          'SELECT chat_id, session, failures FROM chats WHERE ready_at <= :now ORDER BY ready_at LIMIT 1',
          readyRow,
          { now },
        )
        if (chat === undefined) return undefined
        const taken = take(chat, { owner, leaseMs }, now)
        if (taken !== undefined) return taken
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
      const sealed = session === undefined ? null : records.session.seal(session, chatId)
      db.run(
        `UPDATE chats SET session = :session, ready_at = :readyAt, held_since = :heldSince,
           lease = NULL, claimed_at = NULL, failures = 0
         WHERE chat_id = :chatId`,
        { session: sealed, readyAt: next.readyAt ?? null, heldSince: next.heldSince ?? null, chatId },
      )
      wakeups.touch('turns')
      return true
    },

    release({ chatId, lease }, retryAt, untried) {
      db.run(
        `UPDATE chats SET lease = NULL, claimed_at = NULL, ready_at = :retryAt, failures = failures + :failed
         WHERE chat_id = :chatId AND lease = :lease`,
        { retryAt, failed: untried ? 0 : 1, chatId, lease },
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
