import { mkdirSync } from 'node:fs'
import { join, resolve as absolute } from 'node:path'

import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { Logger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import { createRecords } from '../records.js'
import { createSeal, type Seal } from '../seal.js'
import type { Store } from '../store.js'
import { createUnreadable } from '../unreadable.js'
import { createChronicle } from './chronicle.js'
import { SqliteDatabase, storeFailure } from './database.js'
import { createEffects } from './effects.js'
import { findForgotten, noteForgotten } from './forgotten.js'
import { createInbox } from './inbox.js'
import { lockFolder, type FolderLock } from './lock.js'
import { createShelf } from './shelf.js'
import { migrate } from './schema.js'
import { createScrubber } from './scrubber.js'
import { createTimers } from './timers.js'
import { checkKeys, countAll, findOrMakeSecret, listDead, purge, voidLeases } from './upkeep.js'
import { Wakeups, type Topic, type Until } from './wakeups.js'
import { createWatches } from './watches.js'
import { WriteQueue } from './write-queue.js'

/** How long a write waits for another tool that holds the file's write lock; the process stands still meanwhile. */
const BUSY_TIMEOUT_MS = 2_000

export interface SqliteStoreOptions {
  /** The folder of this store; made, with mode 0700, where it is missing. */
  dataDir: string
  logger: Logger
  /** DATA_KEY: the first seals, all open; none keeps everything plain. */
  dataKeys?: readonly Secret[] | undefined
  /** How long to wait for a predecessor that is stopping, in milliseconds. */
  lockWaitMs?: number
}

/** The embedded store, one process a folder; throws `config` when it cannot be used or another process has it. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { dataDir, logger, dataKeys = [], lockWaitMs = 15_000 } = options
  const lock = await lockFolder(makeFolder(dataDir), lockWaitMs).catch((error: unknown) => {
    throw unusable(error)
  })
  try {
    const db = openDatabase(join(absolute(dataDir), 'plantao.db'))
    const seal = createSeal(dataKeys)
    checkOrClose(db, seal)
    const underWay = voidLeases(db)
    logger.info('store.opened', { system: 'sqlite', state: 'unknown', count: underWay })
    return createStore(db, lock, { seal, logger })
  } catch (error) {
    lock.release()
    throw unusable(error)
  }
}

function checkOrClose(db: SqliteDatabase, seal: Seal): void {
  try {
    checkKeys(db, seal)
  } catch (error) {
    db.close()
    throw error
  }
}

/** Where the lock's file goes. */
function makeFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(error)
  }
  return join(absolute(dataDir), 'lock.db')
}

function unusable(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('config', 'the data folder cannot be used', { retry: 'never', cause: error })
}

