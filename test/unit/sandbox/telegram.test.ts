import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startStandIn } from '../../../src/sandbox/http/server.js'
import { startTelegram, type TelegramStandIn } from '../../../src/sandbox/telegram.js'
import type { TelegramUser } from '../../../src/sandbox/telegram/user.js'

interface Answer {
  ok: boolean
  error_code?: number
  description?: string
  parameters?: { retry_after?: number }
  result?: unknown
}

let telegram: TelegramStandIn
let user: TelegramUser
let now = 1_750_000_000_000

beforeEach(async () => {
  now = 1_750_000_000_000
  telegram = await startTelegram({ token: '1:abc', now: () => now })
  user = telegram.user(42, { firstName: 'Ana', phone: '5537990000001' })
})

afterEach(async () => {
  await telegram.stop()
})

async function call(method: string, params: unknown = {}, token = '1:abc'): Promise<Answer> {
  const response = await fetch(`${telegram.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await response.json()) as Answer
}

async function updates(params: unknown = {}): Promise<{ update_id: number; [kind: string]: unknown }[]> {
  return (await call('getUpdates', params)).result as { update_id: number }[]
}

describe('getUpdates', () => {
  it('hands the same updates out again until an offset confirms them, and then never more', async () => {
    user.sendText('um')
    user.sendText('dois')
    const first = await updates()
    expect(first).toHaveLength(2)
    expect(first[1]!.update_id).toBe(first[0]!.update_id + 1)
    expect(await updates()).toEqual(first)
    expect(await updates({ offset: first[1]!.update_id })).toEqual([first[1]])
    expect(await updates({ offset: 0 })).toEqual([first[1]])
  })

  it('keeps to the limit, and to the last ones for a negative offset', async () => {
    for (const text of ['a', 'b', 'c']) user.sendText(text)
    expect(await updates({ limit: 2 })).toHaveLength(2)
    expect(await updates({ offset: -1 })).toMatchObject([{ message: { text: 'c' } }])
    expect(await updates()).toHaveLength(1)
  })

  it('waits for the next update and answers as soon as it comes', async () => {
    const polling = updates({ timeout: 30 })
    while (telegram.ledger.count === 0) await new Promise((resolve) => setImmediate(resolve))
    user.sendText('oi')
    expect(await polling).toMatchObject([{ message: { text: 'oi', chat: { id: 42, type: 'private' } } }])
  })

  it('ends the earlier of two polls with 409', async () => {
    const earlier = call('getUpdates', { timeout: 30 })
    while (telegram.ledger.count === 0) await new Promise((resolve) => setImmediate(resolve))
    const later = updates({ timeout: 30 })
    expect(await earlier).toMatchObject({ ok: false, error_code: 409 })
    user.sendText('oi')
    expect(await later).toHaveLength(1)
  })

  it('tells only of the kinds asked for', async () => {
    await updates({ allowed_updates: ['message'] })
    const id = user.sendText('oi')
    user.editText(id, 'olá')
    expect(await updates()).toHaveLength(1)
  })

  it('is refused while a webhook is set', async () => {
    await call('setWebhook', { url: 'http://127.0.0.1:9/never' })
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 })
    await call('deleteWebhook')
    expect(await call('getUpdates')).toMatchObject({ ok: true })
  })
})

describe('sendMessage', () => {
  it.each([
    ['a wrong token', () => call('getMe', {}, '1:wrong'), 401, 'Unauthorized'],
    ['an empty text', () => call('sendMessage', { chat_id: 42, text: ' ' }), 400, 'message text is empty'],
    ['a long text', () => call('sendMessage', { chat_id: 42, text: 'a'.repeat(4097) }), 400, 'message is too long'],
    ['a stranger’s chat', () => call('sendMessage', { chat_id: 43, text: 'oi' }), 400, 'chat not found'],
    [
      'a keyboard of wrong shape',
      () => call('sendMessage', { chat_id: 42, text: 'oi', reply_markup: { rows: [] } }),
      400,
      'reply keyboard',
    ],
    [
      'a button without action',
      () => call('sendMessage', { chat_id: 42, text: 'oi', reply_markup: { inline_keyboard: [[{ text: 'x' }]] } }),
      400,
      'inline keyboard',
    ],
    [
      'data of 65 bytes',
      () =>
        call('sendMessage', {
          chat_id: 42,
          text: 'oi',
          reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'é'.repeat(33) }]] },
        }),
      400,
      'BUTTON_DATA_INVALID',
    ],
  ])('refuses %s', async (_what, ask, code, words) => {
    const answer = await ask()
    expect(answer).toMatchObject({ ok: false, error_code: code })
    expect(answer.description).toContain(words)
    expect(user.messages).toEqual([])
  })

  it('counts the characters after parsing', async () => {
    const text = `<b>${'&lt;'.repeat(4096)}</b>`
    expect(await call('sendMessage', { chat_id: 42, text, parse_mode: 'HTML' })).toMatchObject({ ok: true })
    expect(user.messages[0]!.text).toBe('<'.repeat(4096))
  })

  it('is refused by who blocked the bot, and told when to try again', async () => {
    user.block()
    expect(await call('sendMessage', { chat_id: 42, text: 'oi' })).toMatchObject({ error_code: 403 })
    user.unblock()
    telegram.faults.arm('* */sendMessage', { kind: 'rateLimit', retryAfterS: 7 })
    expect(await call('sendMessage', { chat_id: 42, text: 'oi' })).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 7 },
    })
  })

  it('reaches who waits for it', async () => {
    const waiting = user.waitFor(/protocolo/u)
    await call('sendMessage', { chat_id: 42, text: 'oi' })
    await call('sendMessage', { chat_id: 42, text: 'o <b>protocolo</b>', parse_mode: 'HTML' })
    expect((await waiting).entities).toEqual([{ type: 'bold', offset: 2, length: 9 }])
    await expect(user.waitFor(/nunca/u, { timeoutMs: 10 })).rejects.toThrow('waited 10 ms')
  })
})

describe('HTML', () => {
  const send = async (text: string): Promise<Answer> =>
    await call('sendMessage', { chat_id: 42, text, parse_mode: 'HTML' })

  it.each([
    '<b>a <i>b</i></b> <code>c</code> <a href="https://exemplo.invalid/?a=1&amp;b=2">d</a>',
    '<pre><code class="language-log">x</code></pre><blockquote expandable>y</blockquote><tg-spoiler>z</tg-spoiler>',
    '&lt;tag&gt; &amp; &quot; &#39; &#x27; 1 > 0 R&D &nome;',
    '<span class="tg-spoiler">x</span><u>a</u><s>b</s>',
  ])('takes %s', async (html) => {
    expect(await send(html)).toMatchObject({ ok: true })
  })

  it.each([
    ['<b>a', `Can't find end tag corresponding to start tag "b"`],
    ['<b><i>a</b></i>', 'Unmatched end tag'],
    ['a</b>', 'Unexpected end tag'],
    ['<div>a</div>', 'Unsupported start tag "div"'],
    ['a < b', 'Unsupported start tag'],
    ['<span>a</span>', 'Unsupported start tag "span"'],
    ['linha<br/>quebrada', 'Un'],
    ['<b class="x"', 'Unclosed start tag'],
  ])('refuses %s', async (html, why) => {
    const answer = await send(html)
    expect(answer).toMatchObject({ ok: false, error_code: 400 })
    expect(answer.description).toContain(`can't parse entities: ${why}`)
  })
})

