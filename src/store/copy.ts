/**
 * Everything a store holds, taken apart for copying it into another. Leases are not copied: nothing runs meanwhile.
 * Times are milliseconds since the epoch; payloads and states are the JSON they are kept as, opened (each side has keys
 * of its own, and what is compared must not depend on them).
 */
export const COPY_KINDS = ['secret', 'chat', 'event', 'seen', 'effect', 'done', 'timer', 'watch', 'forgotten', 'journal', 'audit'] as const
export type CopyKind = (typeof COPY_KINDS)[number]

export type CopyRecord =
  | { kind: 'secret'; name: string; hex: string }
  | {
      kind: 'chat'
      chatId: string
      session: string | null
      readyAt: number | null
      heldSince: number | null
      failures: number
    }
  /** One that waits. */
  | { kind: 'event'; id: string; chatId: string; seq: number; receivedAt: number; quietMs: number; payload: string }
  /** One consumed, of which the id is kept. */
  | { kind: 'seen'; id: string; chatId: string; at: number }
  /** One not done, or dead (then with `diedAt`). */
  | {
      kind: 'effect'
      id: string
      chatId: string
      seq: number
      effectKind: string
      lane: string
      /** Whether it is the first of its lane that is not done. */
      head: boolean
      state: 'intended' | 'sent' | 'unknown' | 'dead'
      /** None of a dead one whose chat was forgotten. */
      payload: string | null
      notify: boolean
      origin: string | null
      attempts: number
      absences: number
      unknownSince: number | null
      progress: string | null
      error: string | null
      dueAt: number
      createdAt: number
      diedAt: number | null
    }
  /** One done, of which the id is kept. */
  | { kind: 'done'; id: string; chatId: string; at: number }
  | { kind: 'timer'; chatId: string; name: string; dueAt: number; arg: string }
  | { kind: 'watch'; id: string; chatId: string; watchKind: string; dueAt: number; state: string }
  /** A chat that was forgotten, and when. */
  | { kind: 'forgotten'; chatId: string; at: number }
  /** All that is left of a chat's journal, oldest first. */
  | { kind: 'journal'; chatId: string; lines: readonly { at: number; line: string }[] }
  | { kind: 'audit'; at: number; record: string }

export type CopyRecordOf<K extends CopyKind> = Extract<CopyRecord, { kind: K }>

/** Where a copy comes from: nobody else has it while it is open. */
export interface CopySource {
  /** All records of a kind, in the same order each time, in pages. */
  pages(kind: CopyKind): Iterable<readonly CopyRecord[]>
  close(): void
}

/** Where a copy goes. */
export interface CopyTarget {
  /** What is known of an earlier copy, and whether there is anything else. */
  state(): Promise<{ copyOf: string | undefined; finished: boolean; empty: boolean }>
  /** Notes that a copy of this source begins; nobody opens the store until it is finished. */
  begin(copyOf: string): Promise<void>
  /** Writes records; the same ones again change nothing. */
  write(records: readonly CopyRecord[]): Promise<void>
  /** Reads back what stands there for each of these; `undefined` where there is nothing. */
  read(records: readonly CopyRecord[]): Promise<readonly (CopyRecord | undefined)[]>
  /** How many of each kind there are. */
  count(): Promise<Readonly<Partial<Record<CopyKind, number>>>>
  finish(copyOf: string): Promise<void>
  close(): Promise<void>
}
