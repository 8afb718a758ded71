import { AppError } from '../../domain/errors.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'
import { holds } from '../reference.js'

/** Adds to an atendimento; found again by the reference that the mensagem holds. */
export function createHubsoftMensagem(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.mensagem'> {
  const { hubsoft } = deps
  return {
    perform: async ({ payload }, context) => {
      await context.sent()
      await hubsoft.adicionarMensagem(payload.idAtendimento, payload.mensagem)
      return { kind: 'done', result: {} }
    },
    reconcile: async ({ payload }) => {
      const listed = await hubsoft.listAtendimentos(payload.idClienteServico, { mensagens: true })
      const atendimento = listed.find(({ idAtendimento }) => idAtendimento === payload.idAtendimento)
      // Older than the last 50 of the service: its mensagens cannot be read, so nothing is known.
      if (!atendimento) throw new AppError('not-found', 'the atendimento is not listed', { retry: 'safe' })
      const found = atendimento.mensagens.some(({ texto }) => holds(texto, payload.reference))
      return found ? { kind: 'found', result: {} } : { kind: 'absent' }
    },
  }
}
