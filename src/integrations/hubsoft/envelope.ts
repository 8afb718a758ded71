import { z } from 'zod'

import type { Verdict } from '../http/answers.js'

const envelope = z.object({
  status: z.string().optional().catch(undefined),
  msg: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  errors: z.unknown().optional(),
})

/**
 * `status: "error"` is a refusal whatever the HTTP code, 200 included. Anything else is success as far as the envelope
 * goes (`"suscess"` is the vendor's own spelling): each call's schema then requires the key that the call is for.
 * Which fields a refusal is about is told by their names alone: what `errors` says of them may quote a person.
 */
export function unwrapHubsoft(json: unknown, status: number): Verdict {
  const parsed = envelope.safeParse(json)
  if (!parsed.success) return { kind: 'by-status', message: undefined }
  const message = parsed.data.msg ?? parsed.data.message
  const field = fieldsOf(parsed.data.errors)
  if (parsed.data.status?.toLowerCase() === 'error') return { kind: 'refused', message, field }
  return status >= 400 ? { kind: 'by-status', message, field } : { kind: 'ok', value: json }
}

/** For writes that answer only that they were done: an envelope must be there, what is in it is of no use. */
export const wireDone = z.object({ status: z.string().min(1) }).transform(() => undefined)

const MOST = 5

/** Names of fields in `errors`: the keys of a map (422), "O campo x é obrigatório" or "Email é obrigatório" in a list. */
function fieldsOf(errors: unknown): string | undefined {
  if (typeof errors !== 'object' || errors === null) return undefined
  const said: readonly unknown[] = Array.isArray(errors) ? errors : Object.keys(errors)
  const names = said.flatMap((one) => {
    if (typeof one !== 'string') return []
    const told = /\bcampo ([a-z_.\d]+)|^\s*([a-z_.\d]+) é obrigat/iu.exec(one)
    const name = Array.isArray(errors) ? (told?.[1] ?? told?.[2])?.toLowerCase() : one
    return name !== undefined && /^[a-z][a-z_.\d]{0,39}$/u.test(name) ? [name] : []
  })
  return names.length === 0 ? undefined : [...new Set(names)].slice(0, MOST).join(',')
}
