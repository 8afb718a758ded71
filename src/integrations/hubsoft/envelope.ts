import { z } from 'zod'

import type { Verdict } from '../http/answers.js'

const envelope = z.object({
  status: z.string().optional().catch(undefined),
  msg: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
})

/**
 * `status: "error"` is a refusal whatever the HTTP code, 200 included. Anything else is success as far as the envelope
 * goes (`"suscess"` is the vendor's own spelling): each call's schema then requires the key that the call is for.
 */
export function unwrapHubsoft(json: unknown, status: number): Verdict {
  const parsed = envelope.safeParse(json)
  if (!parsed.success) return { kind: 'by-status', message: undefined }
  const message = parsed.data.msg ?? parsed.data.message
  if (parsed.data.status?.toLowerCase() === 'error') return { kind: 'refused', message }
  return status >= 400 ? { kind: 'by-status', message } : { kind: 'ok', value: json }
}

/** For writes that answer only that they were done: an envelope must be there, what is in it is of no use. */
export const wireDone = z.object({ status: z.string().min(1) }).transform(() => undefined)
