import type { SqliteDatabase } from './database.js'

/** How long what was erased may still stand in the write-ahead log. */
const SCRUB_AFTER_MS = 15_000

export interface Scrubber {
  /** Something was committed: the log now holds pages as they were before. */
  touch(): void
  stop(): void
}

/**
 * `secure_delete` overwrites what is erased in the pages of the file, but the log keeps earlier images of these pages
 * until it is written over, which may be days. So it is checked in and cut to nothing a little after it was written to.
 */
export function createScrubber(db: SqliteDatabase, onFailure: (error: unknown) => void): Scrubber {
  let timer: NodeJS.Timeout | undefined
  const scrub = (): void => {
    timer = undefined
    try {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch (error) {
      onFailure(error)
    }
  }
  return {
    touch() {
      timer ??= setTimeout(scrub, SCRUB_AFTER_MS).unref()
    },
    stop() {
      clearTimeout(timer)
      scrub()
    },
  }
}
