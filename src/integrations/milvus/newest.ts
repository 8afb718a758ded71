import type { Clock } from '../../lib/clock.js'

/**
 * The newest of something, listed for all who ask: one under way is everybody's, and one that began at the moment from
 * which an asker wants it, or later, is not made again. So many that wait for one listing a minute are all served by it.
 */
export function createNewest<T>(list: () => Promise<T>, clock: Clock): (notBefore: number) => Promise<T> {
  let last: { at: number; listed: T } | undefined
  let running: Promise<T> | undefined

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
    if (running) return running
    if (last && last.at >= notBefore) return last.listed
    running = run(clock.now())
    return running
  }
}
