import type { Clock } from '../../lib/clock.js'

/**
 * The newest of something, listed for all who ask: one that began at the moment from which an asker wants it, or later,
 * is not made again, under way or done. So many that wait for one listing a minute are served by one or two; a listing
 * that began too early to show what is looked for proves nothing, and is waited for before the next.
 */
export function createNewest<T>(list: () => Promise<T>, clock: Clock): (notBefore: number) => Promise<T> {
  let last: { at: number; listed: T } | undefined
  let running: { at: number; listing: Promise<T> } | undefined

  async function run(at: number): Promise<T> {
    try {
      const listed = await list()
      last = { at, listed }
      return listed
    } finally {
      running = undefined
    }
  }

  return async (notBefore) => {
    while (running && running.at < notBefore) await running.listing.catch(() => undefined)
    if (running) return running.listing
    if (last && last.at >= notBefore) return last.listed
    const at = clock.now()
    running = { at, listing: run(at) }
    return running.listing
  }
}
