import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { systemClock, type Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { AppError } from '../domain/errors.js'
import type { Secret } from '../lib/secret.js'
import { mayReadMetrics } from './metrics-access.js'
import { createReadiness, type Check } from './readiness.js'
import { discardStream, sendStream, type ReplyStream } from './stream-reply.js'

export interface ServerOptions {
  /** 0 takes any free one. */
  port: number
  /** Of `/readyz`, by name. */
  checks: Readonly<Record<string, Check>>
  metrics: { contentType: string; render(): Promise<string> }
  /** Without it `/metrics` answers the machine itself only. */
  metricsToken: Secret | undefined
  /** More paths than the server's own, each answered to POST alone. */
  posts?: Readonly<Record<string, Route>>
  /** All paths below these, each ending in a slash, answered to GET and HEAD. */
  prefixes?: Readonly<Record<string, PrefixRoute>>
  logger: Logger
  clock?: Clock
}

export interface HttpServer {
  /** Resolves with the port when connections are taken; fails when the port is. */
  start(): Promise<number>
  /** Takes no more connections; what is being answered has two seconds. */
  stop(): Promise<void>
}

export interface Reply {
  status: number
  body: string | ReplyStream
  type?: string
  headers?: Readonly<Record<string, string>>
}

export type Route = (request: IncomingMessage) => Promise<Reply>

/** Given what stands behind its prefix, as it was sent, the query left out. */
export type PrefixRoute = (rest: string) => Promise<Reply>

const STOP_MS = 2_000
/** Small questions only: a client that is slow or talks much is cut off. */
const LIMITS = { maxHeaderSize: 8_192, headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 }
const MAX_CONNECTIONS = 500

/** The process over HTTP: `/healthz`, `/readyz`, `/metrics`. */
export function createServer(options: ServerOptions): HttpServer {
  const { logger, clock = systemClock } = options
  const routes = createRoutes(options, clock)
  const posts = new Map(Object.entries(options.posts ?? {}))
  const prefixes = Object.entries(options.prefixes ?? {})
  const server = createHttpServer({ ...LIMITS, connectionsCheckingInterval: 1_000 }, (request, response) => {
    void answer(server, { GET: routes, POST: posts, prefixes }, request, response, { logger, clock })
  })
  server.maxConnections = MAX_CONNECTIONS
  return {
    start: () => listen(server, options.port),
    stop: async () => {
      if (!server.listening) return
      const graceOver = new AbortController()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.race([closed, clock.sleep(STOP_MS, graceOver.signal)])
      graceOver.abort()
      server.closeAllConnections()
      await closed
    },
  }
}

function createRoutes(options: ServerOptions, clock: Clock): ReadonlyMap<string, Route> {
  const { checks, metrics, metricsToken, logger } = options
  const readiness = createReadiness(checks, clock, logger)
  return new Map<string, Route>([
    ['/healthz', async () => ({ status: 200, body: 'ok' })],
    [
      '/readyz',
      async () => {
        const answer = await readiness()
        return { status: answer.ready ? 200 : 503, body: JSON.stringify(answer), type: 'application/json' }
      },
    ],
    [
      '/metrics',
      async (request) => {
        if (mayReadMetrics(request, metricsToken)) {
          return { status: 200, body: await metrics.render(), type: metrics.contentType }
        }
        if (!metricsToken) return { status: 403, body: 'forbidden' }
        return { status: 401, body: 'unauthorized', headers: { 'www-authenticate': 'Bearer' } }
      },
    ],
  ])
}

async function answer(
  server: Server,
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  { logger, clock }: { logger: Logger; clock: Clock },
): Promise<void> {
  const reply = await route(routes, request).catch((error: unknown): Reply => {
    logger.error('server.failed', { error })
    return { status: 500, body: 'internal error' }
  })
  const { body } = reply
  response.writeHead(reply.status, {
    'content-type': reply.type ?? 'text/plain; charset=utf-8',
    'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.size,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Kept alive, it would hold up the end.
    ...(server.listening ? {} : { connection: 'close' }),
    ...reply.headers,
  })
  if (request.method === 'HEAD') {
    response.end()
    if (typeof body !== 'string') await discardStream(body, logger)
  } else if (typeof body === 'string') response.end(body)
  else await sendStream(response, body, { clock, logger })
}

interface Routes {
  GET: ReadonlyMap<string, Route>
  POST: ReadonlyMap<string, Route>
  prefixes: readonly (readonly [prefix: string, route: PrefixRoute])[]
}

async function route(routes: Routes, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const get = routes.GET.get(path) ?? below(routes.prefixes, path)
  const post = routes.POST.get(path)
  if (get && (request.method === 'GET' || request.method === 'HEAD')) return get(request)
  if (post && request.method === 'POST') return post(request)
  if (!get && !post) return { status: 404, body: 'not found' }
  return { status: 405, body: 'method not allowed', headers: { allow: get ? 'GET, HEAD' : 'POST' } }
}

function below(prefixes: Routes['prefixes'], path: string): Route | undefined {
  const found = prefixes.find(([prefix]) => path.startsWith(prefix))
  return found && (() => found[1](path.slice(found[0].length)))
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portTaken(port, error) : error)
    })
    server.listen(port, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
  return portOf(server.address())
}

const portTaken = (port: number, cause: Error): AppError =>
  new AppError('config', `PORT: a porta ${port} já está em uso por outro processo.`, { retry: 'never', cause })

/** The address of a server that listens on TCP is never a path. */
function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0
}
