import type { Clock } from '../lib/clock.js'
import type { LeasedWatch, WatchKind } from './ports.js'
import type { Polled } from './tempbox.js'

export type Poll = (watch: LeasedWatch) => Promise<Polled>

/** Each watch read by its kind; one of a system that is not configured (any more) is looked at again in an hour. */
export function createPoller(polls: Partial<Record<WatchKind, Poll | undefined>>, clock: Clock): Poll {
  return async (watch) => {
    const poll = polls[watch.kind]
    if (poll) return await poll(watch)
    return { next: { state: watch.state, dueAt: clock.now() + UNCONFIGURED_MS }, events: [] }
  }
}

const UNCONFIGURED_MS = 3_600_000
