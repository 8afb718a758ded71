import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'
import { holds } from '../reference.js'

/**
 * Sends somebody's interest, once. It is found again by the reference in its observação or, where that is not told, by
 * documento and phone: a documento alone may be an older prospecto's, which HubSoft would have refused ours for.
 */
export function createHubsoftProspecto(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.prospecto'> {
  const { hubsoft } = deps
  return {
    perform: async ({ payload: { reference: _, ...input } }, context) => {
      await context.sent()
      await hubsoft.criarProspecto(input)
      return { kind: 'done', result: {} }
    },
    reconcile: async ({ payload }) => {
      const { reference, nome, documento, telefone } = payload
      const seen = await hubsoft.findProspectos(nome)
      const ours = seen.some(
        (one) =>
          holds(one.observacao, reference) ||
          (one.observacao === '' && one.documento === documento && one.telefone === telefone),
      )
      return ours ? { kind: 'found', result: {} } : { kind: 'absent' }
    },
  }
}
