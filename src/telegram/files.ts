import { z } from 'zod'

import type { Files } from '../conversation/ports.js'
import type { FileRef } from '../domain/file.js'
import type { Secret } from '../lib/secret.js'
import type { FileSource } from '../outbox/ports.js'
import type { Call } from './api.js'
import { networkReason, telegramError, toTelegramError } from './errors.js'

export interface FilesOptions {
  call: Call
  token: Secret
  apiRoot: string
  /** Until the download's headers. */
  timeoutMs: number
  /** Between two pieces of it. */
  idleTimeoutMs: number
}

/** How long an opened file may wait for its first reader before its connection is given back. */
const UNREAD_MS = 60_000

const filePath = z.object({ file_path: z.string().min(1), file_size: z.int().nonnegative().optional() })

/**
 * Downloads from Telegram, streamed. A path is good for an hour, so each opening asks for a fresh one. The URL holds
 * the token: it stays in this file, and so do fetch's errors, which quote it.
 */
export function createFiles(options: FilesOptions): Files & FileSource {
  const open: FileSource['open'] = async (file) => {
    const found = await options.call('getFile', async (api, signal) =>
      filePath.parse(await api.getFile(file.fileId, signal)),
    )
    const { response, controller } = await download(options, found.file_path)
    const size = contentLength(response) ?? found.file_size ?? file.size
    if (response.body === null || size === undefined) {
      controller.abort()
      throw telegramError('bad-answer', 'safe', 'download', 'no-size')
    }
    return {
      size,
      mime: file.mime ?? contentType(response),
      stream: readExactly(response.body.getReader(), size, controller, options.idleTimeoutMs),
    }
  }
  return {
    open,
    async head(file: FileRef, bytes: number) {
      const pieces: Uint8Array[] = []
      let length = 0
      const { stream } = await open(file)
      for await (const piece of stream) {
        pieces.push(piece)
        length += piece.byteLength
        if (length >= bytes) break
      }
      return new Uint8Array(Buffer.concat(pieces).subarray(0, bytes))
    },
  }
}

async function download(
  { token, apiRoot, timeoutMs }: FilesOptions,
  path: string,
): Promise<{ response: Response; controller: AbortController }> {
  const url = `${apiRoot.replace(/\/+$/u, '')}/file/bot${token.reveal()}/${toUrlPath(path)}`
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), timeoutMs)
  try {
    // Compressed, its length on the wire would not be the file's.
    const headers = { 'accept-encoding': 'identity' }
    const response = await fetch(url, { headers, redirect: 'error', signal: controller.signal })
    if (response.status !== 200) {
      controller.abort()
      throw refusal(response)
    }
    return { response, controller }
  } catch (error) {
    throw toDownloadError(error, controller)
  } finally {
    clearTimeout(timer)
  }
}

/** Fails unless exactly `size` bytes come, each piece in time; a reader that stops early ends the download. */
function readExactly(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  size: number,
  controller: AbortController,
  idleTimeoutMs: number,
): AsyncIterable<Uint8Array> {
  const unread = setTimeout(() => controller.abort(), UNREAD_MS)
  unread.unref()
  return pieces()

  async function* pieces(): AsyncGenerator<Uint8Array> {
    clearTimeout(unread)
    let count = 0
    try {
      for (;;) {
        const piece = await readPiece(reader, controller, idleTimeoutMs)
        if (piece === undefined) break
        count += piece.byteLength
        if (count > size) throw telegramError('bad-answer', 'safe', 'download', 'longer')
        yield piece
      }
      if (count < size) throw telegramError('bad-answer', 'safe', 'download', 'shorter')
    } finally {
      controller.abort()
    }
  }
}

async function readPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  controller: AbortController,
  idleTimeoutMs: number,
): Promise<Uint8Array | undefined> {
  const timer = setTimeout(() => controller.abort(), idleTimeoutMs)
  try {
    return (await reader.read()).value
  } catch {
    // The error is fetch's own and may quote the URL. Nothing aborts during a read but its time limit.
    throw controller.signal.aborted
      ? telegramError('timeout', 'safe', 'download')
      : telegramError('bad-answer', 'safe', 'download', 'cut')
  } finally {
    clearTimeout(timer)
  }
}

function refusal(response: Response): Error {
  const { status } = response
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  if (status === 429) {
    const more = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}
    return telegramError('rate-limited', 'safe', 'download', undefined, { status, ...more })
  }
  if (status === 401 || status === 403) return telegramError('unauthorized', 'safe', 'download', undefined, { status })
  // The path is a second old: what it names is there, or will be.
  if (status === 404 || status === 410) return telegramError('not-found', 'safe', 'download', undefined, { status })
  return telegramError(status >= 500 ? 'server-error' : 'bad-answer', 'safe', 'download', undefined, { status })
}

function toDownloadError(error: unknown, controller: AbortController): Error {
  if (error instanceof Error && error.name === 'AppError') return toTelegramError('download', error)
  if (controller.signal.aborted) return telegramError('timeout', 'safe', 'download')
  return telegramError('unreachable', 'safe', 'download', networkReason(error))
}

/** Its steps encoded, and none that climbs. */
function toUrlPath(path: string): string {
  const steps = path.split('/')
  if (steps.some((step) => /^\.{0,2}$/u.test(step))) throw telegramError('bad-answer', 'safe', 'getFile', 'bad-path')
  return steps.map(encodeURIComponent).join('/')
}

function contentLength(response: Response): number | undefined {
  if ((response.headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined
  const header = response.headers.get('content-length') ?? ''
  return /^\d{1,15}$/u.test(header) ? Number(header) : undefined
}

/** Telegram serves most files as octet-stream, which says nothing. */
function contentType(response: Response): string | undefined {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return type === undefined || type === '' || type === 'application/octet-stream' ? undefined : type
}
