import type { ReadableStreamDefaultReader } from 'node:stream/web'

import type { Secret } from '../lib/secret.js'
import { modelFailure, whyOf, type Hint, type Why } from './failure.js'
import { readHint } from './hint.js'

/**
 * The only way out of this room: a request to the configured endpoint and to nothing else, no redirect followed, its
 * answer read whole up to a bound. Every failure is a `modelFailure`, so nobody has to read a library's messages.
 */
export interface Endpoint {
  baseUrl: string
  apiKey: Secret
}

/** A decision is some hundred bytes; a model that writes more is not answering. */
export const MAX_ANSWER_BYTES = 64 * 1024

const MAX_ERROR_BYTES = 16 * 1024

/** A gateway lists hundreds of models. */
const MAX_LISTING_BYTES = 4 * 1024 * 1024

/** Posts to `path` under the endpoint's base; the answer's text of a 2xx, or throws. */
export async function post(endpoint: Endpoint, path: string, body: string | FormData, signal: AbortSignal): Promise<string> {
  return await send(endpoint, path, { method: 'POST', body, signal }, MAX_ANSWER_BYTES)
}

/** Reads what stands at `path`, likewise. */
export async function get(endpoint: Endpoint, path: string, signal: AbortSignal): Promise<string> {
  return await send(endpoint, path, { method: 'GET', signal }, MAX_LISTING_BYTES)
}

async function send(
  { baseUrl, apiKey }: Endpoint,
  path: string,
  { method, body, signal }: { method: 'GET' | 'POST'; body?: string | FormData; signal: AbortSignal },
  mostBytes: number,
): Promise<string> {
  try {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      ...(body !== undefined && { body }),
      signal,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${apiKey.reveal()}`,
        accept: 'application/json',
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
      },
    })
    if (!answer.ok) {
      throw ofStatus(answer.status, answer.headers.get('retry-after'), await hintIn(answer))
    }
    return await readBounded(answer, mostBytes)
  } catch (error) {
    if (whyOf(error) !== 'internal') throw error
    if (signal.aborted) throw modelFailure('timeout')
    throw neverConnected(error) ? modelFailure('unreachable', { retry: 'safe' }) : modelFailure('unreachable')
  }
}

/** Only what is refused may be asked for in another way; a page of a proxy, or a body that is cut, says nothing. */
async function hintIn(answer: Response): Promise<Hint | undefined> {
  if (whyOfStatus(answer.status) !== 'refused' && answer.status !== 404) {
    await answer.body?.cancel()
    return undefined
  }
  try {
    return readHint(await readBounded(answer, MAX_ERROR_BYTES))
  } catch {
    // The refusal stands; what it was about stays unknown.
    return undefined
  }
}

async function readBounded(answer: Response, mostBytes: number): Promise<string> {
  if (Number(answer.headers.get('content-length') ?? 0) > mostBytes) {
    await answer.body?.cancel()
    throw modelFailure('too-big')
  }
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = answer.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let bytes = 0; reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > mostBytes) {
      // Ends the connection: the rest is not worth its way.
      await reader.cancel()
      throw modelFailure('too-big')
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

function ofStatus(status: number, retryAfter: string | null, hint: Hint | undefined): Error {
  const waitMs = retryAfter === null ? undefined : waitOf(retryAfter.trim())
  const why: Why = hint === 'model_not_found' ? 'no-model' : whyOfStatus(status)
  return modelFailure(why, {
    status,
    retry: ANOTHER_TRY.has(why) ? 'safe' : 'never',
    ...(hint && { hint }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  })
}

/** Of this model or of the one that stands in for it. */
const ANOTHER_TRY: ReadonlySet<Why> = new Set<Why>(['rate-limited', 'server-error', 'no-model'])

/** Seconds, or a date; milliseconds from now. */
function waitOf(retryAfter: string): number | undefined {
  if (/^\d{1,5}(?:\.\d{1,3})?$/u.test(retryAfter)) return Number(retryAfter) * 1_000
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

function whyOfStatus(status: number): Why {
  // Another address is no answer, and is not followed.
  if (status < 400) return 'bad-answer'
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 404) return 'no-model'
  if (status === 429) return 'rate-limited'
  return status >= 500 || status === 408 ? 'server-error' : 'refused'
}

/** Nothing of the request can have arrived. */
const NO_CONNECTION: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function neverConnected(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && NO_CONNECTION.has(at.code)) return true
  }
  return false
}
