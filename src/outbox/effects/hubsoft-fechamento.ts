import type { Atendimento } from '../../domain/atendimento.js'
import { AppError } from '../../domain/errors.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'

/**
 * Closes an atendimento at the customer's wish. Closing closes its ordens de serviço too, so one with a visit still to
 * come is refused here, whatever the card said when it was pressed.
 */
export function createHubsoftFechamento(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.fechamento'> {
  const { hubsoft } = deps
  const find = async (idClienteServico: number, wanted: number): Promise<Atendimento | undefined> => {
    const listed = await hubsoft.listAtendimentos(idClienteServico, { mensagens: false })
    return listed.find(({ idAtendimento }) => idAtendimento === wanted)
  }
  return {
    perform: async ({ payload }, context) => {
      const { idAtendimento, idClienteServico, descricao, avaliacao } = payload
      const [atendimento, ordens] = await Promise.all([
        find(idClienteServico, idAtendimento),
        hubsoft.listByServico(idClienteServico),
      ])
      if (!atendimento) return { kind: 'rejected', reason: 'nao-encontrado' }
      if (!atendimento.aberto) return { kind: 'done', result: {} }
      // An ordem that does not say whose it is may be this one's.
      const visit = ordens.some((ordem) => ordem.aberta && (ordem.idAtendimento ?? idAtendimento) === idAtendimento)
      if (visit || (atendimento.ordensAbertas ?? 0) > 0) return { kind: 'rejected', reason: 'ordem-aberta' }
      await context.sent()
      await hubsoft.fecharAtendimento({ idAtendimento, descricao, ...(avaliacao === undefined ? {} : { avaliacao }) })
      return { kind: 'done', result: {} }
    },
    reconcile: async ({ payload }) => {
      const atendimento = await find(payload.idClienteServico, payload.idAtendimento)
      if (!atendimento) throw new AppError('not-found', 'the atendimento is not listed', { retry: 'safe' })
      return atendimento.aberto ? { kind: 'absent' } : { kind: 'found', result: {} }
    },
  }
}
