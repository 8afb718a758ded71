import type { Atendimento } from '../../domain/atendimento.js'
import type { EffectResults } from '../../domain/effect.js'
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
  const find = async (idClienteServico: number, reference: string) => {
    const listed = await hubsoft.listAtendimentos(idClienteServico, { mensagens: false })
    return listed.find(({ descricao }) => beginsWith(descricao, reference))
  }
  return {
    perform: async ({ chatId, payload }, context) => {
      const earlier = payload.again === true && (await find(payload.idClienteServico, payload.reference))
      if (earlier) return { kind: 'done', result: resultOf(earlier) }
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
      const ours = await find(payload.idClienteServico, payload.reference)
      return ours ? { kind: 'found', result: resultOf(ours) } : { kind: 'absent' }
    },
  }
}

const resultOf = ({ idAtendimento, protocolo }: Atendimento): EffectResults['hubsoft.atendimento'] => ({
  idAtendimento,
  protocolo,
})
