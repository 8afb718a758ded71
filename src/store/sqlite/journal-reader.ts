import { existsSync } from 'node:fs'
import { join, resolve as absolute } from 'node:path'

import { AppError } from '../../domain/errors.js'
import type { JournalLine } from '../../domain/record.js'
import type { Secret } from '../../lib/secret.js'
import { createRecords } from '../records.js'
import { createSeal } from '../seal.js'
import { createChronicle } from './chronicle.js'
import { SqliteDatabase, storeFailure } from './database.js'

/**
 * A journal out of the folder, whoever has it: in WAL mode a reader meets no writer, so the folder's lock is not asked
 * for. Throws `config` where nothing is there or a key is missing.
 */
export function readSqliteJournal(
  { dataDir, dataKeys }: { dataDir: string; dataKeys: readonly Secret[] },
  chatId: string,
  limit: number,
): JournalLine[] {
  const path = join(absolute(dataDir), 'plantao.db')
  // Opening would make it.
  if (!existsSync(path)) throw new AppError('config', 'DATA_DIR: não há dados do Plantão aqui', { retry: 'never' })
  const db = new SqliteDatabase(path, { busyTimeoutMs: 2_000 })
  try {
    db.exec('PRAGMA query_only = ON')
    return createChronicle(db, createRecords(createSeal(dataKeys))).readJournal(chatId, limit)
  } catch (error) {
    throw storeFailure(error)
  } finally {
    db.close()
  }
}
