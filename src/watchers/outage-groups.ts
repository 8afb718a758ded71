/**
 * Chats that wait for the end of the same outage, known by the key of its alert. Kept in memory, in each process for
 * itself: one that has just started, or takes a watch over from another replica, knows of no reading, so the first
 * watch it meets of a group is read, and that one reading speaks for the group from then on.
 */
export interface OutageGroup {
  /** When somebody was last chosen to be read for all. */
  chosenAt: number
  /** Whoever was last read before this should be read at once: the alert of one of them is gone. */
  doubtedSince: number | undefined
  /** Readings in a row, since then, that still held it. */
  still: number
  /** When a watch of it last came by. */
  metAt: number
}

export interface OutageGroups {
  of(key: string, now: number): OutageGroup
  /** A record still holds the alert. */
  seen(key: string, now: number): void
  /** A record holds none any more; `doubted`: it was read because another one had lost it. */
  gone(key: string, now: number, doubted: boolean): void
  /** How many watches came by lately. */
  size(id: string, now: number): number
  left(id: string): void
}

export function createOutageGroups(): OutageGroups {
  const groups = new Map<string, OutageGroup>()
  const met = new Map<string, number>()
  let sweptAt = 0

  const of = (key: string, now: number): OutageGroup => {
    const group = groups.get(key) ?? { chosenAt: 0, doubtedSince: undefined, still: 0, metAt: now }
    group.metAt = now
    groups.set(key, group)
    return group
  }
  return {
    of,
    seen(key, now) {
      const group = of(key, now)
      group.still += 1
      // One customer's alert taken away by itself must not cost a reading of everybody's.
      if (group.still >= BELIEVED) group.doubtedSince = undefined
    },
    gone(key, now, doubted) {
      const group = of(key, now)
      group.still = 0
      if (!doubted || group.doubtedSince === undefined) group.doubtedSince = now
    },
    size(id, now) {
      met.set(id, now)
      sweep(now)
      return met.size
    },
    left(id) {
      met.delete(id)
    },
  }

  function sweep(now: number): void {
    if (now - sweptAt < KEPT_MS / 2) return
    sweptAt = now
    for (const [id, at] of met) if (now - at > KEPT_MS) met.delete(id)
    for (const [key, { metAt }] of groups) if (now - metAt > KEPT_MS) groups.delete(key)
  }
}

const BELIEVED = 10
/** Longer than any watch stays away but for its place in the queue: what is forgotten is known again by a reading. */
const KEPT_MS = 60 * 60_000
