import type { Handlers } from '../handler.js'
import type { Messenger } from '../ports.js'

/** Replies: at least once. Pace, and what counts as success, is the messenger's. */
export function createTelegramHandlers(
  messenger: Messenger,
): Pick<Handlers, 'telegram.message' | 'telegram.callback' | 'telegram.clearButtons' | 'telegram.leaveChat'> {
  return {
    'telegram.message': {
      perform: async ({ chatId, payload }) => {
        const { messageId } = await messenger.sendMessage(chatId, payload)
        return { kind: 'done', result: { messageId } }
      },
    },
    'telegram.callback': {
      perform: async ({ payload }) => {
        await messenger.answerCallback(payload.callbackId, payload.text)
        return { kind: 'done', result: {} }
      },
    },
    'telegram.clearButtons': {
      perform: async ({ chatId, payload }) => {
        await messenger.clearButtons(chatId, payload.messageId)
        return { kind: 'done', result: {} }
      },
    },
    'telegram.leaveChat': {
      perform: async ({ chatId }) => {
        await messenger.leaveChat(chatId)
        return { kind: 'done', result: {} }
      },
    },
  }
}
