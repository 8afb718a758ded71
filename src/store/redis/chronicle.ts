import { z } from 'zod'

import type { JournalLine } from '../../domain/record.js'
import type { Records } from '../records.js'
import type { Store } from '../store.js'
import { storedAudit, storedLine } from '../stored.js'
import { auditKey, journalKey, PARTITIONS } from './keys.js'
import type { Link } from './link.js'
import type { RedisParts } from './opening.js'

const audits = z.array(storedAudit)
const lines = z.array(z.string())

/** Journals and audit records, as people read them; the scripts of a turn's and an effect's end write them. */
export function createChronicle(
  { partitions, records }: RedisParts,
  link: Link,
): Pick<Store, 'readJournal' | 'readAudit'> {
  return {
    async readJournal(chatId, limit) {
      partitions.assertOpen()
      return await readLines(link, records, chatId, limit)
    },

    async readAudit(limit) {
      partitions.assertOpen()
      if (limit <= 0) return []
      const read = async (partition: number) => {
        const key = auditKey(partition)
        return audits.parse(await link.command(key, ['ZRANGE', key, '0', String(limit - 1), 'REV']))
      }
      const found = await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => read(partition)))
      return found.flat().sort((one, other) => other.at - one.at).slice(0, limit)
    },
  }
}

/** The last lines of a chat's journal, oldest first. Throws `config` when one cannot be opened. */
export async function readLines(link: Link, { journal }: Records, chatId: string, limit: number): Promise<JournalLine[]> {
  if (limit <= 0) return []
  const key = journalKey(chatId)
  const found = lines.parse(await link.command(key, ['LRANGE', key, String(-limit), '-1']))
  return found.map((line) => storedLine.parse(journal.open(withoutTime(line), chatId)))
}

/** The line of `<at> <line>`, as lua/commit.ts is given it. */
export function withoutTime(stored: string): string {
  return stored.slice(stored.indexOf(' ') + 1)
}
