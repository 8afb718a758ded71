/** The longest that a burst of typed text is held back, from its first event. */
const MAX_QUIET_MS = 3_000

/** When a chat's pending events may be taken. `heldSince` is set only while it waits for quiet. */
export interface Readiness {
  readyAt: number | undefined
  heldSince: number | undefined
}

export const NOTHING_PENDING: Readiness = { readyAt: undefined, heldSince: undefined }

/**
 * The readiness after one more event. One without quiet makes the chat ready at once; one with it waits for that much
 * quiet, at most `MAX_QUIET_MS` after the first that waits, and never puts off a chat that something without quiet made
 * ready. Of two that wait for quiet the longer wait holds, also where the shorter is over and nobody had time for the
 * chat yet: or the first words of a burst would be taken with it, before those they overtook.
 */
export function afterEvent(before: Readiness, quietMs: number, now: number): Readiness {
  if (quietMs <= 0) return { readyAt: Math.min(before.readyAt ?? now, now), heldSince: undefined }
  const waitsForQuiet = before.readyAt === undefined || before.heldSince !== undefined
  if (!waitsForQuiet) return before
  const heldSince = before.heldSince ?? now
  const quietAt = Math.max(before.readyAt ?? 0, now + quietMs)
  return { readyAt: Math.min(quietAt, heldSince + MAX_QUIET_MS), heldSince }
}

/**
 * The readiness after a turn, from the events it left. Those that were there when it began have had their chance: they
 * stand where a chat would that became ready at that moment, behind all that have waited longer. What came after it
 * begins to wait then; the stores date it no earlier than the turn, whatever the clock of the process that brings it.
 */
export function afterTurn(left: readonly { receivedAt: number; quietMs: number }[], claimedAt: number): Readiness {
  return left.reduce(
    (before, event) =>
      event.receivedAt < claimedAt
        ? afterEvent(before, 0, claimedAt)
        : afterEvent(before, event.quietMs, event.receivedAt),
    NOTHING_PENDING,
  )
}

/**
 * Events in the order a turn takes them: as they arrived, but that updates (those with an `order`) stand among
 * themselves in that order, in the places that updates had.
 */
export function inOrder<E extends { order?: number }>(arrived: readonly E[]): E[] {
  const updates = arrived
    .filter((event) => event.order !== undefined)
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
    .values()
  return arrived.map((event) => (event.order === undefined ? event : (updates.next().value ?? event)))
}
