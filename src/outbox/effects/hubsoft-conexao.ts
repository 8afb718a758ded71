import type { Handlers } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'

/**
 * What is done to a connection. None of it can be read back for certain, and each is felt by the customer, so a lost
 * answer is never answered by doing it again: the conversation reads the connection and says what it finds.
 */
export function createHubsoftConexao(deps: {
  hubsoft: HubsoftDesk
}): Pick<Handlers, 'hubsoft.reconexao' | 'hubsoft.resetMac' | 'hubsoft.reinicioCpe'> {
  const { hubsoft } = deps
  return {
    'hubsoft.reconexao': {
      perform: async ({ payload }, context) => {
        await context.sent()
        await hubsoft.solicitarDesconexao(payload.idClienteServico)
        return { kind: 'done', result: {} }
      },
    },
    'hubsoft.resetMac': {
      perform: async ({ payload }, context) => {
        await context.sent()
        await hubsoft.resetarMac(payload.idClienteServico)
        return { kind: 'done', result: {} }
      },
    },
    'hubsoft.reinicioCpe': {
      perform: async ({ payload }, context) => {
        const phyAddr = await hubsoft.findCpe(payload.codigoCliente, payload.idClienteServico)
        if (phyAddr === undefined) return { kind: 'rejected', reason: 'sem-cpe' }
        await context.sent()
        await hubsoft.reiniciarCpe(phyAddr)
        return { kind: 'done', result: {} }
      },
    },
  }
}
