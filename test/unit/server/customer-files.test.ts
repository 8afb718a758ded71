import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../../src/domain/errors.js'
import type { FileRef } from '../../../src/domain/file.js'
import { createLogger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import type { FileSource } from '../../../src/outbox/ports.js'
import { createCustomerFiles } from '../../../src/server/customer-files.js'
import { createFileLinks } from '../../../src/server/file-links.js'
import { createServer, type HttpServer } from '../../../src/server/server.js'
import { FakeClock } from '../../support/fake-clock.js'

const PUBLIC_URL = 'https://plantao.exemplo.invalid'
const FILE: FileRef = { fileId: 'F1', uniqueId: 'U1', kind: 'document', name: 'março “2”.pdf', size: 11 }
const ISSUED_AT = 1_000

/** What each download is made of, and how many of those that were begun have ended. */
class Telegram implements FileSource {
  opened: FileRef[] = []
  ended = 0
  size = 11
  fails: Error | undefined
  opening = Promise.resolve()
  pieces: () => AsyncIterable<Uint8Array> = () => this.#bytes('conteúdo!!')

  async open(file: FileRef) {
    if (this.fails) throw this.fails
    this.opened.push(file)
    await this.opening
    return { size: this.size, mime: 'text/html', stream: this.#counted() }
  }

  /** Gives its first bytes, and no more until it is given up. */
  hang(): void {
    this.size = 100
    this.pieces = async function* () {
      yield Buffer.from('begin')
      await new Promise((resolve) => setTimeout(resolve, 50))
      yield Buffer.from('more')
      await new Promise((resolve) => setTimeout(resolve, 50))
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        yield Buffer.alloc(0)
      }
    }
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.pieces()
    } finally {
      this.ended += 1
    }
  }

  async *#bytes(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text.slice(0, 3))
    yield Buffer.from(text.slice(3))
  }
}

let clock: FakeClock
let telegram: Telegram
let server: HttpServer
let base: string
let log: string
let forgotten: Map<string, number>

const keys = () => createFileLinks({ secrets: [new Secret('one')], publicUrl: PUBLIC_URL, clock })
const pathOf = (file = FILE, chatId = '700100', links = keys()): string =>
  (links.mint({ file, chatId, issuedAt: ISSUED_AT }) ?? '').slice(PUBLIC_URL.length)

beforeEach(async () => {
  clock = new FakeClock()
  telegram = new Telegram()
  forgotten = new Map()
  log = ''
  const logger = createLogger('trace', {
    write: (line: string) => {
      log += line
    },
  })
  const links = keys()
  server = createServer({
    port: 0,
    checks: {},
    metrics: { contentType: 'text/plain', render: async () => '' },
    metricsToken: undefined,
    prefixes: {
      '/arquivos/': createCustomerFiles({
        open: (token) => links.open(token),
        files: telegram,
        forgottenAt: async (chatId) => forgotten.get(chatId),
        logger,
      }),
    },
    logger,
    clock,
  })
  base = `http://127.0.0.1:${await server.start()}`
})

afterEach(async () => {
  const stop = server.stop()
  await clock.advance(2_000)
  await stop
  expect(log).not.toContain('arquivos')
  expect(log).not.toContain('F1')
})

/** A download of which the head has come, and nothing is read. */
async function begin(path: string): Promise<IncomingMessage> {
  const sent = get(base + path, { agent: false })
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.on('error', () => undefined)
  return response
}

