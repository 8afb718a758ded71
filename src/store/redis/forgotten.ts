import { z } from 'zod'

import type { Store } from '../store.js'
import { baseOf, partitionOf } from './keys.js'
import type { Link } from './link.js'

/** When a chat was last forgotten, as lua/commit.ts notes it. */
export function createForgotten(link: Link): Pick<Store, 'forgottenAt'> {
  return {
    async forgottenAt(chatId) {
      const key = `${baseOf(partitionOf(chatId))}:forgotten`
      const found = score.parse(await link.command(key, ['ZSCORE', key, chatId]))
      return found ?? undefined
    },
  }
}

/** A number or its text, by the version of the protocol. */
const score = z.union([z.number(), z.string().transform(Number)]).nullable()
