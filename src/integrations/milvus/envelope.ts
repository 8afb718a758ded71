import { z } from 'zod'

import type { Verdict } from '../http/answers.js'
import { wireNumber } from '../wire/values.js'

const said = z.string().optional().catch(undefined)
const envelope = z.object({
  status_code: wireNumber.optional().catch(undefined),
  message: said,
  mensagem: said,
  error: said,
  erro: said,
  msg: said,
})

/** What validation sounds like ("Campo inválido: …"): a field and what is wrong with it; "Token inválido" is none. */
const VALIDATION = /\b(campo|par[âa]metro|valor)(es|s)?\b.*(inv[áa]lid|obrigat[óo]ri|n[ãa]o\s+informad)/iu

/**
 * A 500 of Milvus can be a validation error. It is taken for one, certain and without effect, only when the body is
 * JSON (an object with a sentence under one of the usual keys, or a bare JSON string) and the sentence says that
 * a field is invalid or missing. Every other 5xx on a write leaves the outcome open: plain text and HTML as well.
 */
export function unwrapMilvus(json: unknown, status: number): Verdict {
  const { message, statusCode } = readEnvelope(json)
  if (status >= 500) {
    const isValidation = message !== undefined && VALIDATION.test(message)
    return isValidation ? { kind: 'refused', message } : { kind: 'by-status', message }
  }
  if (status >= 400) return { kind: 'by-status', message }
  if (statusCode === 401) return { kind: 'unauthorized' }
  return statusCode !== undefined && statusCode >= 400 ? { kind: 'refused', message } : { kind: 'ok', value: json }
}

function readEnvelope(json: unknown): { message: string | undefined; statusCode: number | undefined } {
  if (typeof json === 'string') return { message: json, statusCode: undefined }
  const parsed = envelope.safeParse(json)
  if (!parsed.success) return { message: undefined, statusCode: undefined }
  const { message, mensagem, error, erro, msg, status_code: statusCode } = parsed.data
  return { message: message ?? mensagem ?? msg ?? error ?? erro, statusCode }
}
