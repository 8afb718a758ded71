import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { MultipartParser, multipartBoundary } from '../../../src/sandbox/http/multipart.js'

const BOUNDARY = 'limite'

function encode(parts: readonly { head: string; bytes: Uint8Array }[]): Buffer {
  const encoded = parts.flatMap(({ head, bytes }) => [
    Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...encoded, Buffer.from(`--${BOUNDARY}--\r\n`)])
}

function parse(body: Buffer, chunkSize: number) {
  const parser = new MultipartParser(BOUNDARY)
  for (let at = 0; at < body.length; at += chunkSize) parser.push(body.subarray(at, at + chunkSize))
  return parser.end()
}

const fileHead = (name: string) =>
  `Content-Disposition: form-data; name="files[0]"; filename="${name}"\r\nContent-Type: image/png`

describe('the multipart parser', () => {
  it('gives files back byte for byte, whatever the sizes of the chunks', () => {
    const piece = fc.constantFrom('\r', '\n', '\r\n', '--', `--${BOUNDARY}`, `\r\n--${BOUNDARY.slice(0, 4)}`, 'x', '\0')
    const content = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join('')))
    const free = content.filter((bytes) => !Buffer.concat([Buffer.from('\r\n'), bytes]).includes(`\r\n--${BOUNDARY}`))
    fc.assert(
      fc.property(fc.array(free, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (contents, chunkSize) => {
        const body = encode(contents.map((bytes) => ({ head: fileHead('a.png'), bytes })))
        expect(parse(body, chunkSize).map(({ bytes }) => bytes.toString('hex'))).toEqual(
          contents.map((bytes) => bytes.toString('hex')),
        )
      }),
    )
  })

  it('keeps a large binary file whole', () => {
    const bytes = randomBytes(300_000)
    expect(parse(encode([{ head: fileHead('grande.bin'), bytes }]), 65_536)[0]!.bytes.equals(bytes)).toBe(true)
  })

  it('reads field names, file names and types', () => {
    const body = encode([
      { head: 'Content-Disposition: form-data; name="json"', bytes: Buffer.from('{}') },
      { head: fileHead('luz %22vermelha%22 ção.png'), bytes: Buffer.from('1') },
      { head: "Content-Disposition: form-data; name=anexo; filename*=UTF-8''caf%C3%A9.txt", bytes: Buffer.from('2') },
    ])
    expect(parse(body, 7).map(({ field, fileName, contentType }) => ({ field, fileName, contentType }))).toEqual([
      { field: 'json', fileName: undefined, contentType: undefined },
      { field: 'files[0]', fileName: 'luz "vermelha" ção.png', contentType: 'image/png' },
      { field: 'anexo', fileName: 'café.txt', contentType: undefined },
    ])
  })

  it('reads what the platform itself encodes', async () => {
    const form = new FormData()
    form.append('chat_id', '1')
    form.append('document', new Blob([Buffer.from('a\r\n--b')], { type: 'text/plain' }), 'arquivo "x".txt')
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: form })
    const parser = new MultipartParser(multipartBoundary(request.headers.get('content-type') ?? '') ?? '')
    parser.push(new Uint8Array(await request.arrayBuffer()))
    const parts = parser.end()
    expect(parts.map(({ field, fileName, bytes }) => [field, fileName, bytes.toString()])).toEqual([
      ['chat_id', undefined, '1'],
      ['document', 'arquivo "x".txt', 'a\r\n--b'],
    ])
  })

  it('fails on a body that was cut', () => {
    const body = encode([{ head: fileHead('a.png'), bytes: Buffer.from('abc') }])
    expect(() => parse(body.subarray(0, body.length - 8), 5)).toThrow('ended early')
  })
})
