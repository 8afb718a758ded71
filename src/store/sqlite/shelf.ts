import type { Shelf } from '../../lib/read-once.js'

/** The one process that a file has finds what it read in its own memory; another begins with nothing. */
export function createShelf(now: () => number = Date.now): Shelf {
  const kept = new Map<string, { value: string; until: number }>()
  return {
    take(name) {
      const found = kept.get(name)
      return Promise.resolve(found && found.until > now() ? found.value : undefined)
    },
    put(name, value, forMs) {
      kept.set(name, { value, until: now() + forMs })
      return Promise.resolve()
    },
  }
}
