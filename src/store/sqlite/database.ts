import { closeSync, openSync } from 'node:fs'

import Libsql from 'libsql'
import type { z } from 'zod'

import { AppError } from '../../domain/errors.js'

/** What may be bound. Booleans are left out on purpose: libsql 0.5 aborts the whole process on one. */
export type SqlValue = string | number | null

/** Values by the names that stand in the SQL as `:name`. */
export type SqlParams = Readonly<Record<string, SqlValue>>

interface Prepared {
  statement: Libsql.Statement
  names: readonly string[]
}

/**
 * One connection, its statements prepared once. Everything is synchronous. What libsql 0.5.29 does (its `index.js`
 * and `src/statement.rs`) shapes this class:
 * - `run` stops at the first row of a statement that returns rows, and leaves it open, so that the next COMMIT fails:
 *   anything with RETURNING goes through `all`, which steps to the end.
 * - `get` does not reset a statement before it runs, `all` does.
 * - a statement that met SQLITE_BUSY stays open: only BEGIN can meet it here, and it goes through `exec`.
 * - a name that is not among the values is bound as NULL without a word, hence the check.
 * - text is cut at a NUL character: payloads are JSON, which escapes it.
 */
export class SqliteDatabase {
  readonly #connection: Libsql.Database
  readonly #prepared = new Map<string, Prepared>()

  /** Opens the file, made with mode 0600 where it is missing (SQLite gives its companions the same mode). */
  constructor(path: string, options: { busyTimeoutMs: number }) {
    closeSync(openSync(path, 'a', 0o600))
    this.#connection = new Libsql(path, { timeout: options.busyTimeoutMs })
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction
  }

  /** Statements without values or rows: pragmas, BEGIN, COMMIT, the schema. */
  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  /** How many rows were changed. */
  run(sql: string, params: SqlParams): number {
    return this.#prepare(sql, params).run(params).changes
  }

  all<Row>(sql: string, row: z.ZodType<Row>, params: SqlParams): Row[] {
    return this.#prepare(sql, params)
      .all(params)
      .map((found) => row.parse(found))
  }

  /** The first row; the statement should ask for no more than one. */
  first<Row>(sql: string, row: z.ZodType<Row>, params: SqlParams): Row | undefined {
    return this.all(sql, row, params)[0]
  }

  /** The connection itself ends once its last statement is collected: check the WAL in before. */
  close(): void {
    this.#prepared.clear()
    this.#connection.close()
  }

  #prepare(sql: string, params: SqlParams): Libsql.Statement {
    const prepared = this.#prepared.get(sql) ?? this.#remember(sql)
    const missing = prepared.names.find((name) => params[name] === undefined)
    if (missing !== undefined) {
      throw new AppError('internal', 'a value of an SQL statement is missing', {
        retry: 'never',
        context: { field: missing },
      })
    }
    return prepared.statement
  }

  #remember(sql: string): Prepared {
    const prepared = {
      statement: this.#connection.prepare(sql),
      names: [...sql.matchAll(/:(\w+)/gu)].map(([, name]) => name ?? ''),
    }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** Whether a failure says that somebody else holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Libsql.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** Any failure of the file as an `AppError`. Operations are idempotent by id or by lease, so doing it again is safe. */
export function storeFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('unreachable', 'the store failed', { retry: 'safe', cause: error })
}
