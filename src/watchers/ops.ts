import { toAppError } from '../domain/errors.js'
import type { InboxEvent, OpsNotice } from '../domain/event.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { Outages } from './outages.js'

const EVERY_MS = 15_000
/** A system is called down when it has not answered for so long. */
export const DOWN_AFTER_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000
/** Replicas notice an outage at about the same time: notices of one slot are one. */
const SLOT_MS = 30 * 60_000
const LOOKED_AT = 50

export interface OpsWatchOptions {
  /** `OPS_CHAT_ID`. */
  chatId: string
  store: {
    append(events: readonly InboxEvent[], now: number): Promise<unknown>
    deadEffects(
      limit: number,
    ): Promise<readonly { id: string; kind: string; error: string | undefined; diedAt: number }[]>
  }
  outages: Outages
  /** Called before each look, to tell `outages` of what makes no calls of its own. */
  probe?: () => void
  clock: Clock
  logger: Logger
  /** How often it looks, and for how long a system must be silent; for tests that can't wait. */
  everyMs?: number
  downAfterMs?: number
}

/**
 * Tells the provider's own chat of effects given up and of systems down for five minutes and back. What it tells goes
 * through the inbox like all else: kept, deduplicated over replicas by its id, and sent by the dispatcher.
 */
export function createOpsWatch(options: OpsWatchOptions): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController()
  const told = new Map<string, number>()
  let running: Promise<void> = Promise.resolve()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        await look(options, told)
      } catch (error) {
        options.logger.warn('ops.look-failed', { error: toAppError(error, 'safe') })
      }
      await options.clock.sleep(options.everyMs ?? EVERY_MS, stopping.signal)
    }
  }
  return {
    start() {
      running = loop()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** One look at everything; `told` holds the systems called down, and since when they were. */
export async function look(options: OpsWatchOptions, told: Map<string, number>): Promise<void> {
  const { store, outages, clock, downAfterMs = DOWN_AFTER_MS } = options
  options.probe?.()
  const now = clock.now()
  const notices: { id: string; notice: OpsNotice }[] = []
  const failing = outages.failing()
  for (const [system, since] of failing) {
    if (told.has(system) || now - since < downAfterMs) continue
    told.set(system, since)
    notices.push({ id: `down:${system}:${slotOf(since)}`, notice: { kind: 'ops', what: 'down', subject: system } })
  }
  for (const [system, since] of [...told]) {
    if (failing.has(system)) continue
    told.delete(system)
    notices.push({ id: `back:${system}:${slotOf(since)}`, notice: { kind: 'ops', what: 'back', subject: system } })
  }
  for (const { id, kind, error, diedAt } of await store.deadEffects(LOOKED_AT)) {
    if (now - diedAt > DAY_MS) continue
    const reason = error === undefined ? {} : { reason: error }
    notices.push({ id: `dead:${id}`, notice: { kind: 'ops', what: 'dead', subject: kind, ...reason } })
  }
  if (notices.length === 0) return
  const events = notices.map(({ id, notice }) => ({ id: `ops:${id}`, chatId: options.chatId, at: now, input: notice }))
  await store.append(events, now)
}

const slotOf = (since: number): string => String(Math.floor(since / SLOT_MS))
