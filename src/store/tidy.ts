import { toAppError } from '../domain/errors.js'
import type { RecordRetention } from '../domain/record.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Store } from './store.js'

const EVERY_MS = 60 * 60_000

/** Forgets what is older than `keep` says each time, at once and then every hour; gives what ends it. */
export function keepTidy(
  store: Pick<Store, 'purge'>,
  { keep, clock, logger }: { keep: () => RecordRetention; clock: Clock; logger: Logger },
): () => Promise<void> {
  const stopping = new AbortController()
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await store.purge(clock.now(), keep())
      } catch (error) {
        logger.error('store.purge-failed', { error: toAppError(error) })
      }
      await clock.sleep(EVERY_MS, stopping.signal)
    }
  }
  const running = run()
  return async () => {
    stopping.abort()
    await running
  }
}
