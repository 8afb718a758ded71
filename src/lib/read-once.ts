import { z } from 'zod'

import type { Clock } from './clock.js'
import type { Logger } from './logger.js'
import type { Roles } from './while-leading.js'

/** What processes leave each other for a while. Nothing personal, and nothing that is missed when it is gone. */
export interface Shelf {
  /** What was put there, unless its time is over. */
  take(name: string): Promise<string | undefined>
  /** For `forMs`. */
  put(name: string, value: string, forMs: number): Promise<void>
}

/** Reads something for all processes at once; gives what was read, JSON, and when. */
export type ReadOnce = (name: string, forMs: number, read: () => Promise<unknown>) => Promise<{ value: unknown; at: number }>

const LEASE_MS = 30_000
const LOOK_AGAIN_MS = 250
const PATIENCE_MS = 5_000

/**
 * One of the processes reads, the others take what it read. Nobody waits long: who finds another reading and no result
 * reads as well, and so does everybody while the store does not answer.
 */
export function createReadOnce(deps: { shelf: Shelf; roles: Roles; owner: string; clock: Clock; logger: Logger }): ReadOnce {
  const { shelf, roles, owner, clock, logger } = deps

  async function fromOthers(name: string): Promise<Shelved | undefined> {
    const text = await shelf.take(name)
    return text === undefined ? undefined : shelved.parse(text)
  }

  async function waitForOthers(name: string): Promise<Shelved | undefined> {
    const until = clock.now() + PATIENCE_MS
    for (;;) {
      const found = await fromOthers(name)
      if (found || clock.now() >= until) return found
      // Whoever had it may have put its result there meanwhile.
      if (await roles.lead(name, owner, LEASE_MS)) return fromOthers(name)
      await clock.sleep(LOOK_AGAIN_MS)
    }
  }

  async function withStore<T>(doing: () => Promise<T>): Promise<T | undefined> {
    try {
      return await doing()
    } catch (error) {
      logger.warn('shelf.unusable', { error })
      return undefined
    }
  }

  return async (name, forMs, read) => {
    const found = await withStore(() => waitForOthers(name))
    if (found) return found
    try {
      const own = { value: await read(), at: clock.now() }
      await withStore(() => shelf.put(name, JSON.stringify(own), forMs))
      return own
    } finally {
      await withStore(() => roles.resign(name, owner))
    }
  }
}

const shelved = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ value: z.unknown(), at: z.number() }))

type Shelved = z.output<typeof shelved>
