import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'

/** A body that is sent as it comes. */
export interface ReplyStream {
  /** Exactly, in bytes. */
  size: number
  /** Fails when it is cut. A reader that stops early gives back what it holds. */
  pieces: AsyncIterable<Uint8Array>
  /** Called once, when nobody reads it any more. */
  release: () => void
}

/** The whole of an answer, however slowly it is read: at 20 MB that is 70 kB a second. */
const DEADLINE_MS = 5 * 60_000

/**
 * Sends the body whose head is written, or breaks the connection: an answer that was cut, or took too long, must not
 * look complete. Never throws.
 */
export async function sendStream(
  response: ServerResponse,
  stream: ReplyStream,
  { clock, logger }: { clock: Clock; logger: Logger },
): Promise<void> {
  // Its reader went away while it was being opened.
  if (response.destroyed) {
    await discardStream(stream, logger)
    return
  }
  const { pieces, release } = stream
  const sent = new AbortController()
  const tooLong = new AbortController()
  void clock.sleep(DEADLINE_MS, sent.signal).then(() => tooLong.abort())
  try {
    await pipeline(Readable.from(pieces, { objectMode: false }), response, { signal: tooLong.signal })
  } catch (error) {
    // Also a reader that went away, which is no fault.
    logger.debug('server.stream-cut', { error })
    response.destroy()
  } finally {
    sent.abort()
    release()
  }
}

/** For a body that nobody will read. Begun and ended, since a stream that is never begun holds what it has. */
export async function discardStream({ pieces, release }: ReplyStream, logger: Logger): Promise<void> {
  try {
    for await (const _ of pieces) break
  } catch (error) {
    logger.debug('server.stream-cut', { error })
  } finally {
    release()
  }
}
