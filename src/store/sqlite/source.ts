import { existsSync } from 'node:fs'
import { join, resolve as absolute } from 'node:path'

import { AppError } from '../../domain/errors.js'
import type { CopyKind, CopyRecord, CopySource } from '../copy.js'
import { SqliteDatabase } from './database.js'
import { lockFolder } from './lock.js'
import { migrate } from './schema.js'
import { ONE_PAGE, QUERIES } from './source-rows.js'
import { voidLeases } from './upkeep.js'

const PAGE = 500

/** Everything in the folder, which no process may have meanwhile; throws `config` when one does, or nothing is there. */
export async function openSqliteSource(dataDir: string, lockWaitMs = 0): Promise<CopySource> {
  const path = join(absolute(dataDir), 'plantao.db')
  if (!existsSync(path)) throw new AppError('config', 'DATA_DIR: não há dados do Plantão aqui', { retry: 'never' })
  const lock = await lockFolder(join(absolute(dataDir), 'lock.db'), lockWaitMs)
  const db = new SqliteDatabase(path, { busyTimeoutMs: 2_000 })
  try {
    migrate(db)
    voidLeases(db)
  } catch (error) {
    db.close()
    lock.release()
    throw error
  }
  return {
    pages: (kind) => pagesOf(db, kind),
    close() {
      db.close()
      lock.release()
    },
  }
}

function* pagesOf(db: SqliteDatabase, kind: CopyKind): Iterable<readonly CopyRecord[]> {
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
