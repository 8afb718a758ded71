import type { AppError } from '../../domain/errors.js'
import { storeFailure, type SqliteDatabase } from './database.js'

/** Bounds how long one transaction keeps the process from anything else: about 100 µs an operation. */
const MAX_BATCH = 256

interface Job {
  /** Does the work; what it returns tells the caller, and is called once the work is durable. */
  perform: () => () => void
  fail: (error: AppError) => void
}

/**
 * Group commit. Operations asked for in one tick of the event loop run in one transaction and share one fsync; their
 * promises settle after COMMIT. Each has its savepoint: one that fails takes back its own writes only. A COMMIT that
 * fails rejects every operation of its batch. Operations run in the order they were asked for.
 */
export class WriteQueue {
  readonly #db: SqliteDatabase
  readonly #onCommitted: () => void
  readonly #jobs: Job[] = []
  #scheduled = false

  constructor(db: SqliteDatabase, onCommitted: () => void) {
    this.#db = db
    this.#onCommitted = onCommitted
  }

  /** Resolves with what `operation` returned, once that is durable. `operation` must be synchronous. */
  run<T>(operation: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const perform = (): (() => void) => {
        const value = operation()
        return () => resolve(value)
      }
      this.#jobs.push({ perform, fail: reject })
      this.#schedule()
    })
  }

  /** Performs everything that waits, now. */
  drain(): void {
    while (this.#jobs.length > 0) this.#flush()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
      if (this.#jobs.length > 0) this.#schedule()
    })
  }

  #flush(): void {
    const batch = this.#jobs.splice(0, MAX_BATCH)
    if (batch.length === 0) return
    let settled: (() => void)[]
    try {
      this.#db.exec('BEGIN IMMEDIATE')
      settled = batch.map((job) => this.#attempt(job))
      this.#db.exec('COMMIT')
    } catch (error) {
      const failure = this.#rollBack(error)
      for (const job of batch) job.fail(failure)
      return
    }
    for (const tell of settled) tell()
    this.#onCommitted()
  }

  #attempt(job: Job): () => void {
    this.#db.exec('SAVEPOINT job')
    try {
      const tell = job.perform()
      this.#db.exec('RELEASE job')
      return tell
    } catch (error) {
      // A full disk or a failed read ends the whole transaction, not just this savepoint.
      if (!this.#db.inTransaction) throw error
      this.#db.exec('ROLLBACK TO job; RELEASE job')
      return () => job.fail(storeFailure(error))
    }
  }

  #rollBack(error: unknown): AppError {
    try {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      return storeFailure(error)
    } catch (rollbackError) {
      return storeFailure(new AggregateError([error, rollbackError], 'neither committed nor rolled back'))
    }
  }
}