/** What comes back to these very bytes. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(base).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (piece) => (answer += String(piece)))
  socket.end(bytes)
  await once(socket, 'close')
  return answer
}

/** Until it is so; a test that waits in vain times out. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe("a customer's file over HTTP", () => {
  it('comes as it is, to be saved and never shown', async () => {
    const response = await fetch(base + pathOf())
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('conteúdo!!')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '11',
      'content-disposition': `attachment; filename="marco 2.pdf"; filename*=UTF-8''mar%C3%A7o%202.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(telegram.opened).toMatchObject([{ fileId: 'F1', kind: 'document', size: 11 }])
    expect(telegram.ended).toBe(1)
  })

  it('of a page or a drawing is bytes', async () => {
    for (const name of ['a.html', 'a.svg', 'a.xhtml', 'a.xml', 'a']) {
      const response = await fetch(base + pathOf({ ...FILE, name }))
      await response.text()
      expect(response.headers.get('content-type')).toBe('application/octet-stream')
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w ]+\.(?:bin|xml)"/u)
    }
  })

  it('can be had more than once, since chats look at links before people do', async () => {
    const path = pathOf()
    for (let i = 0; i < 4; i += 1) expect(await (await fetch(`${base}${path}?preview=1`)).text()).toBe('conteúdo!!')
  })

  it('answers HEAD with the same head, and gives the download back', async () => {
    const path = pathOf()
    const head = await fetch(base + path, { method: 'HEAD' })
    const whole = await fetch(base + path)
    await whole.text()
    const headers = (response: Response) =>
      [...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name))
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(headers(head)).toEqual(headers(whole))
    await until(() => telegram.ended === 2)
  })

  it('gives one and the same answer to all that is not ours', async () => {
    const good = pathOf()
    const other = createFileLinks({ secrets: [new Secret('two')], publicUrl: PUBLIC_URL, clock })
    const paths = ['/arquivos/', '/arquivos/x', `${good}A`, `${good}/`, good.slice(0, -2), pathOf(FILE, '1', other)]
    const answers = new Set<string>()
    for (const path of [...paths, `/arquivos/${'A'.repeat(3_000)}`, '/arquivos/%00%ff', '/arquivos//etc/passwd']) {
      const response = await fetch(base + path)
      const headers = { ...Object.fromEntries(response.headers), date: '' }
      answers.add(JSON.stringify([response.status, await response.text(), headers]))
    }
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toContain('[404,"Arquivo não encontrado."')
    expect(telegram.opened).toEqual([])
  })

  it.each([
    ['dots', (good: string) => `GET ${good.replace('/arquivos/', '/arquivos/../arquivos/')} HTTP/1.1`, '404'],
    ['encoded slashes', (good: string) => `GET ${good.replace('/arquivos/', '/arquivos%2f')} HTTP/1.1`, '404'],
    ['encoded dots', () => 'GET /arquivos/%2e%2e%2fmetrics HTTP/1.1', '404'],
    ['a whole address', (good: string) => `GET http://elsewhere.invalid${good} HTTP/1.1`, '404'],
    ['20,000 characters', () => `GET /arquivos/${'A'.repeat(20_000)} HTTP/1.1`, '431'],
    ['line ends in its path', (good: string) => `GET ${good}\u000b\u0000 HTTP/1.1`, '400'],
    ['another verb', (good: string) => `PROPFIND ${good} HTTP/1.1`, '405'],
    ['no HTTP', () => 'what?', '400'],
  ])('asked for with %s is not given', async (_what, line, status) => {
    expect(await raw(`${line(pathOf())}\r\nhost: x\r\nconnection: close\r\n\r\n`)).toContain(`HTTP/1.1 ${status}`)
    expect(telegram.opened).toEqual([])
  })

  it('comes whole where a part is asked for, whatever else stands in the request', async () => {
    const headers = { range: 'bytes=0-1', 'if-range': 'x', 'accept-encoding': 'gzip', origin: 'https://elsewhere.invalid' }
    const response = await fetch(`${base}${pathOf()}?x=%00`, { headers })
    expect([response.status, await response.text()]).toEqual([200, 'conteúdo!!'])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('content-encoding')).toBeNull()
  })

  it('is over after seven days', async () => {
    const path = pathOf()
    await clock.advance(7 * 24 * 60 * 60_000)
    expect((await fetch(base + path)).status).toBe(410)
    expect(telegram.opened).toEqual([])
  })

  it('is over when its chat was forgotten after it was sent, and no other chat is', async () => {
    forgotten.set('700100', ISSUED_AT)
    expect((await fetch(base + pathOf())).status).toBe(410)
    expect((await fetch(base + pathOf(FILE, '700200'))).status).toBe(200)
    forgotten.set('700100', ISSUED_AT - 1)
    expect((await fetch(base + pathOf())).status).toBe(200)
  })

  it('is not put, posted or deleted', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await fetch(base + pathOf(), { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  it('asks to come again when Telegram cannot give it now', async () => {
    telegram.fails = new AppError('rate-limited', 'no', { retry: 'safe', retryAfterMs: 2_500 })
    const limited = await fetch(base + pathOf())
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([503, '3'])
    telegram.fails = new Error('https://api.telegram.org/file/bot1:secret/F1')
    const broken = await fetch(base + pathOf())
    expect([broken.status, broken.headers.get('retry-after')]).toEqual([503, '10'])
    expect(await broken.text()).not.toContain('secret')
    telegram.fails = undefined
    expect((await fetch(base + pathOf())).status).toBe(200)
  })

  it('says so when Telegram will never have it again', async () => {
    telegram.fails = new AppError('file-gone', 'no', { retry: 'never' })
    expect((await fetch(base + pathOf())).status).toBe(410)
  })
})

describe('a download that goes wrong', () => {
  it('ends broken when it is cut, not as a short file', async () => {
    telegram.size = 100
    telegram.pieces = async function* () {
      yield Buffer.from('half')
      throw new AppError('bad-answer', 'cut', { retry: 'safe' })
    }
    const response = await fetch(base + pathOf())
    expect(response.status).toBe(200)
    await expect(response.arrayBuffer()).rejects.toThrow()
    await until(() => telegram.ended === 1)
  })

  it('ends broken when it is cut before its first byte', async () => {
    telegram.pieces = async function* () {
      throw new AppError('timeout', 'cut', { retry: 'safe' })
      yield Buffer.from('never')
    }
    await expect(fetch(base + pathOf()).then((response) => response.arrayBuffer())).rejects.toThrow()
    await until(() => telegram.ended === 1)
  })

  it('frees everything when its reader goes away', async () => {
    telegram.hang()
    const response = await begin(pathOf())
    expect(telegram.ended).toBe(0)
    response.destroy()
    await until(() => telegram.ended === 1)
    telegram.pieces = async function* () {
      yield Buffer.alloc(100)
    }
    const paths = Array.from({ length: 8 }, () => pathOf())
    const statuses = await Promise.all(paths.map(async (path) => (await begin(path)).resume().statusCode))
    expect(statuses).toEqual(paths.map(() => 200))
  })

  it('frees everything when its reader goes away before it is open', async () => {
    let isOpen = (): void => {}
    telegram.opening = new Promise((resolve) => {
      isOpen = resolve
    })
    const sent = get(base + pathOf(), { agent: false })
    sent.on('error', () => undefined)
    await until(() => telegram.opened.length === 1)
    sent.destroy()
    await until(() => sent.closed)
    await new Promise((resolve) => setTimeout(resolve, 50))
    isOpen()
    await until(() => telegram.ended === 1)
  })

  it('is cut off when it is read too slowly', async () => {
    const piece = Buffer.alloc(64 * 1024)
    telegram.size = 4_000 * piece.length
    telegram.pieces = async function* () {
      for (let i = 0; i < 4_000; i += 1) yield piece
    }
    const response = await begin(pathOf())
    const closed = new Promise((resolve) => response.once('close', resolve))
    await clock.advance(4 * 60_000)
    expect(telegram.ended).toBe(0)
    await clock.advance(60_000)
    await until(() => telegram.ended === 1)
    response.resume()
    await closed
    expect(response.complete).toBe(false)
  })

  it('has a bound of eight at once, and of three for one link', async () => {
    telegram.hang()
    const path = pathOf()
    const ofOne = await Promise.all([path, path, path].map(begin))
    const fourth = await fetch(base + path)
    expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([429, '10'])
    const others = await Promise.all(Array.from({ length: 5 }, () => begin(pathOf())))
    const ninth = await fetch(base + pathOf())
    expect([ninth.status, ninth.headers.get('retry-after')]).toEqual([503, '10'])
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    for (const response of [...ofOne, ...others]) response.destroy()
    await until(() => telegram.ended === 8)
    const again = await begin(path)
    expect(again.statusCode).toBe(200)
    again.destroy()
    await until(() => telegram.ended === 9)
  })
})
