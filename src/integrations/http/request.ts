import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { Upload } from '../../outbox/ports.js'
import type { CallDeclaration } from './call.js'
import { multipartOf } from './multipart.js'
import type { WireRequest } from './transport.js'

/** The parts a call was given, before its schemas have seen them. */
export interface CallParts {
  params?: unknown
  query?: unknown
  body?: unknown
  upload?: Upload
}

/** A checked request, ready but for its credential; what does not fit the declaration is `bad-input` with its field. */
export function buildRequest(
  declaration: CallDeclaration,
  parts: CallParts,
  baseUrl: string,
  system: string,
): WireRequest {
  const check = (part: 'params' | 'query' | 'body'): unknown => {
    const schema = declaration[part]
    if (schema === undefined) return undefined
    const parsed = z.safeParse(schema, parts[part])
    if (parsed.success) return parsed.data
    throw refused([part, ...(parsed.error.issues[0]?.path ?? [])].map(String).join('.'))
  }
  const refused = (field: string) => badInput(declaration, system, field)

  const base = new URL(baseUrl)
  const params = scalars(check('params'))
  const path = declaration.path.replace(/:(\w+)/gu, (_match, name: string) => {
    const value = params.get(name)
    if (value === undefined) throw refused(`params.${name}`)
    return encodeURIComponent(value)
  })
  const query = [...scalars(check('query'))].map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')
  const body = check('body')
  if (declaration.file && !parts.upload) throw refused('upload')
  return {
    method: declaration.method,
    origin: base.origin,
    path: `${base.pathname.replace(/\/+$/u, '')}${path}${query === '' ? '' : `?${query}`}`,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body:
      declaration.file && parts.upload
        ? multipartOf(declaration.file.field, parts.upload)
        : body === undefined
          ? undefined
          : JSON.stringify(body),
    maxAnswerBytes: declaration.maxAnswerBytes,
  }
}

/** Input that does not fit. The field's name only: an issue of the schema may quote what a person wrote. */
export function badInput(declaration: CallDeclaration, system: string, field: string): AppError {
  return new AppError('bad-input', `${system} ${declaration.name}: ${field}`, {
    retry: 'never',
    context: { system, operation: declaration.name, field },
  })
}

/** Percent-encoded, the apostrophe too: the length of a URL is then the same whoever writes it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/'/gu, '%27')
}

/** Numbers, booleans and strings of an object, as text; what is not set is left out. */
function scalars(part: unknown): Map<string, string> {
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(part ?? {}))
  return new Map(
    entries.flatMap(([key, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : [],
    ),
  )
}
