import type { Update } from 'grammy/types'

import type { InboxEvent } from '../domain/event.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { FloodGuard } from './flood-guard.js'
import { toInboxEvent } from './updates.js'

/** What updates are to the inbox; the same for both ways by which they come. */
export type Intake = (updates: readonly Update[]) => InboxEvent[]

/** Maps updates, leaves out what concerns no conversation and what the guard does not admit. Never throws. */
export function createIntake({ clock, logger, guard }: { clock: Clock; logger: Logger; guard: FloodGuard }): Intake {
  /** One update that we cannot read must not hold up all others for ever. */
  const read = (update: Update): InboxEvent | undefined => {
    try {
      return toInboxEvent(update, clock.now())
    } catch (error) {
      logger.error('telegram.update_unreadable', { error })
      return undefined
    }
  }
  return (updates) =>
    updates.flatMap((update) => {
      const event = read(update)
      return (event && guard.admit(event)) ?? []
    })
}
