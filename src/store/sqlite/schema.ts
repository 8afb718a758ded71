import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { SqliteDatabase } from './database.js'

/**
 * One entry takes the schema one version up; never change one that has been released.
 *
 * - `chats.ready_at`, `effects.due_at` and `watches.due_at` all mean "not to be taken before". While a thing is leased
 *   that is the end of its lease, so one range of one index finds what is due and what was abandoned alike, and its
 *   first entry is the next moment anything may happen.
 * - `effects.head` marks the first unfinished effect of each lane, the only one that may be leased: what is due is
 *   found without looking at the effects that wait behind it, nor at those that are finished.
 * - Partial indices leave out what is over, which is nearly everything.
 * - `session`, `payload`, `progress`, `origin`, `arg`, `state` of a watch, `line` and `hex` are sealed where there is a
 *   `DATA_KEY` (src/store/records.ts); `meta.canary` tells whether it is the right one.
 */
export const MIGRATIONS = [
  `
  CREATE TABLE chats (
    chat_id TEXT NOT NULL PRIMARY KEY,
    session TEXT,
    ready_at INTEGER,
    held_since INTEGER,
    lease TEXT,
    claimed_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX chats_ready ON chats (ready_at) WHERE ready_at IS NOT NULL;

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    chat_id TEXT NOT NULL,
    payload TEXT,
    received_at INTEGER NOT NULL,
    quiet_ms INTEGER NOT NULL,
    consumed_at INTEGER
  );
  CREATE INDEX events_pending ON events (chat_id, seq) WHERE consumed_at IS NULL;
  CREATE INDEX events_consumed ON events (consumed_at) WHERE consumed_at IS NOT NULL;

  CREATE TABLE effects (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    chat_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    head INTEGER NOT NULL,
    state TEXT NOT NULL,
    payload TEXT,
    notify INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    absences INTEGER NOT NULL DEFAULT 0,
    unknown_since INTEGER,
    progress TEXT,
    error TEXT,
    due_at INTEGER NOT NULL,
    lease TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
  );
  CREATE INDEX effects_due ON effects (due_at) WHERE head = 1;
  CREATE INDEX effects_lane ON effects (lane, seq) WHERE finished_at IS NULL;
  CREATE INDEX effects_chat ON effects (chat_id) WHERE finished_at IS NULL;
  CREATE INDEX effects_open ON effects (state) WHERE finished_at IS NULL;
  CREATE INDEX effects_dead ON effects (finished_at) WHERE state = 'dead';
  CREATE INDEX effects_final ON effects (finished_at) WHERE finished_at IS NOT NULL AND state <> 'dead';

  CREATE TABLE timers (
    chat_id TEXT NOT NULL,
    name TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    arg TEXT NOT NULL,
    PRIMARY KEY (chat_id, name)
  ) WITHOUT ROWID;
  CREATE INDEX timers_due ON timers (due_at);

  CREATE TABLE watches (
    id TEXT NOT NULL PRIMARY KEY,
    chat_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    lease TEXT
  );
  CREATE INDEX watches_due ON watches (due_at);

  CREATE TABLE secrets (name TEXT NOT NULL PRIMARY KEY, hex TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  ALTER TABLE effects ADD COLUMN origin TEXT;
  CREATE INDEX effects_dead_chat ON effects (chat_id) WHERE state = 'dead';

  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    chat_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    line TEXT NOT NULL
  );
  CREATE INDEX journal_chat ON journal (chat_id, seq);
  CREATE INDEX journal_at ON journal (at);

  CREATE TABLE audit (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, record TEXT NOT NULL);
  CREATE INDEX audit_at ON audit (at);

  CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  'CREATE TABLE forgotten (chat_id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID',
] as const

/** Brings the file to this version's schema; throws `config` when a newer version made it. */
export function migrate(db: SqliteDatabase): void {
  const version = db.first('PRAGMA user_version', z.object({ user_version: z.number() }), {})?.user_version ?? 0
  if (version > MIGRATIONS.length) {
    throw new AppError('config', 'the data folder was written by a newer version', {
      retry: 'never',
      context: { found: version, known: MIGRATIONS.length },
    })
  }
  MIGRATIONS.slice(version).forEach((migration, index) => {
    db.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${String(version + index + 1)}; COMMIT`)
  })
}
