import type { JournalLine } from '../domain/record.js'
import type { StoreChoice } from './open-store.js'

/**
 * A chat's journal, its last lines, oldest first, read beside the processes that use the store: nothing is written,
 * locked or announced. Throws `AppError`.
 */
export async function readStoredJournal(
  { redisUrl, dataDir, dataKeys = [], logger }: StoreChoice,
  chatId: string,
  limit: number,
): Promise<readonly JournalLine[]> {
  if (redisUrl === undefined) {
    const { readSqliteJournal } = await import('./sqlite/journal-reader.js')
    return readSqliteJournal({ dataDir, dataKeys }, chatId, limit)
  }
  const { readRedisJournal } = await import('./redis/journal-reader.js')
  return await readRedisJournal({ url: redisUrl, dataKeys, logger }, chatId, limit)
}
