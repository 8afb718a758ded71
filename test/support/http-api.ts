import { z } from 'zod'

import { AppError } from '../../src/domain/errors.js'
import type { Verdict } from '../../src/integrations/http/answers.js'
import { createApi, type Api, type ApiOptions } from '../../src/integrations/http/api.js'
import { defineCall } from '../../src/integrations/http/call.js'
import { createTransport } from '../../src/integrations/http/transport.js'
import { silentLogger } from '../../src/lib/logger.js'

/** A made-up vendor's calls. */
export const readThing = defineCall({
  name: 'thing.read',
  summary: 'Reads',
  source: 'none',
  method: 'GET',
  path: '/thing/:id',
  access: 'read',
  timeoutMs: 2_000,
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.string().optional() }),
  answer: z.object({ name: z.string() }),
})

export const writeThing = defineCall({
  name: 'thing.write',
  summary: 'Writes',
  source: 'none',
  method: 'POST',
  path: '/thing',
  access: 'write',
  timeoutMs: 2_000,
  body: z.object({ name: z.string().min(1) }),
  answer: z.object({ id: z.number() }),
})

export const uploadThing = defineCall({
  name: 'thing.upload',
  summary: 'Uploads',
  source: 'none',
  method: 'POST',
  path: '/thing/file',
  access: 'write',
  timeoutMs: 5_000,
  file: { field: 'files[0]' },
  okWithoutBody: true,
  answer: z.unknown().transform(() => undefined),
})

export function apiOf(baseUrl: string, options: Partial<ApiOptions> = {}): Api {
  return createApi({
    system: 'made-up',
    baseUrl,
    transport: createTransport({ connectTimeoutMs: 1_000, maxAnswerBytes: 10_000 }),
    authenticate: async () => ({ apply: (request) => request, refused: () => false }),
    unwrap: (value): Verdict =>
      z.object({ status: z.literal('error') }).safeParse(value).success
        ? { kind: 'refused', message: z.object({ msg: z.string() }).parse(value).msg }
        : { kind: 'ok', value },
    logger: silentLogger,
    ...options,
  })
}

/** The `AppError` that a promise fails with; fails itself on anything else. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it did not fail')
}
