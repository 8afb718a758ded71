import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../src/domain/errors.js'
import { silentLogger } from '../../src/lib/logger.js'
import { createTelegram, type Telegram } from '../../src/telegram/telegram.js'
import { JumpingClock, startFakeBotApi, TOKEN, type BotAnswer, type FakeBotApi } from '../unit/telegram/fake-bot-api.js'

let server: FakeBotApi
let clock: JumpingClock
let telegram: Telegram

beforeEach(async () => {
  server = await startFakeBotApi()
  clock = new JumpingClock()
  telegram = make(10_000)
  server.on('sendMessage', (_params, nth) => ({ result: { message_id: 100 + nth } }))
})

afterEach(() => server.close())

function make(timeoutMs: number): Telegram {
  return createTelegram({ token: server.token, apiRoot: `${server.root}/`, clock, logger: silentLogger, timeoutMs })
}

const SECRET_WORDS = 'o chuveiro da Ana'
const send = (): Promise<unknown> => telegram.messenger.sendMessage('7001', { html: SECRET_WORDS })

async function failureOf(made: Promise<unknown>): Promise<AppError> {
  const error: unknown = await made.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error('no AppError')
  return error
}

describe('a message', () => {
  it('goes out as HTML without link previews and gives its id back', async () => {
    expect(await telegram.messenger.sendMessage('7001', { html: '<b>Oi</b>' })).toEqual({ messageId: 101 })
    expect(server.calls).toEqual([
      {
        method: 'sendMessage',
        params: { chat_id: 7001, text: '<b>Oi</b>', parse_mode: 'HTML', link_preview_options: { is_disabled: true } },
      },
    ])
  })

  it('follows a group that became a supergroup', async () => {
    const description = 'Bad Request: group chat was upgraded to a supergroup chat'
    server.on('sendMessage', ({ chat_id: chatId }) => {
      return chatId === -7 ? { error: 400, description, movedTo: -1_007_002 } : { result: { message_id: 5 } }
    })
    expect(await telegram.messenger.sendMessage('-7', { html: 'Oi' })).toEqual({ messageId: 5 })
    expect(server.calls.map(({ params }) => params.chat_id)).toEqual([-7, -1_007_002])
  })

  it('carries inline buttons in their rows', async () => {
    await telegram.messenger.sendMessage('7001', { html: 'Menu', buttons: [[{ label: 'Suporte', data: 's' }], []] })
    expect(server.calls[0]?.params.reply_markup).toEqual({
      inline_keyboard: [[{ text: 'Suporte', callback_data: 's' }], []],
    })
  })

  it('asks for the contact with Telegram’s own button, plain ones below it', async () => {
    const contactButton = { label: 'Enviar meu contato', others: ['Agora não'] }
    await telegram.messenger.sendMessage('7001', { html: 'Contato?', contactButton, removeKeyboard: true })
    expect(server.calls[0]?.params.reply_markup).toEqual({
      keyboard: [[{ text: 'Enviar meu contato', request_contact: true }], [{ text: 'Agora não' }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    })
  })

  it('takes the keyboard away', async () => {
    await telegram.messenger.sendMessage('7001', { html: 'Pronto', removeKeyboard: true })
    expect(server.calls[0]?.params.reply_markup).toEqual({ remove_keyboard: true })
  })

  it('that Telegram cannot parse goes out at once as plain text, buttons kept', async () => {
    server.on('sendMessage', (_params, nth) =>
      nth === 1
        ? { error: 400, description: "Bad Request: can't parse entities: Unsupported start tag" }
        : { result: { message_id: 7 } },
    )
    const buttons = [[{ label: 'Ok', data: 'ok' }]]
    const html = '<b>2 &lt; 3</b> & <foo>'
    expect(await telegram.messenger.sendMessage('7001', { html, buttons })).toEqual({ messageId: 7 })
    expect(server.calls[1]?.params).toEqual({
      chat_id: 7001,
      text: '2 < 3 & <foo>',
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: [[{ text: 'Ok', callback_data: 'ok' }]] },
    })
  })
})

describe('a failure', () => {
  const refusal = (error: number, description: string, retryAfter?: number): BotAnswer => ({
    error,
    description,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
  const by = (answer: (response: ServerResponse) => void): BotAnswer => answer
  const answers: [string, BotAnswer, string, string][] = [
    ['blocked', refusal(403, 'Forbidden: bot was blocked by the user'), 'chat-gone', 'never'],
    ['no such chat', refusal(400, 'Bad Request: chat not found'), 'chat-gone', 'never'],
    ['deleted account', refusal(400, 'Bad Request: user is deactivated'), 'chat-gone', 'never'],
    ['another refusal', refusal(400, 'Bad Request: BUTTON_DATA_INVALID'), 'refused', 'never'],
    ['revoked token', refusal(401, 'Unauthorized'), 'unauthorized', 'safe'],
    ['token of no bot', refusal(404, 'Not Found'), 'unauthorized', 'safe'],
    ['trouble there', refusal(502, 'Bad Gateway'), 'server-error', 'safe'],
    ['too many', refusal(429, 'Too Many Requests: retry after 7', 7), 'rate-limited', 'safe'],
    ['HTML of a proxy', by((response) => response.writeHead(502).end('<html>')), 'bad-answer', 'safe'],
    ['an answer cut short', by((response) => response.end('{"ok":true,"resu')), 'bad-answer', 'safe'],
    ['JSON that is no answer', by((response) => response.end('null')), 'bad-answer', 'safe'],
    ['a result that is none', { result: true }, 'bad-answer', 'safe'],
    ['a dropped connection', by((response) => response.destroy()), 'unreachable', 'safe'],
  ]

  it.each(answers)('(%s) is an AppError with nothing in it but codes', async (_what, answer, code, retry) => {
    server.on('sendMessage', () => answer)
    const error = await failureOf(send())
    expect(error).toMatchObject({ code, retry })
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)
    expect(shown).not.toContain(TOKEN)
    expect(shown).not.toContain(SECRET_WORDS)
    expect(shown).not.toContain('7001')
    expect(error.cause).toBeUndefined()
  })

  it('to answer in time is a timeout that may be repeated', async () => {
    telegram = make(50)
    server.on('sendMessage', () => () => {})
    expect(await failureOf(send())).toMatchObject({ code: 'timeout', retry: 'safe' })
  })

  it('to connect names the system’s code', async () => {
    await server.close()
    expect(await failureOf(send())).toMatchObject({ code: 'unreachable', context: { reason: 'ECONNREFUSED' } })
    server = await startFakeBotApi()
  })
})

describe('a 429', () => {
  it('of a chat that got a burst keeps that chat waiting for as long as it says, and no other', async () => {
    server.on('sendMessage', (_params, nth) =>
      nth === 3 ? { error: 429, description: 'Too Many Requests', retryAfter: 3 } : { result: { message_id: nth } },
    )
    await send()
    await send()
    expect(await failureOf(send())).toMatchObject({ code: 'rate-limited', retryAfterMs: 3000 })
    await telegram.messenger.sendMessage('7002', { html: 'oi' })
    expect(clock.slept).toEqual([])
    await send()
    expect(clock.slept[0]).toBe(3000)
  })

  it('of a chat that was within its own limit keeps the whole bot waiting', async () => {
    server.on('sendMessage', (_params, nth) =>
      nth === 1 ? { error: 429, description: 'Too Many Requests', retryAfter: 3 } : { result: { message_id: nth } },
    )
    await failureOf(send())
    await telegram.messenger.sendMessage('7002', { html: 'oi' })
    expect(clock.slept).toEqual([3000])
  })

  it('of an hour is given back at once, without a call', async () => {
    server.on('sendMessage', () => ({ error: 429, description: 'Too Many Requests', retryAfter: 3600 }))
    await failureOf(send())
    expect(await failureOf(send())).toMatchObject({ code: 'rate-limited', retryAfterMs: 3_600_000 })
    expect(server.calls).toHaveLength(1)
  })
})

describe('what is already as it should be', () => {
  it('is success for a press: too old to be answered', async () => {
    server.on('answerCallbackQuery', () => ({
      error: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    }))
    await telegram.messenger.answerCallback('Q', undefined)
    expect(server.calls[0]?.params).toEqual({ callback_query_id: 'Q' })
  })

  it.each([
    'Bad Request: message is not modified: specified new message content is the same',
    'Bad Request: message to edit not found',
    "Bad Request: message can't be edited",
  ])('is success for buttons: %s', async (description) => {
    server.on('editMessageReplyMarkup', () => ({ error: 400, description }))
    await telegram.messenger.clearButtons('7001', 5)
    expect(server.calls[0]?.params).toEqual({ chat_id: 7001, message_id: 5 })
  })

  it.each([
    [400, 'Bad Request: chat not found'],
    [403, 'Forbidden: bot is not a member of the supergroup chat'],
    [400, 'Bad Request: group chat was upgraded to a supergroup chat'],
  ])('is success for a group to leave: %i %s', async (error, description) => {
    server.on('leaveChat', () => ({ error, description }))
    await telegram.messenger.leaveChat('-1007001')
    expect(server.calls[0]?.params).toEqual({ chat_id: -1_007_001 })
  })

  it('is not: another refusal of either', async () => {
    server.on('answerCallbackQuery', () => ({ error: 400, description: 'Bad Request: something else' }))
    expect(await failureOf(telegram.messenger.answerCallback('Q', 'x'.repeat(300)))).toMatchObject({ code: 'refused' })
    expect(String(server.calls[0]?.params.text)).toHaveLength(200)
  })
})

describe('"digitando…"', () => {
  it('is shown in its chat', async () => {
    server.on('sendChatAction', () => ({ result: true }))
    telegram.presence.typing('7001')
    expect((await server.called('sendChatAction')).params).toEqual({ chat_id: 7001, action: 'typing' })
  })

  it('fails without anybody hearing of it, eight at a time, and heeds a 429', async () => {
    server.on('sendChatAction', (_params, nth) => (response) => {
      if (nth === 1) response.destroy()
      else if (nth === 2) response.writeHead(429).end('{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":9}}')
    })
    telegram.presence.typing('7001')
    await server.called('sendChatAction')
    for (let chat = 1; chat <= 20; chat += 1) telegram.presence.typing(String(chat))
    await server.called('sendChatAction', 8)
    await expect.poll(() => failureOf(telegram.messenger.sendMessage('1', { html: 'oi' }))).toMatchObject({ code: 'rate-limited' })
    expect(server.callsOf('sendChatAction').length).toBeLessThanOrEqual(9)
  })
})

describe('the bot’s profile', () => {
  it('lists the commands that have a description, in the fixed order', async () => {
    server.on('setMyCommands', () => ({ result: true }))
    await telegram.profile.setCommands({ ajuda: 'Como usar', start: 'Começar' })
    expect(server.calls[0]?.params).toEqual({
      commands: [
        { command: 'start', description: 'Começar' },
        { command: 'ajuda', description: 'Como usar' },
      ],
    })
  })

  it('says who the token is, and refuses one that is nobody’s', async () => {
    server.on('getMe', (_params, nth) =>
      nth === 1
        ? { result: { id: 42, is_bot: true, first_name: 'Plantão', username: 'plantao_bot' } }
        : { error: 401, description: 'Unauthorized' },
    )
    expect(await telegram.profile.whoAmI()).toEqual({ id: 42, username: 'plantao_bot' })
    expect(await failureOf(telegram.profile.whoAmI())).toMatchObject({ code: 'unauthorized' })
  })
})
