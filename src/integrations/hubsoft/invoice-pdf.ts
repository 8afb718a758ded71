import { AppError, type ErrorCode, type Retry } from '../../domain/errors.js'
import type { Secret } from '../../lib/secret.js'

/** An opened PDF. The stream fails when the download is cut, hangs or grows too long; `discard` ends it. */
export interface OpenedPdf {
  stream: AsyncIterable<Uint8Array>
  discard: () => void
}

export interface PdfTimes {
  /** Until its first bytes: HubSoft makes the PDF while one waits. */
  firstMs?: number
  /** Between two pieces of it. */
  idleMs?: number
}

/** Telegram takes 50 MB of a bot; an invoice is some hundred kilobytes. */
const MAX_BYTES = 20 * 1024 * 1024

/**
 * Fetches an invoice's PDF at its link, which asks for nothing but itself: no credential of ours goes there, wherever
 * it points. The link stays in this file, and so do fetch's errors, which quote it. A page in place of a PDF (a login,
 * an apology) is told by its first bytes and is `bad-answer`.
 */
export async function openInvoicePdf(link: Secret, times: PdfTimes = {}): Promise<OpenedPdf> {
  const { firstMs = 15_000, idleMs = 15_000 } = times
  const controller = new AbortController()
  const within = async <T>(ms: number, read: () => Promise<T>): Promise<T> => {
    const timer = setTimeout(() => controller.abort(), ms)
    try {
      return await read()
    } catch (error) {
      if (error instanceof AppError) throw error
      throw controller.signal.aborted ? failure('timeout', 'safe') : failure('unreachable', 'safe')
    } finally {
      clearTimeout(timer)
    }
  }
  try {
    const url = httpUrl(link.reveal())
    const response = await within(firstMs, () => fetch(url, { signal: controller.signal, headers: ACCEPT }))
    if (response.status !== 200) throw refusal(response.status)
    if (response.body === null) throw failure('bad-answer', 'never', 'empty')
    const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
    const next = async (): Promise<Uint8Array | undefined> => (await within(idleMs, () => reader.read())).value
    const head = await readHead(next)
    if (!MAGIC.test(head.toString('latin1'))) throw failure('bad-answer', 'never', 'no-pdf')
    return { stream: pieces(head, next), discard: () => controller.abort() }
  } catch (error) {
    controller.abort()
    throw error
  }
}

async function readHead(next: () => Promise<Uint8Array | undefined>): Promise<Buffer> {
  let head = Buffer.alloc(0)
  while (head.length < HEAD_BYTES) {
    const piece = await next()
    if (piece === undefined) break
    head = Buffer.concat([head, piece])
  }
  return head
}

async function* pieces(head: Buffer, next: () => Promise<Uint8Array | undefined>): AsyncGenerator<Uint8Array> {
  let count = 0
  for (let piece: Uint8Array | undefined = head; piece !== undefined; piece = await next()) {
    count += piece.byteLength
    if (count > MAX_BYTES) throw failure('file-too-big', 'never')
    yield piece
  }
}

function httpUrl(link: string): URL {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (url === undefined || !/^https?:$/u.test(url.protocol)) throw failure('bad-answer', 'never', 'bad-link')
  return url
}

function refusal(status: number): AppError {
  if (status === 429) return failure('rate-limited', 'safe', undefined, status)
  if (status >= 500) return failure('server-error', 'safe', undefined, status)
  return failure(status === 404 || status === 410 ? 'not-found' : 'refused', 'never', undefined, status)
}

function failure(code: ErrorCode, retry: Retry, reason?: string, status?: number): AppError {
  const context = { system: 'hubsoft', operation: 'fatura.pdf', reason, status }
  return new AppError(code, 'hubsoft fatura.pdf failed', { retry, context })
}

const ACCEPT = { accept: 'application/pdf' }
const HEAD_BYTES = 8
/** A byte order mark or line ends may stand before it. */
const MAGIC = /^(?:\u00ef\u00bb\u00bf|\s)*%PDF-?/u
