import type { ChatClaim, Leasing, TurnStore } from '../conversation/ports.js'
import type { InboxEvent } from '../domain/event.js'
import type { AuditRecord, JournalLine, RecordRetention } from '../domain/record.js'
import type { Shelf } from '../lib/read-once.js'
import type { EffectStore } from '../outbox/ports.js'
import type { WatchStore } from '../watchers/ports.js'

/** What every store adapter does. Times are milliseconds since the epoch, given by the caller. */
export interface Store extends TurnStore, EffectStore, WatchStore {
  /**
   * Puts events into their chats' inboxes, durably before it resolves; those already known by id are passed over.
   * An event without `quietMs` makes its chat ready at once; one with it, after that much quiet, at most
   * `maxQuietMs` after the first that waits. With `claiming`, chats that became ready at once are claimed in the same
   * step, as by `claim`; the rest of them, and all without it, wait for `claim`.
   */
  append(events: readonly InboxEvent[], now: number, claiming?: Leasing): Promise<readonly ChatClaim[]>
  /** A random secret of 32 bytes, made once and the same from then on. */
  secret(name: string): Promise<Uint8Array>
  /**
   * Whether `owner` is the one process of all that has this role from now on, for `leaseMs`: taken where nobody has it,
   * kept by asking again in time.
   */
  lead(role: string, owner: string, leaseMs: number): Promise<boolean>
  /** Gives a role up, so that another may take it at once. */
  resign(role: string, owner: string): Promise<void>
  /** How many processes use this store now, this one among them: 1 or more. Costs nothing to ask. */
  replicas(): number
  /** What one process reads for all. */
  shelf: Shelf
  /** Of a webhook's updates, among the processes that share this store. */
  arrivals: Arrivals
  /** Throws when the store cannot be reached. */
  ping(): Promise<void>
  /** Gauges for `/metrics`. */
  counts(now: number): Promise<StoreCounts>
  /** Effects given up, newest first, with all that is needed to try again by hand. */
  deadEffects(limit: number): Promise<readonly DeadEffect[]>
  /** The last lines of a chat's journal, oldest first. */
  readJournal(chatId: string, limit: number): Promise<readonly JournalLine[]>
  /** What was changed in other systems, newest first. */
  readAudit(limit: number): Promise<readonly AuditRecord[]>
  /** When this chat was last forgotten (`TurnCommit.forget`), for nine days: what was given away before is dead. */
  forgottenAt(chatId: string): Promise<number | undefined>
  /** Forgets event ids and final effects older than seven days, and records older than they are kept; a bounded amount a call. */
  purge(now: number, keep: RecordRetention): Promise<void>
  close(): Promise<void>
}

/** Words that nobody is sure to get: for what makes the others faster, not for what they must know. */
export interface Arrivals {
  /** That this update is in the inbox, or concerns no conversation. */
  tell(updateId: number): void
  /** Calls `listener` with what the others tell. */
  listen(listener: (updateId: number) => void): void
}

export interface StoreCounts {
  pendingEvents: number
  readyChats: number
  /** Effects not final yet, by state. */
  intended: number
  sent: number
  unknown: number
  dead: number
}

export interface DeadEffect {
  id: string
  chatId: string
  kind: string
  payload: unknown
  error: string | undefined
  diedAt: number
}
