import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { SqliteDatabase } from '../../../../src/store/sqlite/database.js'
import { DUE_EFFECTS } from '../../../../src/store/sqlite/effects.js'
import { migrate } from '../../../../src/store/sqlite/schema.js'

describe('SqliteDatabase', () => {
  let folder: string
  let db: SqliteDatabase
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plantao-db-'))
    db = new SqliteDatabase(join(folder, 'test.db'), { busyTimeoutMs: 0 })
  })
  afterEach(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })

  it('refuses a statement one of whose values is missing, by name', () => {
    db.exec('CREATE TABLE t (a, b)')
    expect(() => db.run('INSERT INTO t VALUES (:a, :b)', { a: 1 })).toThrow(
      expect.objectContaining({ code: 'internal', context: { field: 'b' } }),
    )
  })

  it('keeps whole numbers whole, and reads any number of rows', () => {
    db.exec('CREATE TABLE t (a INTEGER)')
    for (let a = 0; a < 350; a += 1) db.run('INSERT INTO t VALUES (:a)', { a: 1_750_000_000_000 + a })
    const row = z.object({ a: z.number(), type: z.string() })
    const rows = db.all('SELECT a, typeof(a) AS type FROM t ORDER BY a', row, {})
    expect(rows).toEqual(Array.from({ length: 350 }, (_, index) => ({ a: 1_750_000_000_000 + index, type: 'integer' })))
  })

  it('brings an empty file to the newest schema, once', () => {
    migrate(db)
    migrate(db)
    const tables = `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`
    expect(db.all(tables, z.object({ name: z.string() }), {}).map((row) => row.name)).toEqual(
      ['audit', 'chats', 'effects', 'events', 'forgotten', 'journal', 'meta', 'secrets', 'timers', 'watches'],
    )
  })

  it('finds due effects by their index alone, however many are finished or wait behind others', () => {
    migrate(db)
    const plan = db.all(`EXPLAIN QUERY PLAN ${DUE_EFFECTS}`, z.object({ detail: z.string() }), { now: 1, limit: 1 })
    expect(plan).toEqual([{ detail: 'SEARCH effects USING INDEX effects_due (due_at<?)' }])
  })
})
