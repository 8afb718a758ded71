import { z } from 'zod'

import type { TimerSpec } from '../../conversation/ports.js'
import { JOINS_MS, type InboxEvent } from '../../domain/event.js'
import type { Records } from '../records.js'
import { PUT_OFF_MS, type Unreadable } from '../unreadable.js'
import type { SqliteDatabase } from './database.js'
import type { Wakeups } from './wakeups.js'

const MAX_FIRED_A_CALL = 200

/** Timers of chats. Every method but `nextDueAt` runs inside a transaction of the write queue. */
export interface Timers {
  /** One of the same name in the same chat is replaced. */
  set(chatId: string, timers: readonly TimerSpec[]): void
  cancel(chatId: string, names: readonly string[]): void
  /** Turns due timers, the longest due first, into events; returns how many. */
  fire(now: number): number
  /** When the next timer is due. */
  nextDueAt(): number | undefined
}

const timerRow = z.object({ chat_id: z.string(), name: z.string(), due_at: z.number(), arg: z.string() })

export function createTimers(
  db: SqliteDatabase,
  { wakeups, records, unreadable }: { wakeups: Wakeups; records: Records; unreadable: Unreadable },
  append: (events: readonly InboxEvent[], now: number) => void,
): Timers {
  const drop = (chatId: string, name: string): void => {
    db.run('DELETE FROM timers WHERE chat_id = :chatId AND name = :name', { chatId, name })
  }

  return {
    set(chatId, timers) {
      for (const { name, dueAt, arg } of timers) {
        db.run(
          `INSERT INTO timers (chat_id, name, due_at, arg) VALUES (:chatId, :name, :dueAt, :arg)
           ON CONFLICT (chat_id, name) DO UPDATE SET due_at = excluded.due_at, arg = excluded.arg`,
          { chatId, name, dueAt, arg: records.timer.seal(arg, chatId, name) },
        )
        wakeups.touch('watches')
      }
    },

    cancel(chatId, names) {
      for (const name of names) drop(chatId, name)
    },

    fire(now) {
      const due = db.all(
        `SELECT chat_id, name, due_at, arg FROM timers WHERE due_at <= :now
         ORDER BY due_at LIMIT ${String(MAX_FIRED_A_CALL)}`,
        timerRow,
        { now },
      )
      for (const { chat_id: chatId, name, due_at: dueAt, arg: stored } of due) {
        const arg = unreadable.attempt({ kind: 'timer', chatId }, () => records.timer.open(stored, chatId, name))
        if (arg === undefined) {
          db.run('UPDATE timers SET due_at = :until WHERE chat_id = :chatId AND name = :name', {
            until: now + PUT_OFF_MS,
            chatId,
            name,
          })
          continue
        }
        const id = `tm:${chatId}:${name}:${String(dueAt)}`
        append([{ id, chatId, at: dueAt, quietMs: JOINS_MS, input: { kind: 'timer', name, arg } }], now)
        drop(chatId, name)
      }
      return due.length
    },

    nextDueAt() {
      return db.first(
        'SELECT due_at FROM timers ORDER BY due_at LIMIT 1',
        z.object({ due_at: z.number() }),
        {},
      )?.due_at
    },
  }
}