function openDatabase(path: string): SqliteDatabase {
  const db = new SqliteDatabase(path, { busyTimeoutMs: BUSY_TIMEOUT_MS })
  // FULL: a commit is on the disk when it returns. secure_delete: what is erased is overwritten, not just unlinked.
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
    PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 16777216`)
  migrate(db)
  return db
}

function createStore(db: SqliteDatabase, lock: FolderLock, { seal, logger }: { seal: Seal; logger: Logger }): Store {
  const wakeups = new Wakeups()
  const scrubber = createScrubber(db, (error) => logger.warn('store.not-scrubbed', { system: 'sqlite', error }))
  // What the process before had erased when it was killed.
  scrubber.touch()
  const queue = new WriteQueue(db, () => {
    scrubber.touch()
    wakeups.tell()
  })
  const records = createRecords(seal)
  const deps = { wakeups, records, unreadable: createUnreadable('sqlite', logger) }
  const inbox = createInbox(db, deps)
  const append = inbox.append.bind(inbox)
  const chronicle = createChronicle(db, records)
  const effects = createEffects(db, deps, { append, note: (audit) => chronicle.note(audit) })
  const watches = createWatches(db, deps, append)
  const timers = createTimers(db, deps, append)
  let closed = false

  const open = (): void => {
    if (closed) throw new AppError('internal', 'the store is closed', { retry: 'never' })
  }
  const write = async <T>(operation: () => T): Promise<T> => {
    open()
    return queue.run(operation)
  }
  // Between two batches nothing is half done, so a read needs no transaction.
  const read = async <T>(operation: () => T): Promise<T> => {
    open()
    return reading(operation)
  }
  /** Work that most often finds nothing to do costs no transaction then. */
  const writeIfDue = async <T>(dueAt: () => number | undefined, now: number, none: T, work: () => T): Promise<T> =>
    (await read(dueAt) ?? Infinity) <= now ? write(work) : none
  const wait = async (topic: Topic, dueAt: () => number | undefined, until: Omit<Until, 'dueAt'>): Promise<void> => {
    open()
    await wakeups.wait(topic, { ...until, dueAt: reading(dueAt) })
  }
  const shutDown = (): void => {
    if (closed) return
    closed = true
    queue.drain()
    wakeups.close()
    scrubber.stop()
    try {
      db.close()
    } finally {
      lock.release()
    }
    logger.info('store.closed', { system: 'sqlite' })
  }
  const nextWatchOrTimer = (): number => Math.min(watches.nextDueAt() ?? Infinity, timers.nextDueAt() ?? Infinity)

  return {
    // There are no others.
    replicas: () => 1,
    shelf: createShelf(),
    arrivals: { tell: () => undefined, listen: () => undefined },
    append: (events, now, claiming) =>
      write(() => {
        if (claiming !== undefined) return inbox.appendAndClaim(events, now, claiming)
        inbox.append(events, now)
        return []
      }),
    claim: (request) => writeIfDue(() => inbox.nextReadyAt(), request.now, undefined, () => inbox.claim(request)),
    commit: (claim, turn, now, leasing) =>
      write(() => {
        if (!inbox.finish(claim, turn, now)) return { kind: 'lease-lost' }
        if (turn.forget === true) {
          effects.forget(claim.chatId)
          chronicle.forget(claim.chatId)
          noteForgotten(db, claim.chatId, now)
        }
        chronicle.write(claim.chatId, turn.journal ?? [])
        effects.insert(claim.chatId, turn.effects, now)
        timers.cancel(claim.chatId, turn.cancelTimers)
        timers.set(claim.chatId, turn.timers)
        watches.cancel(claim.chatId, turn.cancelWatches)
        watches.set(claim.chatId, turn.watches)
        const leased = leasing === undefined ? [] : effects.leaseThese(turn.effects, { ...leasing, now })
        return { kind: 'committed', leased }
      }),
    release: (claim, retryAt, untried = false) => write(() => inbox.release(claim, retryAt, untried)),
    waitForTurns: (now, maxMs, signal) => wait('turns', () => inbox.nextReadyAt(), { now, maxMs, signal }),

    leaseEffects: (request) => writeIfDue(() => effects.nextDueAt(), request.now, [], () => effects.lease(request)),
    markSent: (effect, progress, now) => write(() => effects.markSent(effect, progress, now)),
    settle: (batch, now) => write(() => effects.settle(batch, now)),
    waitForEffects: (now, maxMs, signal) => wait('effects', () => effects.nextDueAt(), { now, maxMs, signal }),

    leaseWatches: (request) => writeIfDue(() => watches.nextDueAt(), request.now, [], () => watches.lease(request)),
    settleWatch: (watch, next, events, now) => write(() => watches.settle(watch, next, events, now)),
    fireTimers: (now) => writeIfDue(() => timers.nextDueAt(), now, 0, () => timers.fire(now)),
    waitForWatches: (now, maxMs, signal) => wait('watches', nextWatchOrTimer, { now, maxMs, signal }),

    secret: (name) => write(() => findOrMakeSecret(db, name, records)),
    // The folder is this process's alone (lock.ts), and so is every role.
    lead: () => read(() => true),
    resign: () => read(() => undefined),
    ping: async () => {
      await read(() => db.first('SELECT seq FROM events LIMIT 1', z.object({ seq: z.number() }), {}))
    },
    counts: (now) => read(() => countAll(db, now)),
    deadEffects: (limit) => read(() => listDead(db, limit, deps)),
    readJournal: (chatId, limit) => read(() => chronicle.readJournal(chatId, limit)),
    readAudit: (limit) => read(() => chronicle.readAudit(limit)),
    forgottenAt: (chatId) => read(() => findForgotten(db, chatId)),
    purge: (now, keep) => write(() => purge(db, now, keep)),
    close: async () => shutDown(),
  }
}

function reading<T>(operation: () => T): T {
  try {
    return operation()
  } catch (error) {
    throw storeFailure(error)
  }
}
