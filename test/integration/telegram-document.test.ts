import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../src/domain/errors.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { startTelegram, type TelegramStandIn } from '../../src/sandbox/telegram.js'
import { createTelegram, type Telegram } from '../../src/telegram/telegram.js'
import { JumpingClock } from '../unit/telegram/fake-bot-api.js'

const CHAT = 7_001
let standIn: TelegramStandIn
let telegram: Telegram

beforeEach(async () => {
  standIn = await startTelegram({ token: '4242:made-up' })
  const token = new Secret('4242:made-up')
  telegram = createTelegram({ token, apiRoot: standIn.url, clock: new JumpingClock(), logger: silentLogger })
  standIn.user(CHAT)
})

afterEach(() => standIn.stop())

const bytes = Buffer.alloc(300_000, 'a PDF of many pieces ')

async function* pieces(until = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < until; at += 50_000) yield await Promise.resolve(bytes.subarray(at, at + 50_000))
  if (until < bytes.length) throw new AppError('unreachable', 'cut', { retry: 'safe' })
}

const send = (stream: AsyncIterable<Uint8Array>, html = 'Fatura de <b>julho</b>'): Promise<{ messageId: number }> =>
  telegram.messenger.sendDocument(String(CHAT), { upload: { fileName: 'fatura.pdf', stream }, html })

describe('a document', () => {
  it('arrives whole, with its name and its caption', async () => {
    const { messageId } = await send(pieces())
    const [message] = standIn.user(CHAT).messages
    expect(message).toMatchObject({ messageId, text: 'Fatura de julho', document: { fileName: 'fatura.pdf' } })
    expect(message?.document?.bytes.equals(bytes)).toBe(true)
  })

  it('keeps a name with blanks and semicolons whole, since its part says it in quotes', async () => {
    const upload = { fileName: 'manual; da "rede" nova.pdf', stream: pieces() }
    await telegram.messenger.sendDocument(String(CHAT), { upload, html: '' })
    const [message] = standIn.user(CHAT).messages
    expect(message?.document?.fileName).toBe("manual; da 'rede' nova.pdf")
  })

  it('that is cut on its way does not arrive, and is worth another try', async () => {
    await expect(send(pieces(100_000))).rejects.toMatchObject({ name: 'AppError', retry: 'safe' })
    expect(standIn.user(CHAT).messages).toEqual([])
  })

  it('to a customer who blocked the bot is not sent again', async () => {
    standIn.user(CHAT).block()
    await expect(send(pieces())).rejects.toMatchObject({ code: 'chat-gone', retry: 'never' })
  })
})
