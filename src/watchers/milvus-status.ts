import { toAppError } from '../domain/errors.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { MilvusReader } from './ports.js'

/** The vendor asks for no more than one listing a minute. */
const EVERY_MS = 60_000
/** Chamados of ours may be behind the newest thousand. */
const MAX_PAGES = 5
const KEPT_MS = 30 * 60_000

export interface MilvusStatuses {
  /** A chamado's status as last listed; `undefined` where it is not known. Lists where that is due. */
  statusOf(codigo: string): Promise<string | undefined>
}

/**
 * Statuses of all chamados that are asked for, by one listing a minute at most: the newest first, further pages in
 * turn while one of ours is not among them.
 */
export function createMilvusStatuses(deps: {
  reader: MilvusReader
  clock: Clock
  logger: Logger
}): MilvusStatuses {
  const { reader, clock, logger } = deps
  const known = new Map<string, string>()
  const asked = new Map<string, number>()
  let listedAt = -EVERY_MS
  let pagina = 1
  let running: Promise<void> | undefined

  async function list(): Promise<void> {
    try {
      const { chamados, cheia } = await reader.readStatus(pagina)
      for (const { codigo, status } of chamados) if (asked.has(codigo)) known.set(codigo, status)
      const missing = [...asked.keys()].some((codigo) => !known.has(codigo))
      pagina = cheia && missing && pagina < MAX_PAGES ? pagina + 1 : 1
    } catch (error) {
      const failure = toAppError(error, 'safe')
      if (failure.context.reason !== 'pace') logger.warn('watch.statuses-unread', { system: 'milvus', error: failure })
      // A customer's chamado was looked for in our minute: ours is the one after it.
      else listedAt = clock.now() + (failure.retryAfterMs ?? 0) - EVERY_MS
    }
  }

  return {
    async statusOf(codigo) {
      const now = clock.now()
      asked.set(codigo, now)
      if (now - listedAt >= EVERY_MS) {
        listedAt = now
        for (const [one, at] of asked) {
          if (now - at <= KEPT_MS) continue
          asked.delete(one)
          known.delete(one)
        }
        running = list().finally(() => {
          running = undefined
        })
      }
      await running
      return known.get(codigo)
    },
  }
}
