import type { IncomingHttpHeaders } from 'node:http'

import type { Secret } from '../lib/secret.js'

/** What a proxy adds. They never let anybody in; they tell that a loopback connection is somebody else's request. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** Whether this request may read the metrics: with the token as bearer, or without one from this machine. */
export function mayReadMetrics(request: MetricsRequest, token: Secret | undefined): boolean {
  if (token) return token.equals(/^Bearer +(\S+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '')
  return isLoopback(request.socket.remoteAddress) && FORWARDED.every((name) => request.headers[name] === undefined)
}

/** What is looked at of an `IncomingMessage`. */
export interface MetricsRequest {
  headers: IncomingHttpHeaders
  socket: { remoteAddress?: string | undefined }
}

/** IPv4 addresses reach a socket that listens on IPv6 as `::ffff:127.0.0.1`. */
export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/u.test(address ?? '')
}
