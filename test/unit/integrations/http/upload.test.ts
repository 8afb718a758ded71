import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'

import { afterEach, describe, expect, it } from 'vitest'

import { AppError } from '../../../../src/domain/errors.js'
import type { Upload } from '../../../../src/outbox/ports.js'
import { apiOf, failureOf, uploadThing } from '../../../support/http-api.js'
import { badGateway, startJsonServer, type Reply } from '../../../support/json-server.js'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(reply: Reply = { status: 204, text: '' }) {
  const server = await startJsonServer(() => reply)
  const api = apiOf(server.url)
  cleanups.push(() => server.close(), () => api.close())
  return { server, send: (upload: Upload) => api.call(uploadThing, { upload }) }
}

async function* chunksOf(bytes: Buffer, size = 60_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const uploadOf = (bytes: Buffer, over: Partial<Upload> = {}): Upload => ({
  fileName: 'foto.jpg',
  mime: 'image/jpeg',
  size: bytes.length,
  stream: chunksOf(bytes),
  ...over,
})

/** The part's head and bytes, taken out of a multipart body by hand. */
function partOf(body: Buffer, contentType: string) {
  const boundary = /boundary=(.+)$/u.exec(contentType)![1]!
  const start = body.indexOf('\r\n\r\n') + 4
  const end = body.lastIndexOf(`\r\n--${boundary}--\r\n`)
  return { head: body.subarray(0, start).toString('utf8'), bytes: body.subarray(start, end) }
}

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('a file upload', () => {
  it('arrives byte for byte, as one part, with its exact length and not in chunks', async () => {
    const { server, send } = await serve()
    const bytes = randomBytes(3_000_001)
    await send(uploadOf(bytes))
    const seen = server.seen[0]!
    expect(seen.headers['content-length']).toBe(String(seen.body.length))
    expect(seen.headers['transfer-encoding']).toBeUndefined()
    const part = partOf(seen.body, seen.headers['content-type']!)
    expect(part.head).toContain('Content-Disposition: form-data; name="files[0]"; filename="foto.jpg"\r\n')
    expect(part.head).toContain('Content-Type: image/jpeg\r\n')
    expect(sha(part.bytes)).toBe(sha(bytes))
  })

  it('may be empty', async () => {
    const { server, send } = await serve()
    await send(uploadOf(Buffer.alloc(0)))
    expect(partOf(server.seen[0]!.body, server.seen[0]!.headers['content-type']!).bytes).toHaveLength(0)
  })

  it('keeps accents in its name and cannot break out of its header', async () => {
    const { server, send } = await serve()
    await send(uploadOf(Buffer.from('x'), { fileName: 'conexão "lenta"\r\nX-Bad: 1.png', mime: 'a/b\r\nX-Bad: 2' }))
    const { head } = partOf(server.seen[0]!.body, server.seen[0]!.headers['content-type']!)
    expect(head).toContain('filename="conexão %22lenta%22%0D%0AX-Bad: 1.png"')
    expect(head).toContain('Content-Type: application/octet-stream\r\n')
    expect(head).not.toMatch(/^X-Bad/mu)
  })

  it('that ends short is aborted, and is safe to repeat: no whole body ever reached the other side', async () => {
    const { server, send } = await serve()
    const error = await failureOf(send(uploadOf(randomBytes(200_000), { size: 300_000 })))
    expect(error).toMatchObject({ code: 'unreachable', retry: 'safe', context: { reason: 'upload-source' } })
    expect(server.seen).toEqual([])
  })

  it('that goes on past its size is aborted, and is safe to repeat', async () => {
    const { server, send } = await serve()
    expect(await failureOf(send(uploadOf(randomBytes(200_000), { size: 150_000 })))).toMatchObject({ retry: 'safe' })
    expect(server.seen).toEqual([])
  })

  it('whose source fails is aborted with what the source said', async () => {
    const { server, send } = await serve()
    async function* gone(): AsyncGenerator<Uint8Array> {
      yield randomBytes(1_000)
      throw new AppError('file-gone', 'the file is gone', { retry: 'never' })
    }
    expect(await failureOf(send(uploadOf(Buffer.alloc(5_000), { stream: gone() })))).toMatchObject({
      code: 'file-gone',
      retry: 'never',
    })
    expect(server.seen).toEqual([])
  })

  it('has an unknown outcome once its last byte is sent', async () => {
    const { send } = await serve(badGateway)
    expect(await failureOf(send(uploadOf(randomBytes(1_000))))).toMatchObject({ retry: 'unknown-outcome' })
  })

  it('that is never sent lets go of its source', async () => {
    const api = apiOf('http://plantao.invalid')
    cleanups.push(() => api.close())
    const stream = Readable.from([randomBytes(10)])
    await failureOf(api.call(uploadThing, { upload: uploadOf(randomBytes(10), { stream }) }))
    expect(stream.destroyed).toBe(true)
  })
})
