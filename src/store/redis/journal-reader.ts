import type { JournalLine } from '../../domain/record.js'
import type { Logger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import { createRecords } from '../records.js'
import { createSeal } from '../seal.js'
import { readLines } from './chronicle.js'
import { connectTo } from './connect.js'

const WAIT_MS = 5_000

/**
 * A journal out of Redis, without becoming one of the processes that share the work and its limits. Throws `config`
 * where this Redis cannot be used or a key is missing.
 */
export async function readRedisJournal(
  { url, dataKeys, logger }: { url: Secret; dataKeys: readonly Secret[]; logger: Logger },
  chatId: string,
  limit: number,
): Promise<JournalLine[]> {
  const { link } = await connectTo({ url, logger, waitMs: WAIT_MS })
  try {
    return await readLines(link, createRecords(createSeal(dataKeys)), chatId, limit)
  } finally {
    await link.close(WAIT_MS)
  }
}
