import { z } from 'zod'

import type { SqliteDatabase } from './database.js'

/** Longer than anything lives that was given away before a chat was forgotten (a link: seven days, and one to be sent). */
export const FORGOTTEN_KEPT_MS = 9 * 24 * 60 * 60_000

/** Runs inside the transaction that forgets the chat. */
export function noteForgotten(db: SqliteDatabase, chatId: string, now: number): void {
  db.run('INSERT OR REPLACE INTO forgotten (chat_id, at) VALUES (:chatId, :now)', { chatId, now })
}

/** When the chat was last forgotten. */
export function findForgotten(db: SqliteDatabase, chatId: string): number | undefined {
  const row = z.object({ at: z.number() })
  return db.first('SELECT at FROM forgotten WHERE chat_id = :chatId', row, { chatId })?.at
}

export function purgeForgotten(db: SqliteDatabase, now: number): void {
  db.run('DELETE FROM forgotten WHERE at < :before', { before: now - FORGOTTEN_KEPT_MS })
}
