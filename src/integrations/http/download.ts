import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'

import { Agent, request } from 'undici'

import { AppError, type ErrorCode, type Retry } from '../../domain/errors.js'
import type { Secret } from '../../lib/secret.js'
import { isLoopback, isPublic } from './addresses.js'

/** An opened download. The stream fails when it is cut, hangs or grows too long; `discard` ends it. */
export interface Download {
  stream: AsyncIterable<Uint8Array>
  discard: () => void
}

export interface DownloadOptions {
  /** Stands in failures. */
  system: string
  operation: string
  /** The other system's own base URL: its host may be anywhere, and where it is on loopback, so may the file. */
  home: string
  maxBytes: number
  /** Until the first bytes, and between two pieces. */
  idleMs?: number
  /** All of it. */
  totalMs?: number
}

const MAX_REDIRECTS = 3

/**
 * Opens a file whose address is another system's word. No credential goes there; it goes by http or https to public
 * addresses or that system's own host alone, each hop and each resolved address looked at (a name may resolve to
 * another address the next time, so what is checked is what is connected to). Errors never hold the address.
 */
export async function openDownload(link: Secret, options: DownloadOptions): Promise<Download> {
  const fail = failureOf(options)
  const home = new URL(options.home)
  const controller = new AbortController()
  const total = setTimeout(() => controller.abort(), options.totalMs ?? 60_000)
  const agents: Agent[] = []
  const discard = (): void => {
    clearTimeout(total)
    controller.abort()
    for (const agent of agents.splice(0)) void agent.destroy().catch(() => undefined)
  }
  const within = <T>(read: () => Promise<T>): Promise<T> => bounded(read, controller, options.idleMs ?? 15_000, fail)
  try {
    let url = parse(link.reveal(), home, fail)
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const agent = agentFor(url, home, fail)
      agents.push(agent)
      const at = url
      const answer = await within(() => request(at, { dispatcher: agent, signal: controller.signal, method: 'GET' }))
      const { statusCode: status, headers, body } = answer
      const { location } = headers
      // Nobody may be reading when it is cut; an error without a listener would end the process.
      body.on('error', () => undefined)
      if (status >= 300 && status < 400 && typeof location === 'string') {
        await within(() => body.dump({ limit: 64 * 1024, signal: controller.signal }).then(() => undefined))
        url = parse(location, url, fail)
        continue
      }
      if (status !== 200) throw refusal(status, fail)
      if (Number(headers['content-length'] ?? 0) > options.maxBytes) throw fail('file-too-big', 'never')
      const reader: AsyncIterator<unknown> = body[Symbol.asyncIterator]()
      return { stream: pieces(reader, within, options.maxBytes, fail), discard }
    }
    throw fail('bad-answer', 'never', 'redirects')
  } catch (error) {
    discard()
    throw error
  }
}

type Fail = (code: ErrorCode, retry: Retry, reason?: string, status?: number) => AppError
type Within = <T>(read: () => Promise<T>) => Promise<T>

async function* pieces(
  reader: AsyncIterator<unknown>,
  within: Within,
  maxBytes: number,
  fail: Fail,
): AsyncGenerator<Uint8Array> {
  let count = 0
  for (;;) {
    const next: IteratorResult<unknown, unknown> = await within(() => reader.next())
    if (next.done === true) return
    const { value } = next
    if (!(value instanceof Uint8Array)) throw fail('bad-answer', 'never', 'no-bytes')
    count += value.byteLength
    if (count > maxBytes) throw fail('file-too-big', 'never')
    yield value
  }
}

function parse(link: string, base: URL, fail: Fail): URL {
  const url = URL.canParse(link, base.href) ? new URL(link, base) : undefined
  if (url === undefined || !/^https?:$/u.test(url.protocol) || url.username + url.password !== '') {
    throw fail('bad-answer', 'never', 'bad-link')
  }
  return url
}

/** A connection that is made to allowed addresses alone. */
function agentFor(url: URL, home: URL, fail: Fail): Agent {
  const allowed = allows(url, home)
  const host = url.hostname.replace(/^\[|\]$/gu, '')
  if (isIP(host) !== 0 && !allowed(host)) throw fail('forbidden', 'never', 'address')
  return new Agent({
    connect: {
      timeout: 5_000,
      lookup: (hostname, options, callback) => {
        lookUp(hostname, options, allowed, callback)
      },
    },
  })
}

function allows(url: URL, home: URL): (address: string) => boolean {
  const homeIsHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/iu.test(home.hostname)
  if (url.host === home.host) return () => true
  return (address) => isPublic(address) || (homeIsHere && isLoopback(address))
}

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

function lookUp(hostname: string, options: LookupOptions, allowed: (address: string) => boolean, done: LookupDone): void {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const good = error ? [] : addresses.filter(({ address }) => allowed(address))
    const [first] = good
    if (error) done(error, [])
    else if (!first) done(new ForbiddenAddress(), [])
    else if (options.all === true) done(null, good)
    else done(null, first.address, first.family)
  })
}

class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

/** The error's own words quote the address, so they stay here. */
async function bounded<T>(read: () => Promise<T>, controller: AbortController, ms: number, fail: Fail): Promise<T> {
  const timer = setTimeout(() => controller.abort(), ms)
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError) throw error
    if (error instanceof ForbiddenAddress) throw fail('forbidden', 'never', 'address')
    throw controller.signal.aborted ? fail('timeout', 'safe') : fail('unreachable', 'safe')
  } finally {
    clearTimeout(timer)
  }
}

function refusal(status: number, fail: Fail): AppError {
  if (status === 429) return fail('rate-limited', 'safe', undefined, status)
  if (status >= 500) return fail('server-error', 'safe', undefined, status)
  return fail(status === 404 || status === 410 ? 'not-found' : 'refused', 'never', undefined, status)
}

function failureOf({ system, operation }: DownloadOptions): Fail {
  return (code, retry, reason, status) =>
    new AppError(code, `${system} ${operation} failed`, { retry, context: { system, operation, reason, status } })
}
