import { z } from 'zod'

import type { AuditRecord, JournalLine, RecordRetention } from '../../domain/record.js'
import type { Records } from '../records.js'
import { storedAudit, storedLine } from '../stored.js'
import type { SqliteDatabase } from './database.js'

/** The last so many lines of a chat are kept. */
export const MAX_LINES = 1_000

/** Journals and audit records: written by turns and settlements, read by people. Writes are inside a transaction. */
export interface Chronicle {
  write(chatId: string, lines: readonly JournalLine[]): void
  forget(chatId: string): void
  note(audit: AuditRecord): void
  /** The last lines, oldest first. Throws `config` when one cannot be opened. */
  readJournal(chatId: string, limit: number): JournalLine[]
  /** Newest first. */
  readAudit(limit: number): AuditRecord[]
}

const lineRow = z.object({ line: z.string() })
const auditRow = z.object({ record: storedAudit }).transform(({ record }) => record)

export function createChronicle(db: SqliteDatabase, { journal }: Records): Chronicle {
  return {
    write(chatId, lines) {
      for (const line of lines) {
        db.run('INSERT INTO journal (chat_id, at, line) VALUES (:chatId, :at, :line)', {
          chatId,
          at: line.at,
          line: journal.seal(JSON.stringify(line), chatId),
        })
      }
      if (lines.length === 0) return
      db.run(
        `DELETE FROM journal WHERE chat_id = :chatId AND seq <=
           (SELECT seq FROM journal WHERE chat_id = :chatId ORDER BY seq DESC LIMIT 1 OFFSET ${String(MAX_LINES)})`,
        { chatId },
      )
    },

    forget(chatId) {
      db.run('DELETE FROM journal WHERE chat_id = :chatId', { chatId })
    },

    note(audit) {
      db.run('INSERT INTO audit (at, record) VALUES (:at, :record)', { at: audit.at, record: JSON.stringify(audit) })
    },

    readJournal(chatId, limit) {
      const rows = db.all(
        'SELECT line FROM journal WHERE chat_id = :chatId ORDER BY seq DESC LIMIT :limit',
        lineRow,
        { chatId, limit },
      )
      return rows.reverse().map(({ line }) => storedLine.parse(journal.open(line, chatId)))
    },

    readAudit: (limit) => db.all('SELECT record FROM audit ORDER BY at DESC, seq DESC LIMIT :limit', auditRow, { limit }),
  }
}

/** Forgets at most `limit` lines and `limit` audit records that were kept long enough. */
export function purgeRecords(db: SqliteDatabase, now: number, keep: RecordRetention, limit: number): void {
  const ages = [
    ['journal', keep.journalMs],
    ['audit', keep.auditMs],
  ] as const
  for (const [table, keptMs] of ages) {
    db.run(
      `DELETE FROM ${table} WHERE seq IN (SELECT seq FROM ${table} WHERE at < :before ORDER BY at LIMIT :limit)`,
      { before: now - keptMs, limit },
    )
  }
}
