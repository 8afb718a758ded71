import type { Logger } from '../lib/logger.js'
import type { Secret } from '../lib/secret.js'
import type { Store } from './store.js'

export interface StoreChoice {
  /** Where it is set the store is Redis, for any number of processes; else SQLite in `dataDir`, for one. */
  redisUrl?: Secret
  dataDir: string
  /** What is stored is sealed with the first, opened with any; none leaves it plain. */
  dataKeys?: readonly Secret[]
  logger: Logger
  /** Called for every command sent to Redis. */
  onRoundTrip?: ((name: string) => void) | undefined
}

/** Opens the store that the configuration names; the library of the other is not even loaded. */
export async function openStore({ redisUrl, dataDir, dataKeys, logger, onRoundTrip }: StoreChoice): Promise<Store> {
  if (redisUrl === undefined) {
    const { openSqliteStore } = await import('./sqlite/sqlite-store.js')
    return openSqliteStore({ dataDir, dataKeys, logger })
  }
  const { openRedisStore } = await import('./redis/redis-store.js')
  return openRedisStore({ url: redisUrl, dataKeys, logger, ...(onRoundTrip ? { onRoundTrip } : {}) })
}
