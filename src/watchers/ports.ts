import type { InboxEvent } from '../domain/event.js'

/** The store as the watchers see it. */
export interface WatchStore {
  /** Leases due watches, oldest first. */
  leaseWatches(request: { owner: string; now: number; leaseMs: number; limit: number }): Promise<readonly LeasedWatch[]>
  /**
   * Keeps the watch's new state and next time (`undefined` ends it) and appends the events, all of the watch's own chat,
   * in one transaction.
   */
  settleWatch(watch: LeasedWatch, next: { state: string; dueAt: number } | undefined, events: readonly InboxEvent[], now: number): Promise<void>
  /** Turns due timers into events of their chats; returns how many. */
  fireTimers(now: number): Promise<number>
  /** Resolves when a watch or a timer may be due, at the latest after `maxMs`; never busy. */
  waitForWatches(now: number, maxMs: number, signal: AbortSignal): Promise<void>
}

export interface LeasedWatch {
  id: string
  chatId: string
  kind: 'tempbox'
  state: string
  lease: string
}

export interface TempboxMessage {
  id: string
  /** Written by an attendant, as the system marks it; what we relayed may come back marked so too. */
  fromAttendant: boolean
  author: string | undefined
  text: string
  hasFile: boolean
}

/** TempBox, as the watcher needs it. */
export interface TempboxReader {
  /** Messages of one atendimento, oldest first. */
  readMensagens(atendimento: string): Promise<readonly TempboxMessage[]>
  /** `closed` when it is concluded, `absent` when the contact's listing no longer holds it. */
  readState(contato: string, atendimento: string): Promise<'open' | 'closed' | 'absent'>
}
