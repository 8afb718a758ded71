import { z } from 'zod'

import { newOwner } from '../../lib/ids.js'
import type { Logger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import type { CopyKind, CopyRecord, CopyTarget } from '../copy.js'
import { createRecords } from '../records.js'
import { createSeal } from '../seal.js'
import { connectTo } from './connect.js'
import { partitionFor, readsOf, recordFrom, writesOf, type Command, type PartitionRecord } from './copy-records.js'
import { META, secretKey } from './keys.js'
import { APPLY } from './lua/apply.js'
import { Partitions } from './partitions.js'
import { checkKeys, COPYING, COPY_OF, pinLayout, tryKeys } from './server-checks.js'

const results = z.tuple([z.array(z.unknown())])

/** A Redis as the target of a copy; it takes the place of the store there. Throws as `openRedisStore` does. */
export async function openRedisTarget(options: {
  url: Secret
  logger: Logger
  dataKeys?: readonly Secret[]
  waitMs?: number
}): Promise<CopyTarget> {
  const seal = createSeal(options.dataKeys ?? [])
  const sealed = createRecords(seal)
  const { link } = await connectTo(options)
  const partitions = new Partitions({ link, self: newOwner(), logger: options.logger })
  await pinLayout(link, { whileCopying: true })
  await tryKeys(link, seal)

  const apply = async (partition: number, commands: readonly Command[]): Promise<readonly unknown[]> => {
    const args = commands.flatMap((command) => [String(command.length), ...command])
    const [given] = await partitions.run(APPLY, partition, 0, args, results)
    return given
  }
  const everywhere = async (commands: readonly Command[]): Promise<readonly unknown[][]> => {
    const args = commands.flatMap((command) => [String(command.length), ...command])
    return (await partitions.everywhere(APPLY, 0, args, results)).map(([given]) => given)
  }

  const tallies = new Map<number, Tally>()

  return {
    async state() {
      const meta = z.array(z.string().nullable()).parse(await link.command(META, ['HMGET', META, COPY_OF, COPYING]))
      const found = await everywhere([['EXISTS', ''], ['EXISTS', ':timers'], ['EXISTS', ':watches'], ['EXISTS', ':forgotten']])
      const empty = found.flat().every((exists) => exists === 0)
      return { copyOf: meta[0] ?? undefined, finished: meta[0] !== null && meta[1] === null, empty }
    },

    async begin(copyOf) {
      await link.command(META, ['HSET', META, COPY_OF, copyOf, COPYING, '1'])
      await checkKeys(link, seal)
    },

    async write(records) {
      const shares = new Map<number, PartitionRecord[]>()
      for (const record of records) {
        if (record.kind === 'secret') {
          await link.command(secretKey(record.name), ['SET', secretKey(record.name), sealed.secret.seal(record.hex, record.name)])
          continue
        }
        const partition = partitionFor(record)
        tallies.set(partition, tally(tallies.get(partition), record))
        shares.set(partition, [...(shares.get(partition) ?? []), record])
      }
      await Promise.all([...shares].map(([partition, share]) => apply(partition, share.flatMap((record) => writesOf(record, sealed)))))
    },

    read: (records) => Promise.all(records.map((record) => readOne(record))),

    async count() {
      const found = await everywhere(COUNTED.map(([, command]) => command))
      const total = (index: number): number => found.reduce((sum, counts) => sum + z.number().parse(counts[index]), 0)
      return Object.fromEntries(COUNTED.map(([kind], index) => [kind, total(index)]))
    },

    async finish(copyOf) {
      const set = [...tallies].map(([partition, counted]) =>
        apply(partition, [['HSET', '', ...Object.entries(counted).flatMap(([name, count]) => [name, String(count)])]]),
      )
      await Promise.all(set)
      await link.command(META, ['HSET', META, COPY_OF, copyOf])
      await link.command(META, ['HDEL', META, COPYING])
    },

    async close() {
      partitions.close()
      await link.close(1_000)
    },
  }

  async function readOne(record: CopyRecord): Promise<CopyRecord | undefined> {
    if (record.kind === 'secret') {
      const hex = z.string().nullable().parse(await link.command(secretKey(record.name), ['GET', secretKey(record.name)]))
      return hex === null ? undefined : { ...record, hex: sealed.secret.open(hex, record.name) }
    }
    return recordFrom(record, await apply(partitionFor(record), readsOf(record)), sealed)
  }
}

/** Of these kinds the partitions know their number. */
const COUNTED = [
  ['event', ['HLEN', ':events']],
  ['seen', ['ZCARD', ':seen']],
  ['done', ['ZCARD', ':done']],
  ['timer', ['ZCARD', ':timers']],
  ['watch', ['ZCARD', ':watches']],
  ['forgotten', ['ZCARD', ':forgotten']],
  ['journal', ['ZCARD', ':journals']],
  ['audit', ['ZCARD', ':audit']],
] as const satisfies readonly (readonly [CopyKind, Command])[]

/** What a partition's own key keeps: the last number given out, and how many effects are in each state. */
interface Tally {
  seq: number
  intended: number
  sent: number
  unknown: number
}

function tally(before: Tally = { seq: 0, intended: 0, sent: 0, unknown: 0 }, record: PartitionRecord): Tally {
  if (record.kind !== 'event' && record.kind !== 'effect') return before
  const after = { ...before, seq: Math.max(before.seq, record.seq) }
  if (record.kind === 'effect' && record.state !== 'dead') after[record.state] += 1
  return after
}
