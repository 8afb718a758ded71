import type { Reply } from '../http/route.js'

/** HubSoft's refusal: HTTP 200 with `status: "error"` (docs/errata.md). */
export function refused(msg: string, errors: readonly string[] = []): Reply {
  return { status: 200, body: { status: 'error', msg, errors } }
}

/** The answer of a read; `status` may be the vendor's own "suscess". */
export function found(content: Record<string, unknown>, status: 'success' | 'suscess' = 'success'): Reply {
  return { status: 200, body: { status, msg: 'Dados consultados com sucesso', ...content } }
}

export const unauthenticated: Reply = { status: 401, body: { error: 'Unauthenticated.', message: 'Unauthenticated.' } }
