import type { Handler } from '../handler.js'
import type { HubsoftDesk, Messenger } from '../ports.js'

/**
 * An invoice's PDF, streamed from HubSoft to Telegram. Its link can be guessed from the invoice's id, so it stays in
 * HubSoft's adapter: it is read anew each time, and never kept.
 */
export function createTelegramFatura(deps: {
  hubsoft: HubsoftDesk
  messenger: Messenger
}): Handler<'telegram.fatura'> {
  return {
    perform: async ({ chatId, payload }) => {
      const { idClienteServico, idFatura, fileName, html } = payload
      const pdf = await deps.hubsoft.openPdf({ idClienteServico, idFatura })
      if (pdf.kind === 'none') return { kind: 'rejected', reason: pdf.why }
      try {
        const upload = { fileName, stream: pdf.stream }
        const { messageId } = await deps.messenger.sendDocument(chatId, { upload, html })
        return { kind: 'done', result: { messageId } }
      } finally {
        pdf.discard()
      }
    },
  }
}
