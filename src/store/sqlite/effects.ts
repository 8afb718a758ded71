import { z } from 'zod'

import type { EffectState, LeasedEffect, NewEffect } from '../../domain/effect.js'
import type { InboxEvent } from '../../domain/event.js'
import { OUTLIVES_FORGETTING } from '../../domain/forgotten.js'
import type { AuditRecord } from '../../domain/record.js'
import { randomCode } from '../../lib/ids.js'
import type { Settlement } from '../../outbox/ports.js'
import type { SqliteDatabase } from './database.js'
import type { Records } from '../records.js'
import { absent, storedEffectKind, storedEffectPayload, storedOrigin } from '../stored.js'
import { PUT_OFF_MS, type Unreadable } from '../unreadable.js'
import type { Wakeups } from './wakeups.js'

/** The outbox's table. Every method but `nextDueAt` runs inside a transaction of the write queue. */
export interface Effects {
  /** One known by its id, done or not, is passed over. */
  insert(chatId: string, effects: readonly NewEffect[], now: number): void
  /** Drops the chat's effects that were never tried and that nobody holds (`OUTLIVES_FORGETTING` aside), and erases what its dead ones carried. */
  forget(chatId: string): void
  lease(request: LeaseRequest): LeasedEffect[]
  /** Leases those of the given effects that are due, replies first. */
  leaseThese(effects: readonly NewEffect[], request: LeaseRequest): LeasedEffect[]
  markSent(effect: LeasedEffect, progress: string | undefined, now: number): boolean
  settle(batch: readonly Settlement[], now: number): void
  /** When the next effect may be leased. */
  nextDueAt(): number | undefined
}

interface LeaseRequest {
  owner: string
  now: number
  leaseMs: number
  limit: number
}

const effectRow = z.object({
  seq: z.number(),
  id: z.string(),
  chat_id: z.string(),
  kind: storedEffectKind,
  lane: z.string(),
  state: z.enum(['intended', 'sent', 'unknown']),
  payload: z.string(),
  notify: z.number(),
  attempts: z.number(),
  absences: z.number(),
  unknown_since: z.number().nullable(),
  progress: z.string().nullable(),
  origin: z.string().nullable(),
  created_at: z.number(),
})
const COLUMNS = `seq, id, chat_id, kind, lane, state, payload, notify, attempts, absences, unknown_since, progress,
  origin, created_at`

const laneRow = z.object({ lane: z.string() })

/**
 * Effects that may be leased now. `effects_due` holds the heads of lanes only, in this very order: no sort, no second
 * look at a row, and neither what is finished nor what waits behind another is touched.
 */
export const DUE_EFFECTS = `
  SELECT ${COLUMNS}
  FROM effects WHERE head = 1 AND due_at <= :now ORDER BY due_at, seq LIMIT :limit`

