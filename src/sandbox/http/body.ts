import type { IncomingMessage } from 'node:http'

import { AppError } from '../../domain/errors.js'
import { MultipartParser, multipartBoundary } from './multipart.js'

export interface UploadedFile {
  field: string
  fileName: string
  contentType: string | undefined
  bytes: Buffer
}

/** A request's body: `fields` holds a JSON object's members, a form's values, or a multipart's plain fields. */
export interface Body {
  kind: 'none' | 'json' | 'form' | 'multipart' | 'raw'
  fields: Record<string, unknown>
  files: readonly UploadedFile[]
}

const MAX_BODY_BYTES = 64 * 1024 * 1024

/** Reads and understands a body; throws `bad-input` for one that is broken, cut, or over 64 MB. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const contentType = request.headers['content-type'] ?? ''
  const boundary = multipartBoundary(contentType)
  if (boundary !== undefined) return await readMultipart(request, boundary)
  const chunks: Buffer[] = []
  for await (const chunk of bounded(request)) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (bytes.length === 0) return { kind: 'none', fields: {}, files: [] }
  const text = bytes.toString('utf8')
  if (/^application\/x-www-form-urlencoded/iu.test(contentType)) {
    return { kind: 'form', fields: Object.fromEntries(new URLSearchParams(text)), files: [] }
  }
  if (/json/iu.test(contentType) || /^\s*[{[]/u.test(text)) {
    return { kind: 'json', fields: parseObject(text), files: [] }
  }
  return { kind: 'raw', fields: {}, files: [] }
}

async function readMultipart(request: IncomingMessage, boundary: string): Promise<Body> {
  const parser = new MultipartParser(boundary)
  for await (const chunk of bounded(request)) parser.push(chunk)
  const fields: Record<string, unknown> = {}
  const files: UploadedFile[] = []
  for (const { field, fileName, contentType, bytes } of parser.end()) {
    if (fileName === undefined) fields[field] = bytes.toString('utf8')
    else files.push({ field, fileName, contentType, bytes })
  }
  return { kind: 'multipart', fields, files }
}

async function* bounded(request: IncomingMessage): AsyncGenerator<Buffer> {
  let total = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array)
    total += bytes.length
    if (total > MAX_BODY_BYTES) throw new AppError('bad-input', 'body over 64 MB', { retry: 'never' })
    yield bytes
  }
}

/** A JSON object's members; any other JSON value has none. */
function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch (error) {
    throw new AppError('bad-input', 'body is no JSON', { retry: 'never', cause: error })
  }
}
