import type { ServerResponse } from 'node:http'

import type { Reply } from './route.js'

type Streamed = Reply & { stream: AsyncIterable<string> }

/** Sends a reply piece by piece, until its end or until the caller is gone. */
export async function sendPieces(response: ServerResponse, reply: Streamed): Promise<void> {
  begin(response, reply)
  try {
    for await (const piece of reply.stream) {
      if (response.destroyed) return
      await write(response, piece)
    }
    response.end()
  } catch {
    // What the pieces come from failed: the caller sees an answer without its end.
    response.destroy()
  }
}

/** Sends the first half of the pieces, then destroys the connection. The stream has to have an end. */
export async function sendHalfOfPieces(response: ServerResponse, reply: Streamed): Promise<void> {
  const pieces: string[] = []
  for await (const piece of reply.stream) pieces.push(piece)
  begin(response, reply)
  await write(response, pieces.slice(0, Math.ceil(pieces.length / 2)).join(''))
  response.destroy()
}

function begin(response: ServerResponse, { status, contentType, headers }: Streamed): void {
  response.writeHead(status, { 'content-type': contentType ?? 'text/plain', ...headers })
  response.flushHeaders()
}

async function write(response: ServerResponse, piece: string): Promise<void> {
  await new Promise<void>((resolve) => {
    response.write(piece, () => resolve())
  })
}
