import type { Handler } from '../handler.js'
import type { TempboxDesk } from '../ports.js'

/** Closes a conversation with people; closing it twice is as good as once. */
export function createTempboxEncerrar(deps: { tempbox: TempboxDesk }): Handler<'tempbox.encerrar'> {
  return {
    perform: async ({ payload }) => {
      await deps.tempbox.encerrar(payload.atendimento)
      return { kind: 'done', result: {} }
    },
  }
}
