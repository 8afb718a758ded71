import type { ContatoOf } from '../contato.js'
import type { Handler } from '../handler.js'
import type { TempboxDesk } from '../ports.js'
import { beginsWith } from '../reference.js'

/** Relays a customer's words; found again by the marker, which stands first and is unique in the conversation. */
export function createTempboxMensagem(deps: {
  tempbox: TempboxDesk
  contatoOf: ContatoOf
}): Handler<'tempbox.mensagem'> {
  return {
    perform: async ({ chatId, payload }, context) => {
      const { contato } = await deps.contatoOf(chatId, payload.codigoCliente)
      const { atendimento, marker } = payload
      await context.sent()
      await deps.tempbox.enviarMensagem({ atendimento, contato, mensagem: `${marker} ${payload.mensagem}` })
      return { kind: 'done', result: {} }
    },
    reconcile: async ({ payload }) => {
      const listed = await deps.tempbox.listMensagens(payload.atendimento)
      const found = listed.some(({ texto }) => beginsWith(texto, payload.marker))
      return found ? { kind: 'found', result: {} } : { kind: 'absent' }
    },
  }
}
