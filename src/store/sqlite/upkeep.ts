import { randomBytes } from 'node:crypto'

import { z } from 'zod'

import type { RecordRetention } from '../../domain/record.js'
import { checkCanary } from '../canary.js'
import type { Records } from '../records.js'
import type { Seal } from '../seal.js'
import type { DeadEffect, StoreCounts } from '../store.js'
import { absent, storedJson } from '../stored.js'
import type { Unreadable } from '../unreadable.js'
import type { SqliteDatabase } from './database.js'
import { purgeForgotten } from './forgotten.js'
import { purgeRecords } from './chronicle.js'

const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1_000
const MAX_PURGED_A_CALL = 1_000

const count = z.object({ n: z.number() })
const stateCount = z.object({ state: z.string(), n: z.number() })
const deadRow = z.object({
  id: z.string(),
  chat_id: z.string(),
  kind: z.string(),
  payload: z.string().nullable(),
  error: z.string().nullable(),
  finished_at: z.number(),
})

/**
 * The process is the folder's only user, so whatever was leased by the one before is nobody's. Runs before anything
 * else does. Returns how many calls were under way: `leaseEffects` hands these out as `unknown`.
 */
export function voidLeases(db: SqliteDatabase): number {
  db.run(
    `UPDATE chats SET lease = NULL, claimed_at = NULL, held_since = NULL, ready_at =
       (SELECT min(received_at) FROM events WHERE events.chat_id = chats.chat_id AND consumed_at IS NULL)
     WHERE lease IS NOT NULL`,
    {},
  )
  const sent = db.first(`SELECT count(*) AS n FROM effects WHERE finished_at IS NULL AND state = 'sent'`, count, {})
  db.run('UPDATE effects SET lease = NULL, due_at = created_at WHERE finished_at IS NULL AND lease IS NOT NULL', {})
  db.run('UPDATE watches SET lease = NULL, due_at = 0 WHERE lease IS NOT NULL', {})
  return sent?.n ?? 0
}

/** Throws `config` when the file was sealed with keys that are not given; notes by which key it is sealed now. */
export function checkKeys(db: SqliteDatabase, seal: Seal): void {
  const row = z.object({ value: z.string() })
  const found = db.first(`SELECT value FROM meta WHERE name = 'canary'`, row, {})?.value
  const value = checkCanary(seal, found)
  if (value !== undefined) db.run(`INSERT OR REPLACE INTO meta (name, value) VALUES ('canary', :value)`, { value })
}

/**
 * Forgets events and final effects of more than seven days ago, and the records that were kept long enough, a bounded
 * number a call. Dead effects stay: they hold what a person needs to do the thing by hand.
 */
export function purge(db: SqliteDatabase, now: number, keep: RecordRetention): void {
  const params = { before: now - REMEMBERED_MS, limit: MAX_PURGED_A_CALL }
  db.run(
    `DELETE FROM events WHERE seq IN
       (SELECT seq FROM events WHERE consumed_at < :before ORDER BY consumed_at LIMIT :limit)`,
    params,
  )
  db.run(
    `DELETE FROM effects WHERE seq IN
       (SELECT seq FROM effects WHERE finished_at IS NOT NULL AND state <> 'dead' AND finished_at < :before
        ORDER BY finished_at LIMIT :limit)`,
    params,
  )
  purgeRecords(db, now, keep, MAX_PURGED_A_CALL)
  purgeForgotten(db, now)
}

/** Each number is a count over a partial index, none over what is finished. */
export function countAll(db: SqliteDatabase, now: number): StoreCounts {
  const one = (sql: string, params: Record<string, number>): number => db.first(sql, count, params)?.n ?? 0
  const open = db.all(
    'SELECT state, count(*) AS n FROM effects WHERE finished_at IS NULL GROUP BY state',
    stateCount,
    {},
  )
  const inState = (state: string): number => open.find((row) => row.state === state)?.n ?? 0
  return {
    pendingEvents: one('SELECT count(*) AS n FROM events WHERE consumed_at IS NULL', {}),
    readyChats: one('SELECT count(*) AS n FROM chats WHERE ready_at <= :now', { now }),
    intended: inState('intended'),
    sent: inState('sent'),
    unknown: inState('unknown'),
    dead: one(`SELECT count(*) AS n FROM effects WHERE state = 'dead'`, {}),
  }
}

/** Effects given up, newest first. */
export function listDead(
  db: SqliteDatabase,
  limit: number,
  { records, unreadable }: { records: Records; unreadable: Unreadable },
): DeadEffect[] {
  const open = (payload: string, chatId: string, id: string): unknown =>
    unreadable.attempt({ kind: 'effect', chatId }, () => storedJson.parse(records.payload.open(payload, chatId, id)))
  return db
    .all(
      `SELECT id, chat_id, kind, payload, error, finished_at FROM effects WHERE state = 'dead'
       ORDER BY finished_at DESC, seq DESC LIMIT :limit`,
      deadRow,
      { limit },
    )
    .map((row) => ({
      id: row.id,
      chatId: row.chat_id,
      kind: row.kind,
      payload: row.payload === null ? undefined : open(row.payload, row.chat_id, row.id),
      error: absent(row.error),
      diedAt: row.finished_at,
    }))
}

/** The secret of that name, made now if there is none. Runs inside a transaction of the write queue. */
export function findOrMakeSecret(db: SqliteDatabase, name: string, { secret }: Records): Uint8Array {
  const row = z.object({ hex: z.string() })
  const made = secret.seal(randomBytes(32).toString('hex'), name)
  db.run('INSERT OR IGNORE INTO secrets (name, hex) VALUES (:name, :hex)', { name, hex: made })
  const found = db.first('SELECT hex FROM secrets WHERE name = :name', row, { name })?.hex ?? ''
  const hex = secret.open(found, name)
  if (!secret.isCurrent(found)) {
    db.run('UPDATE secrets SET hex = :hex WHERE name = :name', { name, hex: secret.seal(hex, name) })
  }
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}
