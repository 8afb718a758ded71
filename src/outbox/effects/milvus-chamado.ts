import { toFormatado } from '../../domain/telefone.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk, MilvusDesk } from '../ports.js'
import { beginsWith } from '../reference.js'

/** Opens a chamado; found again by its reference, which stands first in the assunto. */
export function createMilvusChamado(deps: { hubsoft: HubsoftDesk; milvus: MilvusDesk }): Handler<'milvus.chamado'> {
  const { hubsoft, milvus } = deps
  const find = async (reference: string) => {
    const listed = await milvus.findByAssunto(reference)
    return listed.find(({ assunto }) => beginsWith(assunto, reference))
  }
  return {
    perform: async ({ payload }, context) => {
      const { reference, again, codigoCliente, solicitante, ...words } = payload
      const earlier = again === true && (await find(reference))
      if (earlier) return { kind: 'done', result: { codigo: earlier.codigo } }
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
      const ours = await find(payload.reference)
      return ours ? { kind: 'found', result: { codigo: ours.codigo } } : { kind: 'absent' }
    },
  }
}
