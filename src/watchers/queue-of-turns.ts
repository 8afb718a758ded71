/** Gives each of many their own time, so that thousands who want a call come back once each, not again and again. */
export interface QueueOfTurns {
  /** Milliseconds until this one's turn; 0 is now, and takes it. Asked again it keeps the place it has. */
  turn(id: string, now: number): number
  /** Whether one has a place. */
  holds(id: string): boolean
  /** Gives a place back. */
  leave(id: string): void
  /** Whether somebody new would have their turn at once. */
  isFree(now: number): boolean
}

/** A queue that moves on `perMinute` times a minute, as that is now; what is not used is not saved. */
export function createQueueOfTurns(perMinute: () => number): QueueOfTurns {
  const places = new Map<string, number>()
  let nextAt = 0
  return {
    turn(id, now) {
      const at = places.get(id) ?? reserve(now)
      if (at > now) places.set(id, at)
      else places.delete(id)
      forgetLost(now)
      return Math.max(0, at - now)
    },
    holds: (id) => places.has(id),
    leave(id) {
      places.delete(id)
    },
    isFree: (now) => nextAt <= now,
  }

  function reserve(now: number): number {
    const at = Math.max(now, nextAt)
    nextAt = at + 60_000 / perMinute()
    return at
  }

  /** Those who never came: their watch has ended, or another replica reads it. Places are in the order of time. */
  function forgetLost(now: number): void {
    for (const [id, at] of places) {
      if (at > now - LOST_MS) return
      places.delete(id)
    }
  }
}

const LOST_MS = 10 * 60_000
