import { InputFile } from 'grammy'
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types'
import { z } from 'zod'

import type { EffectPayloads } from '../domain/effect.js'
import { AppError } from '../domain/errors.js'
import { htmlToText } from '../lib/html.js'
import type { Logger } from '../lib/logger.js'
import { shorten } from '../lib/plain-text.js'
import type { Messenger } from '../outbox/ports.js'
import { toChatId, type Call } from './api.js'
import { hasReason, type TelegramReason } from './errors.js'
import type { Pace } from './pace.js'

type Message = EffectPayloads['telegram.message']

/** Where a 429 names no time. */
const DEFAULT_PAUSE_MS = 1000

/** A file is made by another system while it is sent. */
const UPLOAD_MS = 50_000

/** Telegram's limit for the notice above a pressed button. */
const MAX_NOTICE = 200

const sentMessage = z.object({ message_id: z.int() })

/**
 * Replies over the Bot API, without retries: those are the outbox's. A call takes at most three waits for the pace of
 * five seconds each, and the time limits of two calls.
 */
export function createMessenger(deps: { call: Call; pace: Pace; logger: Logger }): Messenger {
  const { call, pace, logger } = deps

  /** A call's failure, having told the pace of a 429. */
  const heed = (chatId: string | undefined) => (error: unknown): never => {
    if (error instanceof AppError && error.code === 'rate-limited') {
      pace.pause(chatId, error.retryAfterMs ?? DEFAULT_PAUSE_MS)
    }
    throw error
  }

  const send = async (chatId: string, message: Message, asHtml: boolean): Promise<{ messageId: number }> => {
    const text = asHtml ? message.html : htmlToText(message.html).trim()
    const options = { ...(asHtml ? { parse_mode: 'HTML' as const } : {}), ...NO_PREVIEW, ...toMarkup(message) }
    return call('sendMessage', async (api, signal) => {
      const sent = await api.sendMessage(toChatId(chatId), text, options, signal)
      return { messageId: sentMessage.parse(sent).message_id }
    }).catch(heed(chatId))
  }

  return {
    async sendMessage(chatId, message) {
      await pace.acquire({ chatId, message: true, ...(message.notice === true ? { notice: true } : {}) })
      try {
        return await send(chatId, message, true)
      } catch (error) {
        if (!hasReason(error, 'cant-parse')) throw error
        // Better without its bold letters than not at all.
        logger.warn('telegram.html_refused', { chat: chatId })
        return send(chatId, message, false)
      }
    },
    async answerCallback(callbackId, text) {
      await pace.acquire({})
      const notice = text === undefined ? {} : { text: shorten(text, MAX_NOTICE) }
      await call('answerCallbackQuery', (api, signal) => api.answerCallbackQuery(callbackId, notice, signal))
        .catch(heed(undefined))
        .catch(passOver('query-expired'))
    },
    async clearButtons(chatId, messageId) {
      await pace.acquire({ chatId })
      await call('editMessageReplyMarkup', (api, signal) =>
        api.editMessageReplyMarkup(toChatId(chatId), messageId, {}, signal),
      )
        .catch(heed(chatId))
        .catch(passOver('not-modified', 'message-gone'))
    },
    async leaveChat(chatId) {
      await pace.acquire({ chatId })
      await call('leaveChat', (api, signal) => api.leaveChat(toChatId(chatId), signal))
        .catch(heed(chatId))
        .catch(passOver('chat-gone'))
    },
    async sendDocument(chatId, { upload, html }) {
      await pace.acquire({ chatId, message: true })
      const file = new InputFile(upload.stream, upload.fileName)
      const caption = html === '' ? {} : { caption: html, parse_mode: 'HTML' as const }
      return call(
        'sendDocument',
        async (api, signal) => {
          const sent = await api.sendDocument(toChatId(chatId), file, caption, signal)
          return { messageId: sentMessage.parse(sent).message_id }
        },
        { timeoutMs: UPLOAD_MS },
      ).catch(heed(chatId))
    },
  }
}

const NO_PREVIEW = { link_preview_options: { is_disabled: true } }

/** A message carries one keyboard: the contact's stands before the buttons, and these before taking one away. */
function toMarkup(message: Message): {
  reply_markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
} {
  const { contactButton, buttons, removeKeyboard } = message
  if (contactButton !== undefined) {
    const keyboard = [
      [{ text: contactButton.label, request_contact: true }],
      ...contactButton.others.map((text) => [{ text }]),
    ]
    return { reply_markup: { keyboard, resize_keyboard: true, one_time_keyboard: true } }
  }
  if (buttons !== undefined && buttons.length > 0) {
    const rows = buttons.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data })))
    return { reply_markup: { inline_keyboard: rows } }
  }
  return removeKeyboard === true ? { reply_markup: { remove_keyboard: true } } : {}
}

/** Refusals that mean the thing is already as it should be. */
function passOver(...reasons: TelegramReason[]): (error: unknown) => void {
  return (error) => {
    if (!hasReason(error, ...reasons)) throw error
  }
}