describe('a press of a button', () => {
  const card = async (): Promise<void> => {
    const inline = { inline_keyboard: [[{ text: '✅ Confirmar', callback_data: 'c:1' }]] }
    await call('sendMessage', { chat_id: 42, text: 'Posso abrir?', reply_markup: inline })
  }

  it('comes with its message and may be answered once, within 15 seconds', async () => {
    await card()
    const id = user.pressButton('confirmar')!
    expect(await updates()).toMatchObject([
      { callback_query: { id, data: 'c:1', message: { text: 'Posso abrir?' }, from: { id: 42 } } },
    ])
    expect(await call('answerCallbackQuery', { callback_query_id: id, text: 'ok' })).toMatchObject({ ok: true })
    expect(user.callbackAnswer(id)).toBe('ok')
    expect(await call('answerCallbackQuery', { callback_query_id: id })).toMatchObject({ error_code: 400 })
    const late = user.pressButton('c:1')!
    now += 16_000
    expect((await call('answerCallbackQuery', { callback_query_id: late })).description).toContain('query is too old')
  })

  it('finds the buttons gone once they are edited away, and refuses an edit that changes nothing', async () => {
    await card()
    const edit = { chat_id: 42, message_id: user.messages[0]!.messageId }
    expect(await call('editMessageReplyMarkup', edit)).toMatchObject({ ok: true })
    expect((await call('editMessageReplyMarkup', edit)).description).toContain('message is not modified')
    expect(() => user.pressButton('Confirmar')).toThrow('no button')
    expect(user.messages[0]).toMatchObject({ edits: 1, buttons: [] })
  })

  it('of the contact button shares the sender’s own contact', async () => {
    const keyboard = {
      keyboard: [[{ text: 'Enviar meu contato', request_contact: true }], ['Não consigo']],
      resize_keyboard: true,
    }
    await call('sendMessage', { chat_id: 42, text: 'Seu contato?', reply_markup: keyboard })
    user.pressButton('Enviar meu contato')
    user.shareForeignContact('5537990000002', 43)
    user.forwardContact('5537990000002')
    expect(await updates()).toMatchObject([
      { message: { contact: { phone_number: '5537990000001', user_id: 42 } } },
      { message: { contact: { user_id: 43 } } },
      { message: { contact: { user_id: 42 }, forward_origin: { type: 'user' } } },
    ])
  })
})

