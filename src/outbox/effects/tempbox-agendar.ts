import type { Handler } from '../handler.js'
import type { TempboxDesk } from '../ports.js'

/**
 * Words that TempBox writes in the conversation later. Whether that was taken cannot be read back before the time
 * comes, so it is asked for once. The marker makes them known as ours when they are listed.
 */
export function createTempboxAgendar(deps: { tempbox: TempboxDesk }): Handler<'tempbox.agendar'> {
  return {
    perform: async ({ payload }, context) => {
      const { atendimento, marker, quando } = payload
      await context.sent()
      await deps.tempbox.agendarMensagem({ atendimento, mensagem: `${marker} ${payload.mensagem}`, quando })
      return { kind: 'done', result: {} }
    },
  }
}
