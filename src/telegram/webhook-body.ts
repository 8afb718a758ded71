import type { IncomingMessage } from 'node:http'

/** Updates are some kilobytes; the longest text is 16. */
const MAX_BYTES = 1_048_576

/** A request's body as text, undefined when it is over a megabyte (read no further); fails when the sender goes away. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return undefined
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.byteLength
    if (length > MAX_BYTES) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