describe('files', () => {
  const message = async (): Promise<Record<string, unknown>> =>
    (await updates()).at(-1)!.message as Record<string, unknown>

  it('come back byte for byte, the largest size of a photo last', async () => {
    const bytes = Buffer.from('uma foto inteira')
    user.sendFile(bytes, { as: 'photo', caption: 'a luz', albumId: '9' })
    const {
      photo,
      caption,
      media_group_id: album,
    } = (await message()) as { photo: { file_id: string }[]; caption: string; media_group_id: string }
    expect([caption, album]).toEqual(['a luz', '9'])
    const file = (await call('getFile', { file_id: photo.at(-1)!.file_id })).result as {
      file_path: string
      file_size: number
    }
    expect(file.file_size).toBe(bytes.length)
    const fetched = await fetch(`${telegram.url}/file/bot1:abc/${file.file_path}`)
    expect(Buffer.from(await fetched.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await fetch(`${telegram.url}/file/bot1:wrong/${file.file_path}`)).status).toBe(401)
  })

  it('over 20 MB cannot be fetched', async () => {
    user.sendFile(Buffer.from('x'), { as: 'document', name: 'a.zip', declaredSize: 21 * 1024 * 1024 })
    const { document } = (await message()) as { document: { file_id: string } }
    expect((await call('getFile', { file_id: document.file_id })).description).toContain('file is too big')
  })
})

describe('a group', () => {
  it('is heard and written to while the bot is in it, and left', async () => {
    const group = telegram.group(-5, 'supergroup')
    group.say('ninguém ouve')
    expect((await call('sendMessage', { chat_id: -5, text: 'oi' })).description).toContain('not a member')
    group.add()
    group.say('oi')
    const updates = (await call('getUpdates')).result as Record<string, unknown>[]
    expect(updates.map((update) => Object.keys(update)[1])).toEqual(['my_chat_member', 'message', 'message'])
    expect(updates[2]).toMatchObject({ message: { text: 'oi', chat: { id: -5, type: 'supergroup' } } })
    expect((await call('sendMessage', { chat_id: -5, text: 'tchau' })).ok).toBe(true)
    expect((await call('leaveChat', { chat_id: -5 })).ok).toBe(true)
    expect([group.hasBot, group.messages.map(({ text }) => text)]).toEqual([false, ['tchau']])
    expect((await call('leaveChat', { chat_id: -5 })).error_code).toBe(403)
  })
})

describe('the webhook', () => {
  it('delivers updates with the secret, in their order, until they are taken', async () => {
    const heard: { secret: string | null; text: unknown }[] = []
    const bot = await startStandIn({
      routes: [
        {
          method: 'POST',
          path: '/telegram/webhook',
          handle: ({ headers, body }) => {
            const { text } = body.fields.message as { text: string }
            heard.push({ secret: String(headers['x-telegram-bot-api-secret-token']), text })
            return { status: heard.length === 1 ? 500 : 200 }
          },
        },
      ],
      notFound: () => ({ status: 404 }),
      rateLimited: () => ({ status: 429 }),
      setTokensValid: () => {},
      state: () => undefined,
    })
    await call('setWebhook', { url: `${bot.url}/telegram/webhook`, secret_token: 'segredo' })
    user.sendText('um')
    user.sendText('dois')
    while (heard.length < 3) await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toEqual(['um', 'um', 'dois'].map((text) => ({ secret: 'segredo', text })))
    await bot.stop()
  })
})
