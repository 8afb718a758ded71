import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it came over the wire. */
export interface SeenRequest {
  method: string
  /** Path and query, undecoded. */
  url: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: Buffer
  json(): unknown
}

/** What to answer: JSON with a status, or anything at all on the raw response. */
export type Reply = { status?: number; json?: unknown; text?: string; headers?: Record<string, string> } | RawReply
type RawReply = (response: ServerResponse, socket: Socket) => void

export interface JsonServer {
  url: string
  seen: SeenRequest[]
  /** How many connections were made. */
  connections(): number
  close(): Promise<void>
}

/** A real HTTP server on 127.0.0.1; `answer` may be async, and decides from the whole request. */
export async function startJsonServer(answer: (request: SeenRequest) => Reply | Promise<Reply>): Promise<JsonServer> {
  const seen: SeenRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((request, response) => {
    void receive(request)
      .then(async (whole) => {
        seen.push(whole)
        write(response, await answer(whole))
      })
      // A request that was cut on the way is nothing this server has seen.
      .catch(() => request.socket.destroy())
  })
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function receive(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const url = new URL(request.url ?? '/', 'http://here')
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
    json: () => JSON.parse(body.toString('utf8')) as unknown,
  }
}

function write(response: ServerResponse, reply: Reply): void {
  if (typeof reply === 'function') {
    reply(response, response.socket!)
    return
  }
  const { status = 200, json, text, headers = {} } = reply
  const type = json === undefined ? 'text/html' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(json === undefined ? (text ?? '') : JSON.stringify(json))
}

/** Takes the request and never answers. */
export const silence: Reply = () => {}

/** Takes the request and closes the connection without a word. */
export const hangUp: Reply = (_response, socket) => socket.destroy()

/** Begins a JSON answer and closes the connection in the middle of it. */
export const cutInHalf: Reply = (response, socket) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"status":"success","atend', () => socket.destroy())
}

/** What a proxy answers for a server that is gone. */
export const badGateway: Reply = { status: 502, text: '<html><body>502 Bad Gateway</body></html>' }
