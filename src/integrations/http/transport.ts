import { Agent, type Dispatcher } from 'undici'

import type { CallDeclaration } from './call.js'
import { orAborted, startDeadline, type Deadline } from './deadline.js'
import type { MultipartBody } from './multipart.js'

export interface WireRequest {
  method: CallDeclaration['method']
  origin: string
  /** Path and query, sent as they are. May hold a secret (TempBox): never logged. */
  path: string
  headers: Readonly<Record<string, string>>
  body: string | MultipartBody | undefined
  /** Of this call alone, instead of the transport's. */
  maxAnswerBytes?: number | undefined
}

/** The headers of an answer that anybody reads. */
interface WireHead {
  status: number
  retryAfter: string | undefined
  contentType: string
  disposition: string
}

export interface WireAnswer extends WireHead {
  bytes: Buffer
  /** The bytes as UTF-8, without a byte order mark. */
  readonly text: string
}

/**
 * No whole answer came. `reached` says what the other side may have of the request:
 * - `nothing`: not one byte was written (no connection, or no time left to make one);
 * - `part`: a file's body was cut, so its declared length was never met;
 * - `maybe-all`: it may have been received and acted upon.
 */
export class TransportFault extends Error {
  override readonly name = 'TransportFault'

  constructor(
    readonly kind: 'connect' | 'reset' | 'cut' | 'timeout' | 'aborted' | 'too-big',
    readonly reached: 'nothing' | 'part' | 'maybe-all',
    cause: unknown,
  ) {
    super(`${kind}, ${reached}`, { cause })
  }
}

export interface Transport {
  /** The whole answer, whatever its status; anything else is a `TransportFault`. */
  send(request: WireRequest, deadline: Deadline): Promise<WireAnswer>
  close(): Promise<void>
}

export interface TransportOptions {
  connectTimeoutMs?: number
  /** An answer longer than this many bytes is refused unread. */
  maxAnswerBytes?: number
  connections?: number
  /** How long `close` waits for answers under way; an upload of a minute may not hold the process. */
  closeGraceMs?: number
  /** Told the `Date` of every answer, as it stands there; for the doctor, which compares clocks. */
  onDate?: (date: string) => void
}

/**
 * One pool of kept connections. A server may close a kept socket in the moment a write is put on it, and nothing tells
 * whether it read the write before: that is `maybe-all`. Sockets idle for 4 s are dropped to make it rare.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const { connectTimeoutMs = 3_000, maxAnswerBytes = 10 * 1024 * 1024, connections = 32, closeGraceMs = 2_000 } = options
  const underWay = new Set<Promise<unknown>>()
  const agent = new Agent({
    connections,
    connect: { timeout: connectTimeoutMs },
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    keepAliveTimeoutThreshold: 2_000,
  })
  return {
    send: async (request, deadline) => {
      const answer = new Promise<WireAnswer>((resolve, reject) => {
        const most = request.maxAnswerBytes ?? maxAnswerBytes
        const exchange = new Exchange(request, deadline, most, resolve, reject, options.onDate)
        agent.dispatch(exchange.options(), exchange)
      })
      underWay.add(answer)
      return answer.finally(() => underWay.delete(answer))
    },
    close: async () => {
      // undici's own `close` waits without end, and forgets what a later `destroy` would have to cut.
      const grace = startDeadline(closeGraceMs)
      await orAborted(Promise.allSettled(underWay), grace.signal, () => new Error('grace is over')).catch(() => undefined)
      grace.end()
      await agent.destroy()
    },
  }
}

/** undici's handler for one request: knows how far it got, which its ready-made `request()` does not tell. */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined
  #started = false
  #answer: WireHead | undefined
  #chunks: Buffer[] = []
  #bytes = 0
  #tooBig = false
  #settled = false

  constructor(
    private readonly request: WireRequest,
    private readonly deadline: Deadline,
    private readonly maxAnswerBytes: number,
    private readonly resolve: (answer: WireAnswer) => void,
    private readonly reject: (fault: TransportFault) => void,
    private readonly onDate: TransportOptions['onDate'],
  ) {
    deadline.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  options(): Dispatcher.DispatchOptions {
    const { method, origin, path, headers, body } = this.request
    const file = body === undefined || typeof body === 'string' ? undefined : body
    const sized = file ? { 'content-type': file.contentType, 'content-length': String(file.contentLength) } : {}
    const timeoutMs = Math.max(1, Math.ceil(this.deadline.remainingMs()))
    return {
      method,
      origin,
      path,
      headers: { ...headers, ...sized },
      body: file ? file.open() : typeof body === 'string' ? body : null,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    }
  }

  /** Called right before the first byte is written; aborting here keeps the request from ever being written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.deadline.signal.aborted) controller.abort(new Error('no time left'))
    else this.#started = true
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Record<string, unknown>): void {
    if (status < 200) return
    const told = (name: string): string | undefined => {
      const value = headers[name]
      return typeof value === 'string' ? value : undefined
    }
    this.onDate?.(told('date') ?? '')
    this.#answer = {
      status,
      retryAfter: told('retry-after'),
      contentType: told('content-type') ?? '',
      disposition: told('content-disposition') ?? '',
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.byteLength
    if (this.#bytes <= this.maxAnswerBytes) {
      this.#chunks.push(chunk)
    } else {
      this.#tooBig = true
      controller.abort(new Error('answer too big'))
    }
  }

  onResponseEnd(): void {
    if (this.#answer === undefined) {
      this.#fail('cut', undefined)
    } else if (this.#settle()) {
      this.resolve(wireAnswer(this.#answer, Buffer.concat(this.#chunks)))
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#tooBig) this.#fail('too-big', error)
    else if (!this.#started) this.#fail('connect', error)
    else if (codeOf(error).includes('TIMEOUT')) this.#fail('timeout', error)
    else this.#fail(this.#answer === undefined ? 'reset' : 'cut', error)
  }

  readonly #onAbort = () => {
    this.#fail(this.deadline.passed ? 'timeout' : 'aborted', undefined)
    this.#controller?.abort(new Error('given up'))
  }

  #fail(kind: TransportFault['kind'], cause: unknown): void {
    if (this.#settle()) this.reject(new TransportFault(kind, this.#reached(), cause))
  }

  #reached(): TransportFault['reached'] {
    if (!this.#started) return 'nothing'
    const { body } = this.request
    return body === undefined || typeof body === 'string' || body.whole ? 'maybe-all' : 'part'
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    this.deadline.signal.removeEventListener('abort', this.#onAbort)
    return true
  }
}

function wireAnswer(head: WireHead, bytes: Buffer): WireAnswer {
  let text: string | undefined
  return {
    ...head,
    bytes,
    get text() {
      return (text ??= bytes.toString('utf8').replace(/^\uFEFF/u, ''))
    },
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
