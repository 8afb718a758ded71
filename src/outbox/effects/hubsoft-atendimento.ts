import { toNacional } from '../../domain/telefone.js'
import type { Logger } from '../../lib/logger.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'
import { beginsWith } from '../reference.js'

/** Opens an atendimento; found again by its reference, which stands first in `descricao`. */
export function createHubsoftAtendimento(deps: {
  hubsoft: HubsoftDesk
  logger: Logger
}): Handler<'hubsoft.atendimento'> {
  const { hubsoft, logger } = deps
  return {
    perform: async ({ chatId, payload }, context) => {
      const [cliente, idTipo] = await Promise.all([
        hubsoft.findByCodigo(payload.codigoCliente),
        payload.tipo === undefined ? undefined : hubsoft.findTipoAtendimento(payload.tipo),
      ])
      if (payload.tipo !== undefined && idTipo === undefined) {
        logger.warn('outbox.tipo-unknown', { system: 'hubsoft', chat: chatId, field: 'tipo' })
      }
      // HubSoft takes no atendimento without a phone; a record that is gone has none either.
      const telefone = cliente?.telefones.map(toNacional).find((phone) => phone !== undefined)
      if (!cliente || telefone === undefined) return { kind: 'rejected', reason: 'sem-telefone' }
      await context.sent()
      const { idAtendimento, protocolo } = await hubsoft.criarAtendimento({
        idClienteServico: payload.idClienteServico,
        descricao: payload.descricao,
        nome: payload.solicitante ?? cliente.nome,
        telefone,
        ...(cliente.email === undefined ? {} : { email: cliente.email }),
        ...(idTipo === undefined ? {} : { idTipoAtendimento: idTipo }),
        abrirOs: payload.abrirOs,
        parametros: payload.parametros,
      })
      return { kind: 'done', result: { idAtendimento, protocolo } }
    },
    reconcile: async ({ payload }) => {
      const listed = await hubsoft.listAtendimentos(payload.idClienteServico, { mensagens: false })
      const ours = listed.find(({ descricao }) => beginsWith(descricao, payload.reference))
      if (!ours) return { kind: 'absent' }
      return { kind: 'found', result: { idAtendimento: ours.idAtendimento, protocolo: ours.protocolo } }
    },
  }
}
