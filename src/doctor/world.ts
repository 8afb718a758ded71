import { createHubsoft, type Hubsoft } from '../integrations/hubsoft/hubsoft.js'
import { createMilvus, type Milvus } from '../integrations/milvus/milvus.js'
import { listarNomesEmUso } from '../integrations/milvus/calls/nomes-em-uso.js'
import { listarTiposContados } from '../integrations/hubsoft/calls/tipos-contados.js'
import { createTempbox, type Tempbox } from '../integrations/tempbox/tempbox.js'
import { systemClock } from '../lib/clock.js'
import { silentLogger } from '../lib/logger.js'
import { checkFolder, type CheckedFolder } from '../operators-folder.js'
import type { RedisInspection } from '../store/redis/inspection.js'
import type { Environment } from './environment.js'
import { isNothingFound } from './failure.js'

/** How many of the newest chamados are looked through for names; the listing takes up to a thousand. */
export const CHAMADOS_READ = 500
/** So that no check of another's is answered by a circuit that opened, nor a provider's API by thirty calls at once. */
const HTTP = { circuit: { failures: 1_000 }, transport: { connections: 4 } }
const REDIS_MS = 4_000

/** What the checks look at. Made without a call; what several need is read once. */
export interface World {
  env: Environment
  hubsoft: Hubsoft | undefined
  milvus: Milvus | undefined
  tempbox: Tempbox | undefined
  /** HubSoft's clock less ours as of its first answer, in milliseconds; `undefined` while it has told none. */
  clockAheadMs(): number | undefined
  folder(): Promise<CheckedFolder>
  /** `total`: of all pages, where there are some. */
  tipos(): Promise<{ tipos: readonly { id: number; descricao: string; ativo: boolean }[]; total: number }>
  nomesEmUso(): Promise<readonly NomesEmUso[]>
  redis(): Promise<RedisInspection>
  close(): Promise<void>
}

export interface NomesEmUso {
  mesa: string
  setor: string
  categoriaPrimaria: string
  categoriaSecundaria: string
}

export function createWorld(env: Environment): World {
  let aheadMs: number | undefined
  const onDate = (date: string): void => {
    const at = Date.parse(date)
    // Half a second on, since the header has no fractions.
    if (!Number.isNaN(at)) aheadMs ??= at + 500 - Date.now()
  }
  const deps = { clock: systemClock, logger: silentLogger, ...HTTP }
  const hubsoft =
    env.hubsoft.kind === 'ready'
      ? createHubsoft(
          { ...env.hubsoft.config, callsPerMinute: env.hubsoft.config.rpm },
          { ...deps, transport: { ...HTTP.transport, onDate } },
        )
      : undefined
  const milvus = env.milvus.kind === 'ready' ? createMilvus(env.milvus.config, deps) : undefined
  const tempbox = env.tempbox.kind === 'ready' ? createTempbox(env.tempbox.config, deps) : undefined
  const opened: RedisInspection[] = []
  return {
    env,
    hubsoft,
    milvus,
    tempbox,
    clockAheadMs: () => aheadMs,
    folder: once(() => checkFolder(env.promptsDir.kind === 'ready' ? env.promptsDir.config : '')),
    tipos: once(async () => await configured(hubsoft).api.call(listarTiposContados, {}).catch(orElse({ tipos: [], total: 0 }))),
    nomesEmUso: once(
      async () =>
        await configured(milvus)
          .api.call(listarNomesEmUso, {
            query: { is_descending: true, order_by: 'codigo', total_registros: CHAMADOS_READ },
            body: { filtro_body: { status: 'Todos' } },
          })
          .catch(orElse<NomesEmUso[]>([])),
    ),
    redis: once(async () => {
      const { store } = env
      const { inspectRedis } = await import('../store/redis/inspection.js')
      const redis = await inspectRedis(configured(store.kind === 'ready' ? store.config.redisUrl : undefined), REDIS_MS)
      opened.push(redis)
      return redis
    }),
    close: async () => {
      for (const redis of opened) redis.close()
      await Promise.all([hubsoft?.close(), milvus?.close(), tempbox?.close()])
    },
  }
}

/** Where a refusal only says that there are none. */
function orElse<T>(none: T): (error: unknown) => T {
  return (error) => {
    if (isNothingFound(error)) return none
    throw error
  }
}

/** The same promise for all who ask, its failure too. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => (reading ??= read())
}

/** A check of what is not configured is not in the list. */
function configured<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('not configured')
  return value
}
