import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'

import { AppError } from '../../domain/errors.js'
import type { Upload } from '../../outbox/ports.js'

/** One file on its way as multipart/form-data. */
export interface MultipartBody {
  readonly contentType: string
  /** Exact, so the receiver knows a cut body from a whole one. */
  readonly contentLength: number
  /** The bytes, once: the file's stream cannot be read twice. */
  open(): Readable
  /** Whether the last bytes were handed over, so that the receiver may hold the whole file. */
  readonly whole: boolean
  /** Why the file could not be read to its end, if that is what stopped it. */
  readonly fault: AppError | undefined
  /** Closes the file's stream when not a byte of it was read. */
  discard(): Promise<void>
}

/** Streams the file byte for byte, nothing buffered; a stream of another length than `size` is a fault. */
export function multipartOf(field: string, upload: Upload): MultipartBody {
  const boundary = `----plantao${randomBytes(16).toString('hex')}`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(field)}"; ` +
      `filename="${escapeName(upload.fileName)}"\r\nContent-Type: ${safeMime(upload.mime)}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const state: { begun: boolean; whole: boolean; fault: AppError | undefined } = {
    begun: false,
    whole: false,
    fault: undefined,
  }

  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield head
    let read = 0
    state.begun = true
    try {
      for await (const chunk of upload.stream) {
        read += chunk.byteLength
        if (read > upload.size) break
        yield chunk
      }
    } catch (error) {
      throw (state.fault = sourceFault(error))
    }
    if (read !== upload.size) throw (state.fault = sourceFault(undefined))
    state.whole = true
    yield tail
  }

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: head.byteLength + upload.size + tail.byteLength,
    open: () => Readable.from(bytes(), { objectMode: false }),
    get whole() {
      return state.whole
    },
    get fault() {
      return state.fault
    },
    discard: async () => {
      if (!state.begun) await closeSource(upload.stream)
    },
  }
}

/** As browsers write a name (WHATWG, "multipart/form-data encoding"): UTF-8 as it is, what would break out escaped. */
function escapeName(name: string): string {
  return name
    .replace(/\r/gu, '%0D')
    .replace(/\n/gu, '%0A')
    .replace(/"/gu, '%22')
    .replace(/\p{Cc}/gu, '_')
}

function safeMime(mime: string | undefined): string {
  return mime !== undefined && /^[\w.+-]+\/[\w.+-]+$/u.test(mime) ? mime : 'application/octet-stream'
}

/** What the source itself said (the file is gone, say) stays; anything else is a cut download, good for another try. */
function sourceFault(cause: unknown): AppError {
  if (cause instanceof AppError && cause.retry !== 'unknown-outcome') return cause
  return new AppError('unreachable', 'the file could not be read to its end', {
    retry: 'safe',
    cause,
    context: { reason: 'upload-source' },
  })
}

/** An async iterator that was never started does not close a Node stream behind it; `destroy` does. */
async function closeSource(stream: AsyncIterable<Uint8Array>): Promise<void> {
  if (stream instanceof Readable) stream.destroy()
  else await stream[Symbol.asyncIterator]().return?.()
}
