import { z } from 'zod'

import { TEMPBOX_URL_MAX } from '../../domain/tempbox.js'
import type { Secret } from '../../lib/secret.js'
import { encode } from '../http/request.js'
import type { WireRequest } from '../http/transport.js'

/**
 * Token first, then `json` or the call's own query, of a POST without a body: the URL is a secret from here on.
 * A body without a field is `json` without a value, which is how the document has the calls "without parameters".
 */
export function inQuery(request: WireRequest, token: Secret): WireRequest {
  const [path = '', query] = request.path.split('?')
  const json = typeof request.body === 'string' ? `json=${encode(request.body === '{}' ? '' : request.body)}` : undefined
  const parts = [`token=${encode(token.reveal())}`, query, json].filter((part) => part !== undefined)
  const { accept = 'application/json' } = request.headers
  return { ...request, path: `${path}?${parts.join('&')}`, headers: { accept }, body: undefined }
}

/** Characters of the whole URL that this request will have. */
export function urlLength(request: WireRequest, token: Secret): number {
  const { origin, path } = inQuery(request, token)
  return origin.length + path.length
}

/** The field that makes the URL longer than any may be: the longest of those sent. Undefined where it fits. */
export function tooLong(request: WireRequest, token: Secret): string | undefined {
  if (urlLength(request, token) <= TEMPBOX_URL_MAX) return undefined
  const sizes = [...fieldsOf(request)].sort(([, one], [, other]) => other - one)
  return sizes[0]?.[0] ?? 'path'
}

/** Each field that is sent, as `body.Mensagem`, with its length as it stands in the URL. */
function* fieldsOf({ path, body }: WireRequest): Generator<[string, number]> {
  const sent = typeof body === 'string' ? z.record(z.string(), z.unknown()).parse(JSON.parse(body)) : {}
  for (const [name, value] of Object.entries(sent)) yield [`body.${name}`, encode(JSON.stringify(value)).length]
  for (const [name, value] of new URLSearchParams(path.split('?')[1])) yield [`query.${name}`, encode(value).length]
}
