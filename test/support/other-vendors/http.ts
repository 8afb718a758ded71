import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'

/** One request as it came, kept for the tests to read. */
export interface Seen {
  at: number
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Answer {
  status?: number
  /** Sent as PHP would, with its slashes escaped. */
  json?: unknown
  text?: string
  bytes?: Buffer
  type?: string
}

export type Fields = Record<string, unknown>

export interface VendorServer {
  url: string
  requests: Seen[]
  close(): Promise<void>
}

/** Another version's way of saying the same, by key and value. */
export type Dialect = (key: string, value: unknown) => unknown

/** A server on a free port of 127.0.0.1 that answers each request with what `handle` gives. */
export async function serve(
  handle: (seen: Seen) => Answer | Promise<Answer>,
  dialect: Dialect = (_, value) => value,
): Promise<VendorServer> {
  const requests: Seen[] = []
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const url = new URL(request.url ?? '/', 'http://vendor')
    const { method = 'GET', headers } = request
    const path = decodeURIComponent(url.pathname)
    const seen = { at: Date.now(), method, path, query: url.searchParams, headers, body: Buffer.concat(chunks) }
    requests.push(seen)
    return await handle(seen)
  }
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status = 200, json, text, bytes, type }) => {
        const isJson = json !== undefined
        const body = isJson ? JSON.stringify(json, dialect).replaceAll('/', String.raw`\/`) : (bytes ?? text ?? '')
        response.writeHead(status, { 'content-type': type ?? (isJson ? 'application/json' : 'text/html') })
        response.end(status === 204 ? undefined : body)
      },
      (error: unknown) => {
        response.writeHead(500).end(String(error))
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    requests,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The JSON body as an object; what isn't one is an empty object. */
export function bodyOf({ body }: Seen): Fields {
  return fieldsOf(body.toString('utf8'))
}

export function fieldsOf(text: string): Fields {
  try {
    return asFields(JSON.parse(text))
  } catch {
    return {}
  }
}

export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}

/** A field that is a text or a number, as a text; `''` where it is neither. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export interface FormFile {
  field: string
  name: string
  bytes: Buffer
}

export interface Form {
  texts: Record<string, string>
  files: FormFile[]
}

/** A multipart body; empty for any other. A file is what has a `filename`. */
export function formOf({ headers, body }: Seen): Form {
  const form: Form = { texts: {}, files: [] }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/u.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return form
  // One character a byte, so that positions are bytes.
  for (const part of `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n')
    const head = Buffer.from(part.slice(0, end), 'latin1').toString('utf8')
    const bytes = Buffer.from(part.slice(end + 4), 'latin1')
    const field = /[ ;]name="([^"]*)"/iu.exec(head)?.[1] ?? ''
    const name = /filename="([^"]*)"/iu.exec(head)?.[1]
    if (name === undefined) form.texts[field] = bytes.toString('utf8')
    else form.files.push({ field, name, bytes })
  }
  return form
}

/** A moment on the clocks of São Paulo, in the forms that the documents show. */
export function local(at: number | Date = Date.now()): { iso: string; br: string; brMinute: string; day: string } {
  const text = new Date(Number(at) - 3 * 3_600_000).toISOString()
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-')
  const br = `${day}/${month}/${year}`
  const time = text.slice(11, 19)
  return { iso: `${text.slice(0, 10)} ${time}`, br: `${br} ${time}`, brMinute: `${br} ${time.slice(0, 5)}`, day: br }
}
