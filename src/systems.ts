import type { Config } from './config.js'
import { createHubsoft } from './integrations/hubsoft/hubsoft.js'
import { createMilvus } from './integrations/milvus/milvus.js'
import { createTempbox } from './integrations/tempbox/tempbox.js'
import type { Clock } from './lib/clock.js'
import type { Logger } from './lib/logger.js'
import type { ReadOnce } from './lib/read-once.js'
import type { Releases } from './lib/releases.js'
import type { Replicas } from './lib/share.js'
import type { Metrics } from './server/metrics.js'

/** The provider's systems; absent where they are not configured. */
export interface Systems {
  hubsoft: ReturnType<typeof createHubsoft>
  milvus: ReturnType<typeof createMilvus> | undefined
  tempbox: ReturnType<typeof createTempbox> | undefined
}

/** Makes them, and says how they are given back. */
export function createSystems(
  config: Config,
  deps: { clock: Clock; logger: Logger; onCall: Metrics['onCall']; readOnce: ReadOnce; replicas: Replicas },
  releases: Releases,
): Systems {
  const { rpm, ...hubsoftConfig } = config.hubsoft
  const hubsoft = createHubsoft({ ...hubsoftConfig, callsPerMinute: rpm }, deps)
  const milvus = config.milvus && createMilvus(config.milvus, deps)
  const tempbox = config.tempbox && createTempbox(config.tempbox, deps)
  releases.add(async () => {
    await Promise.all([hubsoft, milvus, tempbox].map(async (system) => system?.close()))
  })
  return { hubsoft, milvus, tempbox }
}
