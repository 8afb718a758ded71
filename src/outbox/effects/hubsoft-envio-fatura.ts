import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'

/** Sends an invoice by e-mail, SMS or push. It must be the customer's own; a lost answer is never sent again. */
export function createHubsoftEnvioFatura(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.envioFatura'> {
  const { hubsoft } = deps
  return {
    perform: async ({ payload }, context) => {
      const { codigoCliente, idFatura, por } = payload
      if (!(await hubsoft.hasFatura(codigoCliente, idFatura))) return { kind: 'rejected', reason: 'sem-fatura' }
      await context.sent()
      await hubsoft.enviarFatura(idFatura, por)
      return { kind: 'done', result: {} }
    },
  }
}
