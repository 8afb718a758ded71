import { toFormatado } from '../../domain/telefone.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk, MilvusDesk } from '../ports.js'
import { beginsWith } from '../reference.js'

/** Opens a chamado; found again by its reference, which stands first in the assunto. */
export function createMilvusChamado(deps: { hubsoft: HubsoftDesk; milvus: MilvusDesk }): Handler<'milvus.chamado'> {
  const { hubsoft, milvus } = deps
  return {
    perform: async ({ payload }, context) => {
      const { reference: _, codigoCliente, solicitante, ...words } = payload
      const cliente = await hubsoft.findByCodigo(codigoCliente)
      const clientes = cliente ? await milvus.findClientes(cliente.documento) : []
      const [only, ...others] = clientes
      // None, or two that can't be told apart: not filed here (the conversation then files at HubSoft).
      if (!cliente || !only || others.length > 0) return { kind: 'rejected', reason: 'sem-cliente' }
      const telefone = cliente.telefones.map(toFormatado).find((phone) => phone !== undefined)
      await context.sent()
      const { codigo } = await milvus.criarChamado({
        clienteToken: only.token,
        contato: solicitante ?? cliente.nome,
        ...(cliente.email === undefined ? {} : { email: cliente.email }),
        ...(telefone === undefined ? {} : { telefone }),
        ...words,
      })
      return { kind: 'done', result: { codigo } }
    },
    reconcile: async ({ payload }) => {
      const listed = await milvus.findByAssunto(payload.reference)
      const ours = listed.find(({ assunto }) => beginsWith(assunto, payload.reference))
      return ours ? { kind: 'found', result: { codigo: ours.codigo } } : { kind: 'absent' }
    },
  }
}
