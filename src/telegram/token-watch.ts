import { AppError } from '../domain/errors.js'
import type { Logger } from '../lib/logger.js'
import type { Call } from './api.js'

export interface WatchedCall {
  call: Call
  /** Whether the last answer took the token for good; so it is until one does not. */
  isTokenGood: () => boolean
}

/**
 * The same calls, with an eye on their token: revoked while the bot runs, the first refusal of any call makes it
 * unready, and the first that succeeds makes it ready again. 404 says the same of a token, but also of a method that a
 * Bot API server of one's own may lack, so it is left to those who read the updates.
 */
export function watchToken(call: Call, logger: Logger): WatchedCall {
  let good = true
  const found = (now: boolean, operation: string): void => {
    if (now === good) return
    good = now
    if (now) logger.info('telegram.token_accepted_again', { operation })
    else logger.error('telegram.token_refused', { operation })
  }
  return {
    isTokenGood: () => good,
    call: async (operation, run, options) => {
      try {
        const answer = await call(operation, run, options)
        found(true, operation)
        return answer
      } catch (error) {
        if (error instanceof AppError && error.context.status === 401) found(false, operation)
        throw error
      }
    },
  }
}
