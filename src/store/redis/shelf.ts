import { z } from 'zod'

import type { Shelf } from '../../lib/read-once.js'
import type { Link } from './link.js'
import { shelfKey } from './keys.js'

/** What processes leave each other, with Redis' own times to live. */
export function createShelf(link: Link): Shelf {
  return {
    async take(name) {
      const key = shelfKey(name)
      return z.string().nullable().parse(await link.command(key, ['GET', key])) ?? undefined
    },
    async put(name, value, forMs) {
      const key = shelfKey(name)
      await link.command(key, ['SET', key, value, 'PX', String(forMs)])
    },
  }
}
