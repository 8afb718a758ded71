import { toAppError } from '../domain/errors.js'
import type { Logger } from '../lib/logger.js'

/** How long something that cannot be read is left alone: a person has to see to it. */
export const PUT_OFF_MS = 5 * 60_000

export type UnreadableKind = 'chat' | 'effect' | 'timer' | 'watch'

/**
 * What stands in the store and cannot be opened or is not what it was (`DATA_KEY` misses its key, or somebody changed
 * it). It is kept as it is, given back and looked at again later; meanwhile everything else goes on.
 */
export interface Unreadable {
  /** `read`, or `undefined` when it fails, which is told; the caller puts the thing off then. */
  attempt<T>(what: { kind: UnreadableKind; chatId: string }, read: () => T): T | undefined
}

export function createUnreadable(system: 'sqlite' | 'redis', logger: Logger): Unreadable {
  return {
    attempt({ kind, chatId }, read) {
      try {
        return read()
      } catch (error) {
        logger.error('store.unreadable', { system, kind, chat: chatId, error: toAppError(error) })
        return undefined
      }
    },
  }
}
