import { newOwner } from '../../lib/ids.js'
import type { Logger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import { createRecords } from '../records.js'
import { createSeal } from '../seal.js'
import type { Arrivals, Store } from '../store.js'
import { createUnreadable } from '../unreadable.js'
import { createArrivals } from './arrivals.js'
import { createChronicle } from './chronicle.js'
import { connectTo } from './connect.js'
import { createEffects } from './effects.js'
import { createForgotten } from './forgotten.js'
import { createInbox } from './inbox.js'
import { Partitions } from './partitions.js'
import { createSchedule } from './schedule.js'
import { checkKeys, pinLayout } from './server-checks.js'
import { createShelf } from './shelf.js'
import { createUpkeep } from './upkeep.js'

export interface RedisStoreOptions {
  /** REDIS_URL. */
  url: Secret
  logger: Logger
  /** DATA_KEY: the first seals, all open; none keeps everything plain. */
  dataKeys?: readonly Secret[] | undefined
  /** How long a call waits for a Redis that restarts or fails over, in milliseconds. */
  waitMs?: number
  /** Called for every command sent, scripts by their name; for counting. */
  onRoundTrip?: (name: string) => void
  /** How often a process says that it lives, in milliseconds; the default is 2,000. */
  beatMs?: number
}

const CLOSE_MS = 5_000

/**
 * The store for any number of processes, on Redis 7 or a cluster of it. Every transition is one Lua script in the one
 * partition of its chat (lua/common.ts lists the keys). Throws `config` when this Redis cannot be used.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { logger } = options
  const seal = createSeal(options.dataKeys ?? [])
  const { connection, link, kind } = await connectTo(options)
  const self = newOwner()
  const partitions = new Partitions({ link, self, logger, beatMs: options.beatMs })
  let arrivals: Arrivals
  try {
    await pinLayout(link)
    await checkKeys(link, seal)
    await partitions.start(connection)
    arrivals = await createArrivals({ connection, link, self })
  } catch (error) {
    partitions.close()
    connection.close()
    throw error
  }
  logger.info('store.opened', { system: 'redis', kind })

  const parts = { partitions, records: createRecords(seal), unreadable: createUnreadable('redis', logger) }
  let closing: Promise<void> | undefined
  return {
    ...createInbox(parts),
    ...createEffects(parts),
    ...createSchedule(parts),
    ...createUpkeep(parts, link),
    ...createChronicle(parts, link),
    ...createForgotten(link),
    replicas: () => partitions.replicas(),
    shelf: createShelf(link),
    arrivals,
    close() {
      partitions.close()
      closing ??= link.close(CLOSE_MS).then(() => logger.info('store.closed', { system: 'redis' }))
      return closing
    },
  }
}
