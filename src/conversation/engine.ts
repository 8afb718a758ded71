import { toAppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { ChatClaim, TurnStore } from './ports.js'
import { runTurn } from './run-turn.js'
import type { ConversationDeps } from './turn.js'

/** Longer than the longest turn: every read in it has its own, much shorter, bound. */
const LEASE_MS = 90_000
const WAIT_MS = 30_000
const STOP_MS = 3_500

export interface EngineOptions {
  store: TurnStore
  deps: ConversationDeps
  clock: Clock
  logger: Logger
  owner: string
  /** Turns at the same time, each of another chat. */
  concurrency?: number
  onTurn?: (outcome: 'committed' | 'lease-lost' | 'failed', ms: number) => void
}

/**
 * Takes ready chats and runs their turns, each chat one turn at a time (the store's claim sees to that), different
 * chats in parallel. A failed turn gives its events back; nothing is consumed but by a commit.
 */
export function createEngine(options: EngineOptions): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController()
  let workers: Promise<void>[] = []
  return {
    start() {
      workers = Array.from({ length: options.concurrency ?? 16 }, () => work(options, stopping.signal))
    },
    async stop() {
      stopping.abort()
      // A turn that hangs keeps its lease: whoever comes next takes its events again.
      await Promise.race([Promise.all(workers), options.clock.sleep(STOP_MS)])
    },
  }
}

async function work(options: EngineOptions, signal: AbortSignal): Promise<void> {
  const { store, clock, logger, owner } = options
  let failures = 0
  while (!signal.aborted) {
    try {
      const claim = await store.claim({ owner, now: clock.now(), leaseMs: LEASE_MS })
      if (claim) await take(options, claim)
      else await store.waitForTurns(clock.now(), WAIT_MS, signal)
      failures = 0
    } catch (error) {
      logger.error('engine.store-failed', { error: toAppError(error, 'safe'), attempt: failures })
      await clock.sleep(backoffMs(failures++, { baseMs: 200, maxMs: 10_000 }), signal)
    }
  }
}

async function take(options: EngineOptions, claim: ChatClaim): Promise<void> {
  const { store, deps, clock, logger, onTurn } = options
  const startedAt = clock.now()
  try {
    const commit = await runTurn(claim, deps, startedAt)
    const outcome = await store.commit(claim, commit, clock.now())
    onTurn?.(outcome, clock.now() - startedAt)
    if (outcome === 'lease-lost') logger.warn('turn.lease-lost', { chat: claim.chatId })
  } catch (error) {
    logger.error('turn.failed', { chat: claim.chatId, attempt: claim.failures, error: toAppError(error) })
    onTurn?.('failed', clock.now() - startedAt)
    const retryMs = backoffMs(claim.failures, { baseMs: 500, maxMs: 10_000 })
    await store.release(claim, clock.now() + retryMs)
  }
}
