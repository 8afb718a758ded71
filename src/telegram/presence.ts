import type { Presence } from '../conversation/ports.js'
import { AppError, toAppError } from '../domain/errors.js'
import type { Logger } from '../lib/logger.js'
import { toChatId, type Call } from './api.js'
import type { Pace } from './pace.js'

const TIMEOUT_MS = 3000
/** Calls at once; more are left out. */
const MAX_UNDER_WAY = 8

/** "digitando…" over the Bot API. Left out where it would cost a message its place. */
export function createPresence(deps: { call: Call; pace: Pace; logger: Logger }): Presence {
  const { call, pace, logger } = deps
  let underWay = 0

  const show = async (chatId: string, answered: () => void): Promise<void> => {
    try {
      await call('sendChatAction', (api, signal) => api.sendChatAction(toChatId(chatId), 'typing', {}, signal), {
        timeoutMs: TIMEOUT_MS,
      })
    } catch (error) {
      // A nicety: nobody acts upon its failure, but for a 429, which is about the messages as well.
      logger.debug('telegram.typing_failed', { chat: chatId, error: toAppError(error) })
      if (error instanceof AppError && error.code === 'rate-limited') pace.pause(chatId, error.retryAfterMs ?? 1000)
    } finally {
      answered()
      underWay -= 1
    }
  }

  return {
    typing(chatId) {
      const answered = underWay < MAX_UNDER_WAY ? pace.tryAcquire(chatId) : undefined
      if (!answered) return
      underWay += 1
      void show(chatId, answered)
    },
  }
}
