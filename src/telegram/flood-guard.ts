import type { InboxEvent } from '../domain/event.js'

/**
 * How much one user may write: several albums at once, then one update a second. Counted by when Telegram says things
 * were sent, so that what waited for us during an outage is not taken for a flood.
 */
const BURST = 60
const INTERVAL_MS = 1000

/** How long somebody who wrote more is not heard, and how long they are not told so again. */
const COOL_DOWN_MS = 60_000
const TOLD_MS = 10 * 60_000

/** Users remembered; of more, those who were quiet longest are forgotten. */
const MAX_USERS = 20_000

interface User {
  /** The bucket in one number: everything up to here is paid for. */
  paidUntil: number
  coolUntil: number
  toldAt: number
  lastAt: number
}

export interface FloodGuard {
  /**
   * What goes into the inbox for this event: itself, the word that its sender is not heard for a while, or nothing.
   * What is dropped here is acknowledged to Telegram and gone.
   */
  admit(event: InboxEvent): InboxEvent | undefined
}

/**
 * Stands before the inbox, so that one user's flood costs no write and no turn. Of this process
 * only: replicas behind one webhook each allow as much.
 */
export function createFloodGuard(): FloodGuard {
  const users = new Map<string, User>()

  const find = (chatId: string): User => {
    const user = users.get(chatId) ?? { paidUntil: 0, coolUntil: 0, toldAt: -Infinity, lastAt: 0 }
    // Last in a Map's order is who wrote last.
    users.delete(chatId)
    users.set(chatId, user)
    const [oldest] = users.keys()
    if (users.size > MAX_USERS && oldest !== undefined) users.delete(oldest)
    return user
  }

  return {
    admit(event) {
      const user = find(whoOf(event))
      // A press has no date of its own and is dated now: what was sent before it may come after it.
      const at = Math.max(event.at, user.lastAt)
      user.lastAt = at
      if (at < user.coolUntil) return undefined
      const start = Math.max(user.paidUntil, at - (BURST - 1) * INTERVAL_MS)
      if (start <= at) {
        user.paidUntil = start + INTERVAL_MS
        return event
      }
      user.coolUntil = at + COOL_DOWN_MS
      // Having cooled down, half of the burst is theirs again.
      user.paidUntil = user.coolUntil - (BURST / 2) * INTERVAL_MS
      if (event.input.kind === 'group' || at - user.toldAt < TOLD_MS) return undefined
      user.toldAt = at
      return { ...withoutQuiet(event), id: `${event.id}:flood`, input: { kind: 'flood', seconds: COOL_DOWN_MS / 1000 } }
    },
  }
}

/** That a group put the bot in again must be heard, however much was written there before. */
function whoOf({ chatId, input }: InboxEvent): string {
  return input.kind === 'group' && input.added ? `${chatId}:added` : chatId
}

function withoutQuiet({ quietMs: _, ...event }: InboxEvent): InboxEvent {
  return event
}
