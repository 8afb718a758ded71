import { AppError } from '../../domain/errors.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'

/**
 * The rating of an atendimento that staff closed. HubSoft documents its PUT for open ones, so most versions refuse it;
 * the rating is kept in the session all the same. A lost answer is not worth anybody's time: it counts as refused, and
 * is never sent again.
 */
export function createHubsoftAvaliacao(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.avaliacao'> {
  return {
    perform: async ({ payload }, context) => {
      await context.sent()
      try {
        await deps.hubsoft.avaliarAtendimento(payload)
      } catch (error) {
        if (!(error instanceof AppError) || error.retry !== 'unknown-outcome') throw error
        return { kind: 'rejected', reason: 'nao-confirmado' }
      }
      return { kind: 'done', result: {} }
    },
  }
}
