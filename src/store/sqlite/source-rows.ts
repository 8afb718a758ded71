import { z } from 'zod'

import type { CopyKind, CopyRecord } from '../copy.js'

const text = z.string()
const maybe = z.string().nullable()
const whole = z.number()
const maybeWhole = z.number().nullable()
const flag = z.number().transform((value) => value === 1)

/** A row as a record, and the number by which the page after it is found. */
export interface Found {
  at: number
  record: CopyRecord
}

interface Query {
  sql: string
  row: z.ZodType<Found>
}

/** These have no row number, and are few: their one page is all of them. */
export const ONE_PAGE: ReadonlySet<CopyKind> = new Set<CopyKind>(['secret', 'timer', 'forgotten'])

/** Of each kind the rows behind `:after`, at most `:page`, in an order of their own. */
export const QUERIES: Readonly<Record<Exclude<CopyKind, 'journal'>, Query>> = {
  secret: {
    sql: 'SELECT 0 AS at, name, hex FROM secrets WHERE 0 > :after ORDER BY name LIMIT :page',
    row: z
      .object({ at: whole, name: text, hex: text })
      .transform(({ at, ...rest }) => ({ at, record: { kind: 'secret', ...rest } })),
  },
  chat: {
    sql: `SELECT rowid AS at, chat_id AS chatId, session, ready_at AS readyAt, held_since AS heldSince, failures
      FROM chats WHERE rowid > :after ORDER BY rowid LIMIT :page`,
    row: z
      .object({ at: whole, chatId: text, session: maybe, readyAt: maybeWhole, heldSince: maybeWhole, failures: whole })
      .transform(({ at, ...rest }) => ({ at, record: { kind: 'chat', ...rest } })),
  },
  event: {
    sql: `SELECT seq AS at, id, chat_id AS chatId, seq, received_at AS receivedAt, quiet_ms AS quietMs, payload
      FROM events WHERE consumed_at IS NULL AND seq > :after ORDER BY seq LIMIT :page`,
    row: z
      .object({ at: whole, id: text, chatId: text, seq: whole, receivedAt: whole, quietMs: whole, payload: text })
      .transform(({ at, ...rest }) => ({ at, record: { kind: 'event', ...rest } })),
  },
  seen: {
    sql: `SELECT seq AS at, id, chat_id AS chatId, consumed_at AS consumedAt
      FROM events WHERE consumed_at IS NOT NULL AND seq > :after ORDER BY seq LIMIT :page`,
    row: z
      .object({ at: whole, id: text, chatId: text, consumedAt: whole })
      .transform(({ at, consumedAt, ...rest }) => ({ at, record: { kind: 'seen', ...rest, at: consumedAt } })),
  },
  effect: {
    sql: `SELECT seq AS at, id, chat_id AS chatId, seq, kind AS effectKind, lane, head, state, payload, notify,
        attempts, absences, unknown_since AS unknownSince, progress, error, due_at AS dueAt, created_at AS createdAt,
        finished_at AS diedAt, origin
      FROM effects WHERE (finished_at IS NULL OR state = 'dead') AND seq > :after ORDER BY seq LIMIT :page`,
    row: z
      .object({
        at: whole,
        id: text,
        chatId: text,
        seq: whole,
        effectKind: text,
        lane: text,
        head: flag,
        state: z.enum(['intended', 'sent', 'unknown', 'dead']),
        payload: maybe,
        origin: maybe,
        notify: flag,
        attempts: whole,
        absences: whole,
        unknownSince: maybeWhole,
        progress: maybe,
        error: maybe,
        dueAt: whole,
        createdAt: whole,
        diedAt: maybeWhole,
      })
      .transform(({ at, ...rest }) => ({ at, record: { kind: 'effect', ...rest } })),
  },
  done: {
    sql: `SELECT seq AS at, id, chat_id AS chatId, finished_at AS finishedAt
      FROM effects WHERE finished_at IS NOT NULL AND state <> 'dead' AND seq > :after ORDER BY seq LIMIT :page`,
    row: z
      .object({ at: whole, id: text, chatId: text, finishedAt: whole })
      .transform(({ at, finishedAt, ...rest }) => ({ at, record: { kind: 'done', ...rest, at: finishedAt } })),
  },
  timer: {
    sql: `SELECT 0 AS at, chat_id AS chatId, name, due_at AS dueAt, arg FROM timers
      WHERE 0 > :after ORDER BY chat_id, name LIMIT :page`,
    row: z
      .object({ at: whole, chatId: text, name: text, dueAt: whole, arg: text })
      .transform(({ at, ...rest }) => ({ at, record: { kind: 'timer', ...rest } })),
  },
  watch: {
    sql: `SELECT rowid AS at, id, chat_id AS chatId, kind AS watchKind, due_at AS dueAt, state
      FROM watches WHERE rowid > :after ORDER BY rowid LIMIT :page`,
    row: z
      .object({ at: whole, id: text, chatId: text, watchKind: text, dueAt: whole, state: text })
      .transform(({ at, ...rest }) => ({ at, record: { kind: 'watch', ...rest } })),
  },
  forgotten: {
    sql: `SELECT 0 AS at, chat_id AS chatId, at AS forgottenAt FROM forgotten
      WHERE 0 > :after ORDER BY chat_id LIMIT :page`,
    row: z
      .object({ at: whole, chatId: text, forgottenAt: whole })
      .transform(({ chatId, forgottenAt }) => ({ at: 0, record: { kind: 'forgotten', chatId, at: forgottenAt } })),
  },  audit: {
    sql: 'SELECT seq AS at, at AS changedAt, record FROM audit WHERE seq > :after ORDER BY seq LIMIT :page',
    row: z
      .object({ at: whole, changedAt: whole, record: text })
      .transform(({ at, changedAt, record }) => ({ at, record: { kind: 'audit', at: changedAt, record } })),
  },
}

/** Journals go as a whole, chat by chat: `JOURNAL_LINES` of each of `JOURNAL_CHATS`. */
export const JOURNAL_CHATS = 'SELECT DISTINCT chat_id AS chatId FROM journal ORDER BY chat_id'
export const JOURNAL_LINES = 'SELECT at, line FROM journal WHERE chat_id = :chatId ORDER BY seq'
export const journalChat = z.object({ chatId: text })
export const journalLine = z.object({ at: whole, line: text })
