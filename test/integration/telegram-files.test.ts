import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { inspect } from 'node:util'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { AppError } from '../../src/domain/errors.js'
import type { FileRef } from '../../src/domain/file.js'
import { silentLogger } from '../../src/lib/logger.js'
import { createTelegram, type Telegram } from '../../src/telegram/telegram.js'
import { JumpingClock, startFakeBotApi, TOKEN, type BotAnswer, type FakeBotApi } from '../unit/telegram/fake-bot-api.js'

const FILE: FileRef = { fileId: 'F', uniqueId: 'U', kind: 'document', name: 'tela.png', mime: 'image/png' }
const BYTES = randomBytes(300_000)

let server: FakeBotApi
let files: Telegram['files']

beforeEach(async () => {
  server = await startFakeBotApi()
  files = createTelegram({
    token: server.token,
    apiRoot: server.root,
    clock: new JumpingClock(),
    logger: silentLogger,
    timeoutMs: 300,
    idleTimeoutMs: 100,
  }).files
  located('documents/tela 1.png')
  server.onFile((_path, response) => void response.writeHead(200, { 'content-length': BYTES.length }).end(BYTES))
})

afterEach(async () => {
  vi.useRealTimers()
  await server.close()
})

function located(file_path: string, file_size: number | undefined = BYTES.length): void {
  server.on('getFile', () => ({ result: { file_id: 'F', file_unique_id: 'U', file_path, file_size } }))
}

async function read(file = FILE): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of (await files.open(file)).stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function failureOf(made: Promise<unknown>): Promise<AppError> {
  const error: unknown = await made.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error('no AppError')
  const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)
  expect(shown).not.toContain(TOKEN)
  expect(shown).not.toContain('documents')
  return error
}

describe('opening a file', () => {
  it('gives its size, type and bytes exactly, from a path encoded step by step', async () => {
    const paths: string[] = []
    server.onFile((path, response) => {
      paths.push(path)
      response.writeHead(200, { 'content-length': BYTES.length, 'content-type': 'application/octet-stream' }).end(BYTES)
    })
    const { size, mime } = await files.open(FILE)
    expect({ size, mime }).toEqual({ size: BYTES.length, mime: 'image/png' })
    expect((await read()).equals(BYTES)).toBe(true)
    expect(paths[0]).toBe('documents/tela%201.png')
  })

  it('asks for a fresh path each time, since one expires', async () => {
    await read()
    await read()
    expect(server.callsOf('getFile')).toHaveLength(2)
  })

  it('takes the size from getFile where the download has none', async () => {
    server.onFile((_path, response) => void response.writeHead(200).end(BYTES))
    expect((await read()).equals(BYTES)).toBe(true)
    expect((await files.open(FILE)).size).toBe(BYTES.length)
  })

  const answers: [string, BotAnswer, object][] = [
    ['too big', { error: 400, description: 'Bad Request: file is too big' }, { code: 'file-too-big', retry: 'never' }],
    ['unknown', { error: 400, description: 'Bad Request: invalid file_id' }, { code: 'file-gone', retry: 'never' }],
    [
      'perhaps only away',
      { error: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable' },
      { code: 'file-gone', retry: 'safe' },
    ],
    ['of a revoked token', { error: 401, description: 'Unauthorized' }, { code: 'unauthorized', retry: 'safe' }],
    ['without a path', { result: { file_id: 'F', file_unique_id: 'U' } }, { code: 'bad-answer', retry: 'safe' }],
    ['with a path that climbs', { result: { file_path: '../../getMe' } }, { code: 'bad-answer', retry: 'safe' }],
  ]
  it.each(answers)('fails for one %s', async (_what, answer, expected) => {
    server.on('getFile', () => answer)
    expect(await failureOf(files.open(FILE))).toMatchObject(expected)
  })

  it.each([
    [404, { code: 'not-found', retry: 'safe' }],
    [401, { code: 'unauthorized', retry: 'safe' }],
    [429, { code: 'rate-limited', retry: 'safe', retryAfterMs: 2000 }],
    [503, { code: 'server-error', retry: 'safe' }],
    [302, { code: 'unreachable', retry: 'safe' }],
  ])('fails for a download answered %i', async (status, expected) => {
    server.onFile((_path, response) => void response.writeHead(status, { 'retry-after': '2', location: '/x' }).end())
    expect(await failureOf(files.open(FILE))).toMatchObject(expected)
  })

  it('fails when the download does not begin in time, or cannot', async () => {
    server.onFile(() => {})
    expect(await failureOf(files.open(FILE))).toMatchObject({ code: 'timeout', retry: 'safe' })
    server.onFile((_path, response) => void response.destroy())
    expect(await failureOf(files.open(FILE))).toMatchObject({ code: 'unreachable', retry: 'safe' })
  })
})

describe('reading a file', () => {
  const cases: [string, string, number | undefined][] = [
    ['shorter than getFile said', 'shorter', BYTES.length + 1],
    ['longer than getFile said', 'longer', BYTES.length - 1],
  ]
  it.each(cases)('fails when it is %s', async (_what, reason, size) => {
    located('documents/a', size)
    server.onFile((_path, response) => void response.writeHead(200).end(BYTES))
    expect(await failureOf(read())).toMatchObject({ code: 'bad-answer', retry: 'safe', context: { reason } })
  })

  it('fails when the connection is cut half way', async () => {
    server.onFile((_path, response) => {
      response.writeHead(200, { 'content-length': BYTES.length })
      response.write(BYTES.subarray(0, 1000), () => response.destroy())
    })
    expect(await failureOf(read())).toMatchObject({ code: 'bad-answer', retry: 'safe' })
  })

  it('fails when the bytes stop coming', async () => {
    server.onFile((_path, response) => {
      response.writeHead(200, { 'content-length': BYTES.length })
      response.write(BYTES.subarray(0, 1000))
    })
    expect(await failureOf(read())).toMatchObject({ code: 'timeout', retry: 'safe' })
  })

  it('does not count the time its reader takes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { stream } = await files.open(FILE)
    let count = 0
    for await (const piece of stream) {
      vi.advanceTimersByTime(60_000)
      count += piece.byteLength
    }
    expect(count).toBe(BYTES.length)
  })
})

describe('the head of a file', () => {
  it('is its first bytes, and the rest is not downloaded', async () => {
    const closed = new Promise<unknown>((resolve) => {
      server.onFile((_path, response) => {
        resolve(once(response, 'close'))
        response.writeHead(200, { 'content-length': 1_000_000_000 })
        response.write(BYTES.subarray(0, 5000))
      })
    })
    const head = await files.head(FILE, 4100)
    expect(Buffer.from(head).equals(BYTES.subarray(0, 4100))).toBe(true)
    await closed
  })

  it('of a short file is all of it', async () => {
    server.onFile((_path, response) => void response.writeHead(200, { 'content-length': 3 }).end('GIF'))
    expect(Buffer.from(await files.head(FILE, 4100)).toString()).toBe('GIF')
  })
})
