import { existsSync } from 'node:fs'
import { join, resolve as absolute } from 'node:path'

import { AppError } from '../../domain/errors.js'
import type { Secret } from '../../lib/secret.js'
import { mapSealed } from '../copy-seal.js'
import type { CopyKind, CopyRecord, CopySource } from '../copy.js'
import { createRecords } from '../records.js'
import { createSeal } from '../seal.js'
import { SqliteDatabase } from './database.js'
import { lockFolder } from './lock.js'
import { migrate } from './schema.js'
import { JOURNAL_CHATS, JOURNAL_LINES, journalChat, journalLine, ONE_PAGE, QUERIES } from './source-rows.js'
import { checkKeys, voidLeases } from './upkeep.js'

const PAGE = 500
/** A journal has up to a thousand lines. */
const JOURNALS_A_PAGE = 20

/**
 * Everything in the folder, which no process may have meanwhile, opened with its keys. Throws `config` when a process
 * has it, when nothing is there, and when a key is missing.
 */
export async function openSqliteSource(
  dataDir: string,
  { dataKeys = [], lockWaitMs = 0 }: { dataKeys?: readonly Secret[]; lockWaitMs?: number } = {},
): Promise<CopySource> {
  const seal = createSeal(dataKeys)
  const records = createRecords(seal)
  const path = join(absolute(dataDir), 'plantao.db')
  if (!existsSync(path)) throw new AppError('config', 'DATA_DIR: não há dados do Plantão aqui', { retry: 'never' })
  const lock = await lockFolder(join(absolute(dataDir), 'lock.db'), lockWaitMs)
  const db = new SqliteDatabase(path, { busyTimeoutMs: 2_000 })
  try {
    migrate(db)
    checkKeys(db, seal)
    voidLeases(db)
  } catch (error) {
    db.close()
    lock.release()
    throw error
  }
  return {
    *pages(kind) {
      for (const page of kind === 'journal' ? journalPages(db) : pagesOf(db, kind)) {
        yield page.map((record) => mapSealed(record, records, 'open'))
      }
    },
    close() {
      db.close()
      lock.release()
    },
  }
}

function* pagesOf(db: SqliteDatabase, kind: Exclude<CopyKind, 'journal'>): Iterable<readonly CopyRecord[]> {
  const { sql, row } = QUERIES[kind]
  const isOnePage = ONE_PAGE.has(kind)
  for (let after = -1; ; ) {
    const rows = db.all(sql, row, { after, page: isOnePage ? Number.MAX_SAFE_INTEGER : PAGE })
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map(({ record }) => record)
    if (isOnePage) return
    after = last.at
  }
}

function* journalPages(db: SqliteDatabase): Iterable<readonly CopyRecord[]> {
  const chats = db.all(JOURNAL_CHATS, journalChat, {})
  for (let from = 0; from < chats.length; from += JOURNALS_A_PAGE) {
    yield chats.slice(from, from + JOURNALS_A_PAGE).map(({ chatId }) => ({
      kind: 'journal',
      chatId,
      lines: db.all(JOURNAL_LINES, journalLine, { chatId }),
    }))
  }
}
