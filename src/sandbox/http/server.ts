import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { AppError, toAppError } from '../../domain/errors.js'
import { readBody } from './body.js'
import { controlRoutes } from './control.js'
import { Faults } from './faults.js'
import { Ledger, type Exchange } from './ledger.js'
import { performFault } from './perform.js'
import { sendPieces } from './pieces.js'
import { compileRoute, encode, type Reply, type Route } from './route.js'

export interface StandInOptions {
  routes: readonly Route[]
  /** 0 or absent: any free port. */
  port?: number
  notFound(): Reply
  rateLimited(retryAfterS: number): Reply
  /** The system's own way to refuse a body that is broken. */
  badBody?(): Reply
  setTokensValid(valid: boolean): void
  /** What `GET /__sandbox/state` shows beside requests and faults. */
  state(): unknown
}

export interface StandInServer {
  port: number
  /** `http://127.0.0.1:<port>` */
  url: string
  faults: Faults
  ledger: Ledger
  stop(): Promise<void>
}

/** Starts one stand-in on 127.0.0.1. Its port stays the same through `faults.down()` and `up()`. */
export async function startStandIn(options: StandInOptions): Promise<StandInServer> {
  const ledger = new Ledger()
  let port = options.port ?? 0
  let server: Server | undefined
  let stopped = false
  const up = async (): Promise<void> => {
    if (server || stopped) return
    server = await listen(port, (request, response) => void serve(request, response))
    const address = server.address()
    if (typeof address === 'object' && address !== null) port = address.port
  }
  const down = async (): Promise<void> => {
    const closing = server
    server = undefined
    if (closing) await close(closing)
  }
  const faults = new Faults({ up, down, setTokensValid: (valid) => options.setTokensValid(valid) })
  const routes = [...controlRoutes({ faults, ledger, state: () => options.state() }), ...options.routes].map(
    compileRoute,
  )

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const exchange = openExchange(ledger, request)
    try {
      await answer(request, response, exchange)
    } catch (error) {
      // A broken body or a stand-in's own mistake: the caller must see a failure, and the test the reason.
      exchange.fault = `failed: ${toAppError(error).message}`
      if (!response.headersSent) send(response, exchange, options.badBody?.() ?? { status: 500, body: String(error) })
      else response.destroy()
    }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stand-in')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const body = await readBody(request)
    exchange.fields = body.fields
    exchange.files = body.files.map(({ field, fileName, bytes }) => ({ field, fileName, bytes: bytes.length }))
    const work = async (): Promise<Reply> => {
      const found = routes.map((route) => route(exchange.method, url.pathname)).find((match) => match !== undefined)
      if (!found) return options.notFound()
      const { method, path } = exchange
      const { headers } = request
      const common = {
        method,
        path,
        target: request.url ?? '/',
        query: url.searchParams,
        headers,
        body,
        gone: gone.signal,
      }
      return await found.route.handle({ ...common, params: found.params })
    }
    const fault = url.pathname.startsWith('/__sandbox/') ? undefined : faults.take(exchange.method, url.pathname)
    if (!fault) {
      send(response, exchange, await work())
      return
    }
    exchange.fault = fault.kind
    const rateLimited = (retryAfterS: number): Reply => options.rateLimited(retryAfterS)
    await performFault(fault, {
      response,
      work,
      rateLimited,
      released: faults.released,
      gone: gone.signal,
      send: (reply) => send(response, exchange, reply),
    })
  }

  const stop = async (): Promise<void> => {
    stopped = true
    faults.clear()
    await down()
  }
  await up()
  return { port, url: `http://127.0.0.1:${port}`, faults, ledger, stop }
}

function openExchange(ledger: Ledger, request: IncomingMessage): Exchange {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const query = Object.fromEntries(url.searchParams)
  return ledger.open({
    at: Date.now(),
    method: request.method ?? 'GET',
    path: url.pathname,
    query,
    fields: {},
    files: [],
  })
}

function send(response: ServerResponse, exchange: Exchange, reply: Reply): void {
  if (response.destroyed || response.headersSent) return
  exchange.status = reply.status
  if (reply.stream) {
    void sendPieces(response, { ...reply, stream: reply.stream })
    return
  }
  const { bytes, contentType } = encode(reply)
  const type = bytes.length > 0 ? { 'content-type': contentType } : {}
  response.writeHead(reply.status, { ...type, 'content-length': String(bytes.length), ...reply.headers })
  response.end(bytes)
}

async function listen(
  port: number,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  // A stand-in never gives up on a slow caller by itself, and takes the long query strings that TempBox's way needs.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 }, handler)
  return await new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new AppError('internal', 'a stand-in could not listen', { retry: 'never', cause, context: { port } }))
    })
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