export function createEffects(
  db: SqliteDatabase,
  { wakeups, records, unreadable }: { wakeups: Wakeups; records: Records; unreadable: Unreadable },
  { append, note }: { append: (events: readonly InboxEvent[], now: number) => void; note: (audit: AuditRecord) => void },
): Effects {
  /** Marks the lane's first unfinished effect, after the one before it is gone. */
  const advance = (lane: string): void => {
    db.run(
      `UPDATE effects SET head = 1 WHERE head = 0 AND seq =
         (SELECT seq FROM effects WHERE lane = :lane AND finished_at IS NULL ORDER BY seq LIMIT 1)`,
      { lane },
    )
  }

  const settleOne = (settlement: Settlement, now: number): void => {
    const { effect, state, progress, event, audit } = settlement
    const final = isFinal(state)
    const settled = db.run(
      `UPDATE effects SET
         state = :state, head = :head, finished_at = :finishedAt, due_at = :dueAt, lease = NULL,
         attempts = :attempts, absences = :absences, unknown_since = :unknownSince, error = :error,
         payload = iif(:erase = 1, NULL, payload),
         origin = iif(:erase = 1, NULL, origin),
         progress = iif(:erase = 1, NULL, coalesce(:progress, progress))
       WHERE id = :id AND lease = :lease`,
      {
        id: effect.id,
        lease: effect.lease,
        state,
        head: final ? 0 : 1,
        finishedAt: final ? now : null,
        dueAt: settlement.dueAt ?? now,
        attempts: settlement.attempts,
        absences: settlement.absences,
        unknownSince: settlement.unknownSince ?? null,
        error: settlement.error ?? null,
        erase: final && state !== 'dead' ? 1 : 0,
        progress: sealProgress(effect, progress),
      },
    )
    if (settled === 0) return
    if (final) advance(effect.lane)
    if (event !== undefined) append([event], now)
    if (audit !== undefined) note(audit)
    wakeups.touch('effects')
  }

  const sealProgress = ({ chatId, id }: LeasedEffect, progress: string | undefined): string | null =>
    progress === undefined ? null : records.progress.seal(progress, chatId, id)

  const opened = ({ chat_id: chatId, id, payload, progress, origin }: z.output<typeof effectRow>) => ({
    payload: storedEffectPayload.parse(records.payload.open(payload, chatId, id)),
    progress: progress === null ? undefined : records.progress.open(progress, chatId, id),
    origin: origin === null ? undefined : storedOrigin.parse(records.origin.open(origin, chatId, id)),
  })

  /** Nothing, when it cannot be read: its lane waits for it. */
  const take = (row: z.output<typeof effectRow>, { owner, now, leaseMs }: LeaseRequest): LeasedEffect[] => {
    const found = unreadable.attempt({ kind: 'effect', chatId: row.chat_id }, () => opened(row))
    if (found === undefined) {
      db.run('UPDATE effects SET lease = NULL, due_at = :until WHERE seq = :seq', {
        until: now + PUT_OFF_MS,
        seq: row.seq,
      })
      return []
    }
    // Sent, and its lease ran out: whoever was to tell what came of it is gone.
    const lost = row.state === 'sent'
    const lease = `${owner}/${randomCode(12)}`
    const state = row.state === 'sent' ? 'unknown' : row.state
    const unknownSince = lost ? now : absent(row.unknown_since)
    const absences = lost ? 0 : row.absences
    db.run(
      `UPDATE effects SET lease = :lease, due_at = :until, state = :state, unknown_since = :unknownSince,
         absences = :absences
       WHERE seq = :seq`,
      { lease, until: now + leaseMs, state, unknownSince: unknownSince ?? null, absences, seq: row.seq },
    )
    const taken = {
      id: row.id,
      chatId: row.chat_id,
      kind: row.kind,
      lane: row.lane,
      state,
      payload: found.payload,
      notify: row.notify === 1,
      ...(found.origin && { origin: found.origin }),
      attempts: row.attempts,
      unknownSince,
      absences,
      progress: found.progress,
      createdAt: row.created_at,
      lease,
    }
    return [taken]
  }

  return {
    insert(chatId, effects, now) {
      for (const effect of effects) {
        db.run(
          `INSERT OR IGNORE INTO effects
             (id, chat_id, kind, lane, head, state, payload, notify, origin, due_at, created_at)
           VALUES (:id, :chatId, :kind, :lane,
             NOT EXISTS (SELECT 1 FROM effects WHERE lane = :lane AND finished_at IS NULL),
             'intended', :payload, :notify, :origin, :now, :now)`,
          {
            id: effect.id,
            chatId,
            kind: effect.kind,
            lane: effect.lane,
            payload: records.payload.seal(JSON.stringify(effect.payload), chatId, effect.id),
            notify: effect.notify ? 1 : 0,
            origin:
              effect.origin === undefined ? null : records.origin.seal(JSON.stringify(effect.origin), chatId, effect.id),
            now,
          },
        )
      }
      if (effects.length > 0) wakeups.touch('effects')
    },

    forget(chatId) {
      // The plus keeps the planner off `effects_open`, where it would walk everybody's intended effects.
      const dropped = db.all(
        `DELETE FROM effects WHERE chat_id = :chatId AND finished_at IS NULL
           AND +state = 'intended' AND attempts = 0 AND lease IS NULL
           AND kind NOT IN (SELECT value FROM json_each(:kept))
         RETURNING lane`,
        laneRow,
        { chatId, kept: JSON.stringify([...OUTLIVES_FORGETTING]) },
      )
      for (const lane of new Set(dropped.map((row) => row.lane))) advance(lane)
      db.run(
        `UPDATE effects SET payload = NULL, progress = NULL, origin = NULL WHERE chat_id = :chatId AND state = 'dead'`,
        { chatId },
      )
      wakeups.touch('effects')
    },

    lease(request) {
      const due = db.all(DUE_EFFECTS, effectRow, { now: request.now, limit: request.limit })
      return due.flatMap((row) => take(row, request))
    },

    leaseThese(effects, request) {
      const due = effects.flatMap(({ id }) =>
        db.all(`SELECT ${COLUMNS} FROM effects WHERE id = :id AND head = 1 AND due_at <= :now`, effectRow, {
          id,
          now: request.now,
        }),
      )
      const rows = new Map(due.map((row) => [row.id, row])).values()
      return repliesFirst([...rows]).slice(0, request.limit).flatMap((row) => take(row, request))
    },

    markSent(effect, progress, now) {
      // An ended lease is lost even while nobody took it: the call would overlap with its own reconciliation.
      const marked = db.run(
        `UPDATE effects SET state = 'sent', progress = coalesce(:progress, progress)
         WHERE id = :id AND lease = :lease AND due_at > :now`,
        { id: effect.id, lease: effect.lease, progress: sealProgress(effect, progress), now },
      )
      return marked > 0
    },

    settle(batch, now) {
      for (const settlement of batch) settleOne(settlement, now)
    },

    nextDueAt() {
      return db.first(
        'SELECT due_at FROM effects WHERE head = 1 ORDER BY due_at LIMIT 1',
        z.object({ due_at: z.number() }),
        {},
      )?.due_at
    },
  }
}

function repliesFirst<Row extends { kind: string }>(rows: readonly Row[]): Row[] {
  const isReply = ({ kind }: Row): boolean => kind.startsWith('telegram.')
  return [...rows.filter(isReply), ...rows.filter((row) => !isReply(row))]
}

function isFinal(state: Exclude<EffectState, 'sent'>): boolean {
  switch (state) {
    case 'intended':
    case 'unknown':
      return false
    case 'confirmed':
    case 'reconciled':
    case 'rejected':
    case 'dead':
      return true
    default:
      return state satisfies never
  }
}
