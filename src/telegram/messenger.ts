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
import type { Pace, PacedCall } from './pace.js'

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
    })
  }

  /** Makes a call when it is its turn. */
  const paced = async <T>(wanted: PacedCall, make: () => Promise<T>): Promise<T> => {
    const answered = await pace.acquire(wanted)
    return make().catch(heed(wanted.chatId)).finally(answered)
  }

  return {
    async sendMessage(chatId, message) {
      const wanted = { chatId, message: true, ...(message.notice === true ? { notice: true } : {}) }
      return paced(wanted, async () => {
        try {
          return await send(chatId, message, true)
        } catch (error) {
          const movedTo = movedToOf(error)
          if (movedTo !== undefined) {
            logger.warn('telegram.chat_moved', { chat: chatId })
            return send(movedTo, message, true)
          }
          if (!hasReason(error, 'cant-parse')) throw error
          // Better without its bold letters than not at all.
          logger.warn('telegram.html_refused', { chat: chatId })
          return send(chatId, message, false)
        }
      })
    },
    async answerCallback(callbackId, text) {
      const notice = text === undefined ? {} : { text: shorten(text, MAX_NOTICE) }
      await paced({}, () =>
        call('answerCallbackQuery', (api, signal) => api.answerCallbackQuery(callbackId, notice, signal)),
      ).catch(passOver('query-expired'))
    },
    async clearButtons(chatId, messageId) {
      await paced({ chatId }, () =>
        call('editMessageReplyMarkup', (api, signal) =>
          api.editMessageReplyMarkup(toChatId(chatId), messageId, {}, signal),
        ),
      ).catch(passOver('not-modified', 'message-gone'))
    },
    async leaveChat(chatId) {
      await paced({ chatId }, () => call('leaveChat', (api, signal) => api.leaveChat(toChatId(chatId), signal))).catch(
        passOver('chat-gone'),
      )
    },
    async sendDocument(chatId, { upload, html }) {
      await pace.acquire({ chatId, message: true })
      const file = new InputFile(upload.stream, quoted(upload.fileName))
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

/** The supergroup that a group (the operators' own) has become. */
function movedToOf(error: unknown): string | undefined {
  const movedTo = error instanceof AppError ? error.context.movedTo : undefined
  return typeof movedTo === 'number' ? String(movedTo) : undefined
}

/**
 * grammY writes the name into the part's header as it is: without quotes, one with a blank or a `;` is cut there, or the
 * whole part is not understood.
 */
function quoted(fileName: string): string {
  return `"${fileName.replaceAll(/["\\\r\n]/gu, "'")}"`
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

