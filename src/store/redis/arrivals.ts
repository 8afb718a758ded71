import type { Arrivals } from '../store.js'
import type { Connection } from './connection.js'
import { ARRIVED_CHANNEL } from './keys.js'
import type { Link } from './link.js'

/** Over a channel of Redis: told once and not waited for, and lost where somebody has no connection just then. */
export async function createArrivals({ connection, link, self }: {
  connection: Connection
  link: Link
  /** Leaves its own words unread. */
  self: string
}): Promise<Arrivals> {
  const listeners: ((updateId: number) => void)[] = []
  const hear = (message: string): void => {
    const [from, updateId] = message.split(' ')
    if (from !== self) for (const listener of listeners) listener(Number(updateId))
  }
  await connection.subscribe(ARRIVED_CHANNEL, hear, () => undefined)
  return {
    tell(updateId) {
      // The others wait for it, a moment, as they would have without this.
      link.command(ARRIVED_CHANNEL, ['PUBLISH', ARRIVED_CHANNEL, `${self} ${String(updateId)}`], 0).catch(() => undefined)
    },
    listen: (listener) => void listeners.push(listener),
  }
}
