import { newOwner } from '../../lib/ids.js'
import type { Logger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import type { Arrivals, Store } from '../store.js'
import { createArrivals } from './arrivals.js'
import { connectTo } from './connect.js'
import { createEffects } from './effects.js'
import { createInbox } from './inbox.js'
import { Partitions } from './partitions.js'
import { createSchedule } from './schedule.js'
import { pinLayout } from './server-checks.js'
import { createUpkeep } from './upkeep.js'

export interface RedisStoreOptions {
  /** REDIS_URL. */
  url: Secret
  logger: Logger
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
  const { connection, link, kind } = await connectTo(options)
  const self = newOwner()
  const partitions = new Partitions({ link, self, logger, beatMs: options.beatMs })
  let arrivals: Arrivals
  try {
    await pinLayout(link)
    await partitions.start(connection)
    arrivals = await createArrivals({ connection, link, self })
  } catch (error) {
    partitions.close()
    connection.close()
    throw error
  }
  logger.info('store.opened', { system: 'redis', kind })

  let closing: Promise<void> | undefined
  return {
    ...createInbox(partitions),
    ...createEffects(partitions),
    ...createSchedule(partitions),
    ...createUpkeep(partitions, link),
    arrivals,
    close() {
      partitions.close()
      closing ??= link.close(CLOSE_MS).then(() => logger.info('store.closed', { system: 'redis' }))
      return closing
    },
  }
}
