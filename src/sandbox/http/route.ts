import type { IncomingHttpHeaders } from 'node:http'

import type { Body } from './body.js'

/** A request as a route sees it. */
export interface StandInRequest {
  method: string
  /** Path without its query. */
  path: string
  /** The request line's target as it came, query and all. */
  target: string
  query: URLSearchParams
  /** Values of the route's `:names`. */
  params: Readonly<Record<string, string>>
  headers: IncomingHttpHeaders
  body: Body
  /** Aborts when the caller goes away. */
  gone: AbortSignal
}

/** An object is answered as JSON, a string as it is (HTML unless `contentType` says otherwise). */
export interface Reply {
  status: number
  body?: unknown
  contentType?: string
  headers?: Record<string, string>
  /** Sent piece by piece as they come, in place of `body`; not read further once the caller is gone. */
  stream?: AsyncIterable<string>
}

/** `path` may hold `:names`; `method` may be `*`. */
export interface Route {
  method: string
  path: string
  handle(request: StandInRequest): Reply | Promise<Reply>
}

/** A reply's body on the wire. */
export function encode(reply: Reply): { bytes: Buffer; contentType: string } {
  const { body } = reply
  if (body === undefined) return { bytes: Buffer.alloc(0), contentType: '' }
  if (body instanceof Uint8Array) {
    return { bytes: Buffer.from(body), contentType: reply.contentType ?? 'application/octet-stream' }
  }
  if (typeof body === 'string') {
    return { bytes: Buffer.from(body), contentType: reply.contentType ?? 'text/html; charset=utf-8' }
  }
  return { bytes: Buffer.from(JSON.stringify(body)), contentType: reply.contentType ?? 'application/json' }
}

/** A matcher of method and path that gives the route with its `:names`' values. */
export function compileRoute(
  route: Route,
): (method: string, path: string) => { route: Route; params: Record<string, string> } | undefined {
  const source = route.path.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/:(\w+)/gu, '(?<$1>[^/]+)')
  const expression = new RegExp(`^${source}/?$`, 'iu')
  return (method, path) => {
    const match = route.method === '*' || route.method === method ? expression.exec(path) : null
    if (!match) return undefined
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)] as const)
    return { route, params: Object.fromEntries(params) }
  }
}
