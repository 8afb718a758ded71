import type { Handler } from '../handler.js'
import type { MilvusDesk } from '../ports.js'
import { holds } from '../reference.js'

/** Adds to a chamado; found again by the reference that the text holds. */
export function createMilvusAcompanhamento(deps: { milvus: MilvusDesk }): Handler<'milvus.acompanhamento'> {
  const { milvus } = deps
  return {
    perform: async ({ payload }, context) => {
      await context.sent()
      await milvus.criarAcompanhamento(payload.codigo, payload.descricao)
      return { kind: 'done', result: {} }
    },
    reconcile: async ({ payload }) => {
      const listed = await milvus.listAcompanhamentos(payload.codigo)
      const found = listed.some(({ texto }) => holds(texto, payload.reference))
      return found ? { kind: 'found', result: {} } : { kind: 'absent' }
    },
  }
}
