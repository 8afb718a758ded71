import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { AppError } from '../../../../src/domain/errors.js'
import { SqliteDatabase } from '../../../../src/store/sqlite/database.js'
import { WriteQueue } from '../../../../src/store/sqlite/write-queue.js'

describe('WriteQueue', () => {
  let folder: string
  let db: SqliteDatabase
  let commits: number
  let queue: WriteQueue
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plantao-queue-'))
    db = new SqliteDatabase(join(folder, 'test.db'), { busyTimeoutMs: 0 })
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;
      CREATE TABLE things (
        name TEXT NOT NULL UNIQUE,
        parent TEXT REFERENCES things (name) DEFERRABLE INITIALLY DEFERRED
      )`)
    commits = 0
    queue = new WriteQueue(db, () => {
      commits += 1
    })
  })
  afterEach(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })

  const insert = (name: string, parent: string | null = null) => (): number =>
    db.run('INSERT INTO things (name, parent) VALUES (:name, :parent)', { name, parent })
  const names = (): string[] =>
    db.all('SELECT name FROM things ORDER BY name', z.object({ name: z.string() }), {}).map((row) => row.name)

  it('commits what is asked for in one tick together, and answers each', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => queue.run(insert(name))))
    expect(answers).toEqual([1, 1, 1])
    expect(names()).toEqual(['a', 'b', 'c'])
    expect(commits).toBe(1)
  })

  it('takes back what a failing operation wrote, and nothing else', async () => {
    const failing = queue.run(() => {
      insert('half')()
      throw new AppError('bad-input', 'no', { retry: 'never' })
    })
    const others = ['a', 'a', 'b'].map((name) => queue.run(insert(name)))
    const outcomes = await Promise.allSettled([failing, ...others])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    await expect(failing).rejects.toMatchObject({ code: 'bad-input' })
    expect(outcomes[2]).toMatchObject({ reason: { code: 'unreachable', retry: 'safe' } })
    expect(names()).toEqual(['a', 'b'])
  })

  it('rejects all of a batch whose COMMIT fails, writes none of it, and goes on', async () => {
    const outcomes = await Promise.allSettled([queue.run(insert('a')), queue.run(insert('orphan', 'nobody'))])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
    expect(names()).toEqual([])
    await queue.run(insert('next'))
    expect(names()).toEqual(['next'])
    expect(commits).toBe(1)
  })

  it('rejects a batch that cannot begin, because another holds the file, and goes on', async () => {
    const other = new SqliteDatabase(join(folder, 'test.db'), { busyTimeoutMs: 0 })
    other.exec('BEGIN IMMEDIATE')
    await expect(queue.run(insert('a'))).rejects.toMatchObject({ code: 'unreachable', retry: 'safe' })
    other.exec('COMMIT')
    other.close()
    await queue.run(insert('b'))
    expect(names()).toEqual(['b'])
  })

  it('does any number of operations, a bounded number a transaction, in the order asked for', async () => {
    const order: number[] = []
    await Promise.all(Array.from({ length: 600 }, (_, index) => queue.run(() => order.push(index))))
    expect(order).toEqual(Array.from({ length: 600 }, (_, index) => index))
    expect(commits).toBe(3)
  })

  it('does at once, when drained, what waits', async () => {
    const asked = queue.run(insert('a'))
    queue.drain()
    expect(names()).toEqual(['a'])
    expect(await asked).toBe(1)
  })
})
