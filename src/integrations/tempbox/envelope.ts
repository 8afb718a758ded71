import { z } from 'zod'

import type { Verdict } from '../http/answers.js'
import { wireFlag } from '../wire/values.js'

const envelope = z.object({
  Success: wireFlag.optional().catch(undefined),
  Code: z.union([z.number(), z.string().regex(/^\d+$/u).transform(Number)]).optional().catch(undefined),
  Status: z.string().optional().catch(undefined),
  Message: z.string().optional().catch(undefined),
  Data: z.unknown().optional(),
})

/**
 * The envelope tells, not the status: `Success: false` comes under 200 too, and is a refusal there. Under a 5xx it is
 * the document's own form of a failure, and leaves open whether the call had its effect.
 */
export function unwrapTempbox(json: unknown, status: number): Verdict {
  const parsed = envelope.safeParse(json)
  if (!parsed.success) return { kind: 'by-status', message: undefined }
  const { Success: success, Code: code, Status: word, Message: message, Data: data } = parsed.data
  if (code === 401) return { kind: 'unauthorized' }
  const failed = success === false || (success === undefined && (word?.toLowerCase() === 'error' || (code ?? 0) >= 400))
  if (status >= 500) return { kind: 'by-status', message }
  if (failed) return { kind: 'refused', message }
  if (status >= 400) return { kind: 'by-status', message }
  // Neither a success said nor data: not TempBox's envelope.
  if (success === undefined && word === undefined && data === undefined) return { kind: 'by-status', message }
  return { kind: 'ok', value: data ?? null }
}
