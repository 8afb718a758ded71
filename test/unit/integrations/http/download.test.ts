import { gzipSync } from 'node:zlib'

import { afterEach, describe, expect, it } from 'vitest'

import { isPublic } from '../../../../src/integrations/http/addresses.js'
import { openDownload, type DownloadOptions } from '../../../../src/integrations/http/download.js'
import { Secret } from '../../../../src/lib/secret.js'
import { failureOf } from '../../../support/http-api.js'
import { cutInHalf, silence, startJsonServer, type JsonServer, type Reply, type SeenRequest } from '../../../support/json-server.js'

const servers: JsonServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function serve(answer: (request: SeenRequest) => Reply): Promise<JsonServer> {
  const server = await startJsonServer(answer)
  servers.push(server)
  return server
}

const AWAY = 'https://tempbox.example'
const options = (given: Partial<DownloadOptions> = {}): DownloadOptions => ({
  system: 'tempbox',
  operation: 'anexo.baixar',
  home: 'http://127.0.0.1:1',
  maxBytes: 1_000,
  idleMs: 300,
  ...given,
})

async function fetched(link: string, given: Partial<DownloadOptions> = {}): Promise<string> {
  const { stream, discard } = await openDownload(new Secret(link), options(given))
  try {
    const pieces: Uint8Array[] = []
    for await (const piece of stream) pieces.push(piece)
    return Buffer.concat(pieces).toString()
  } finally {
    discard()
  }
}

describe('a download', () => {
  it('comes whole, without any credential', async () => {
    const server = await serve(() => ({ text: 'bytes' }))
    expect(await fetched(`${server.url}/a.pdf?x=1`)).toBe('bytes')
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization')
  })

  it('may be written relative to the system’s own address', async () => {
    const server = await serve(({ path }) => ({ text: path }))
    expect(await fetched('/anexos/a.pdf', { home: server.url })).toBe('/anexos/a.pdf')
  })

  it('follows redirects, each looked at', async () => {
    const server = await serve(({ path }) =>
      path === '/end' ? { text: 'end' } : { status: 302, headers: { location: '/end' } },
    )
    expect(await fetched(`${server.url}/begin`)).toBe('end')
  })

  it('goes round no circle', async () => {
    const server = await serve(() => ({ status: 302, headers: { location: '/again' } }))
    expect(await failureOf(fetched(`${server.url}/begin`))).toMatchObject({ code: 'bad-answer', retry: 'never' })
    expect(server.seen).toHaveLength(4)
  })

  it.each(['http://127.0.0.1:9/x', 'http://localhost:9/x', 'http://[::1]:9/x', 'http://10.0.0.1/x', 'http://169.254.169.254/latest', 'http://[::ffff:127.0.0.1]/x', 'http://2130706433/x', 'http://0x7f000001/x', 'http://017700000001/x', 'http://127.1/x', 'http://0.0.0.0:9/x', 'http://0/x', 'http://[::]:9/x', 'http://[64:ff9b::7f00:1]/x', 'http://１２７.０.０.１/x'])(
    'is never made to %s where the system is elsewhere',
    async (link) => {
      expect(await failureOf(fetched(link, { home: AWAY }))).toMatchObject({ code: 'forbidden', retry: 'never' })
    },
  )

  it('is not led to a private address by a redirect', async () => {
    const server = await serve(() => ({ status: 302, headers: { location: 'http://10.0.0.1/secret' } }))
    expect(await failureOf(fetched(`${server.url}/x`))).toMatchObject({ code: 'forbidden', retry: 'never' })
  })

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'http://user:pass@127.0.0.1/x', 'http://'])('takes no %s', async (link) => {
    expect(await failureOf(fetched(link))).toMatchObject({ code: 'bad-answer', retry: 'never' })
  })

  it('is taken as it comes: nothing that is packed is unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000))
    const server = await serve(() => (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    })
    const { stream, discard } = await openDownload(new Secret(server.url), options({ maxBytes: 2_000 }))
    let count = 0
    for await (const piece of stream) count += piece.length
    discard()
    expect(count).toBe(packed.length)
  })

  it.each([
    ['says so', (): Reply => ({ text: 'x'.repeat(1_001), headers: { 'content-length': '1001' } })],
    ['does not', (): Reply => ({ text: 'x'.repeat(1_001) })],
  ])('of more than it may ends, where it %s', async (_how, answer) => {
    const server = await serve(answer)
    expect(await failureOf(fetched(server.url))).toMatchObject({ code: 'file-too-big', retry: 'never' })
  })

  it.each([
    ['hangs', silence, 'timeout'],
    ['is cut', cutInHalf, 'unreachable'],
    ['fails there', { status: 500 }, 'server-error'],
  ] as const)('that %s is worth another try', async (_how, answer, code) => {
    const server = await serve(() => answer)
    expect(await failureOf(fetched(server.url))).toMatchObject({ code, retry: 'safe' })
  })

  it('that is gone is not', async () => {
    const server = await serve(() => ({ status: 404 }))
    expect(await failureOf(fetched(server.url))).toMatchObject({ code: 'not-found', retry: 'never' })
  })

  it('leaves its address in no failure', async () => {
    const server = await serve(() => ({ status: 500 }))
    for (const link of [`${server.url}/SEGREDO`, 'http://127.0.0.1:9/SEGREDO', 'http://SEGREDO.invalid/x']) {
      const error = await failureOf(fetched(link))
      expect(JSON.stringify([error, error.message, String(error.stack), error.cause])).not.toContain('SEGREDO')
    }
  })
})

describe('a public address', () => {
  it('is one that anybody may reach', () => {
    for (const address of ['8.8.8.8', '200.160.2.3', '2800:3f0::1']) expect([address, isPublic(address)]).toEqual([address, true])
    const closed = ['10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.0.1', '0.0.0.0', '255.255.255.255']
    for (const address of [...closed, '::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', 'nome']) {
      expect([address, isPublic(address)]).toEqual([address, false])
    }
  })
})
