import { AppError } from '../../domain/errors.js'
import { systemClock } from '../../lib/clock.js'
import { isBusy, SqliteDatabase } from './database.js'

const RETRY_EVERY_MS = 100

export interface FolderLock {
  release(): void
}

/**
 * Takes the folder for this process: an exclusive transaction on a file of its own, held open. The system frees it
 * however the process ends, and the data's own file stays readable by other tools meanwhile. A predecessor that is
 * stopping is waited for, `waitMs` at most; then it throws `config`.
 */
export async function lockFolder(path: string, waitMs: number): Promise<FolderLock> {
  const startedAt = performance.now()
  for (;;) {
    const lock = tryLock(path)
    if (lock !== undefined) return lock
    const leftMs = waitMs - (performance.now() - startedAt)
    if (leftMs <= 0) {
      throw new AppError('config', 'another process uses the data folder', { retry: 'never' })
    }
    await systemClock.sleep(Math.min(RETRY_EVERY_MS, leftMs))
  }
}

/** Never waits inside SQLite: that would hold the whole process still. */
function tryLock(path: string): FolderLock | undefined {
  const file = new SqliteDatabase(path, { busyTimeoutMs: 0 })
  try {
    file.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (isBusy(error)) return undefined
    throw error
  }
  return {
    release: () => {
      file.exec('ROLLBACK')
      file.close()
    },
  }
}
