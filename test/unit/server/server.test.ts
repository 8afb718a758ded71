import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

import { afterEach, describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import { isLoopback, mayReadMetrics } from '../../../src/server/metrics-access.js'
import { createServer, type HttpServer, type ServerOptions } from '../../../src/server/server.js'
import { FakeClock } from '../../support/fake-clock.js'

const running: HttpServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

async function serve(options: Partial<ServerOptions> = {}): Promise<string> {
  const server = createServer({
    port: 0,
    checks: {},
    metrics: { contentType: 'text/plain; version=0.0.4', render: async () => 'plantao_turns_total 1\n' },
    metricsToken: undefined,
    logger: silentLogger,
    ...options,
  })
  running.push(server)
  return `http://127.0.0.1:${await server.start()}`
}

/** The status of a request with these headers. */
function statusOf(url: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject).end()
  })
}

describe('the HTTP server', () => {
  it('answers /healthz while the process lives', async () => {
    const base = await serve({ checks: { store: () => Promise.reject(new Error('down')) } })
    const response = await fetch(`${base}/healthz`)
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    const head = await fetch(`${base}/healthz?x=1`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '2', ''])
  })

  it('knows no other path and no other method', async () => {
    const base = await serve()
    for (const path of ['/', '/healthz/', '/metricsx', '/../metrics/..', '//metrics']) {
      expect((await fetch(base + path)).status, path).toBe(404)
    }
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const response = await fetch(base + path, { method: 'POST', body: 'x' })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('GET, HEAD')
    }
  })

  it('answers what it was given to POST alone', async () => {
    const base = await serve({ posts: { '/hook': async () => ({ status: 200, body: 'taken' }) } })
    const taken = await fetch(`${base}/hook?x=1`, { method: 'POST', body: 'x' })
    expect([taken.status, await taken.text()]).toEqual([200, 'taken'])
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await fetch(`${base}/hook`, { method })
      expect([response.status, response.headers.get('allow')], method).toEqual([405, 'POST'])
    }
    expect((await fetch(`${base}/hook/`, { method: 'POST' })).status).toBe(404)
  })

  it('tells by name what is not ready', async () => {
    let storeWorks = false
    const clock = new FakeClock()
    const checks = {
      store: async () => {
        if (!storeWorks) throw new Error('disk of Maria Fictícia')
      },
      telegram: async () => {},
    }
    const base = await serve({ checks, clock })
    const before = await fetch(`${base}/readyz`)
    expect(before.status).toBe(503)
    expect(await before.json()).toEqual({ ready: false, checks: { store: 'failed', telegram: 'ok' } })
    storeWorks = true
    await clock.advance(1_000)
    const after = await fetch(`${base}/readyz`)
    expect(after.status).toBe(200)
    expect(await after.json()).toEqual({ ready: true, checks: { store: 'ok', telegram: 'ok' } })
  })

  it('gives the metrics to this machine when there is no token', async () => {
    const base = await serve()
    const response = await fetch(`${base}/metrics`)
    expect(response.headers.get('content-type')).toContain('version=0.0.4')
    expect(await response.text()).toBe('plantao_turns_total 1\n')
  })

  it('refuses what came through a proxy, whatever address it claims', async () => {
    const base = await serve()
    expect(await statusOf(`${base}/metrics`, { 'x-forwarded-for': '127.0.0.1' })).toBe(403)
    expect(await statusOf(`${base}/metrics`, { forwarded: 'for=127.0.0.1' })).toBe(403)
  })

  it('asks everybody for the token when there is one', async () => {
    const base = await serve({ metricsToken: new Secret('s3cret') })
    expect(await statusOf(`${base}/metrics`)).toBe(401)
    expect(await statusOf(`${base}/metrics`, { authorization: 'Bearer other' })).toBe(401)
    expect(await statusOf(`${base}/metrics`, { authorization: 'Basic s3cret' })).toBe(401)
    expect(await statusOf(`${base}/metrics`, { authorization: 'Bearer s3cret' })).toBe(200)
    expect(await statusOf(`${base}/metrics`, { authorization: 'bearer s3cret', 'x-forwarded-for': '8.8.8.8' })).toBe(200)
  })

  it('answers 500 without a word about why', async () => {
    const metrics = { contentType: 'text/plain', render: () => Promise.reject(new Error('secret detail')) }
    const response = await fetch(`${await serve({ metrics })}/metrics`)
    expect([response.status, await response.text()]).toEqual([500, 'internal error'])
  })

  it('refuses headers without end', async () => {
    const base = await serve()
    expect(await statusOf(`${base}/healthz`, { 'x-long': 'x'.repeat(9_000) })).toBe(431)
  })

  it('says that its port is taken', async () => {
    const port = Number(new URL(await serve()).port)
    const second = createServer({
      port,
      checks: {},
      metrics: { contentType: '', render: async () => '' },
      metricsToken: undefined,
      logger: silentLogger,
    })
    await expect(second.start()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('PORT') as string })
    await second.stop()
  })

  it('stops taking connections, and cuts off who holds one after two seconds', async () => {
    const clock = new FakeClock()
    let asked = (): void => {}
    const underway = new Promise<void>((resolve) => {
      asked = resolve
    })
    const metrics = {
      contentType: 'text/plain',
      render: () => {
        asked()
        return new Promise<string>(() => {})
      },
    }
    const base = await serve({ metrics, clock })
    const [server] = running.splice(0)
    const hanging = statusOf(`${base}/metrics`).catch((error: unknown) => error)
    await underway
    let stopped = false
    const stop = server?.stop().then(() => {
      stopped = true
    })
    await clock.advance(1_900)
    expect(stopped).toBe(false)
    await expect(statusOf(`${base}/healthz`)).rejects.toThrow('ECONNREFUSED')
    await clock.advance(200)
    await stop
    expect(await hanging).toBeInstanceOf(Error)
  })

  it('lets an answer under way go out before it stops', async () => {
    let finish = (_body: string): void => {}
    let asked = (): void => {}
    const underway = new Promise<void>((resolve) => {
      asked = resolve
    })
    const render = () => {
      asked()
      return new Promise<string>((resolve) => {
        finish = resolve
      })
    }
    const base = await serve({ metrics: { contentType: 'text/plain', render } })
    const [server] = running.splice(0)
    const answer = fetch(`${base}/metrics`)
    await underway
    const stop = server?.stop()
    finish('done')
    expect(await (await answer).text()).toBe('done')
    await stop
  })

  it('survives a client that speaks no HTTP', async () => {
    const base = await serve()
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write('\u0000nonsense\r\n\r\n'))
      socket.on('close', () => resolve()).resume()
    })
    expect(await statusOf(`${base}/healthz`)).toBe(200)
  })
})

describe('who may read the metrics', () => {
  it('knows this machine under all its names', () => {
    for (const own of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']) expect(isLoopback(own), own).toBe(true)
    for (const other of ['10.0.0.1', '::ffff:10.0.0.1', '1127.0.0.1', '127.0.0.1.evil', '::', '', undefined]) {
      expect(isLoopback(other), other).toBe(false)
    }
  })

  it('refuses another machine without a token', () => {
    const from = (remoteAddress: string) => ({ headers: {}, socket: { remoteAddress } })
    expect(mayReadMetrics(from('127.0.0.1'), undefined)).toBe(true)
    expect(mayReadMetrics(from('192.0.2.7'), undefined)).toBe(false)
  })
})
