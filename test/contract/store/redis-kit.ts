import { silentLogger, type Logger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import { openRedisStore, type RedisStoreOptions } from '../../../src/store/redis/redis-store.js'
import type { Store } from '../../../src/store/store.js'
import { ask, type RedisServer } from '../../support/redis-server.js'
import type { OpenHarness } from './kit.js'

export function openOn(
  url: string,
  options: Partial<RedisStoreOptions> & { logger?: Logger } = {},
): Promise<Store> {
  return openRedisStore({ url: new Secret(url), logger: silentLogger, ...options })
}

/** Each harness begins with an empty server. A process killed leaves Redis as it is: another store is opened on it. */
export function redisHarness(
  server: () => RedisServer,
  urlOf = (url: string) => url,
  dataKeys: readonly Secret[] = [],
): OpenHarness {
  return async () => {
    await ask(server().port, 'FLUSHALL')
    const open = () => openOn(urlOf(server().url), { dataKeys })
    let store = await open()
    return {
      get store() {
        return store
      },
      async reopen() {
        await store.close()
        store = await open()
      },
      async crash() {
        const killed = store
        store = await open()
        await killed.close()
      },
      async dispose() {
        await store.close()
      },
    }
  }
}
