import type { CallDeclaration } from '../../../src/integrations/http/call.js'
import type { CallParts } from '../../../src/integrations/http/request.js'
import type { Reply } from '../../support/json-server.js'

/** One call of Milvus: what is given, what leaves, what comes back, what it is read to, and what is refused before. */
export interface Case {
  call: CallDeclaration
  /** Besides a body that is sent as it is given. */
  give?: CallParts
  /** As the document writes it, behind the base URL. */
  sent: { method: string; url: string; body?: unknown; file?: { field: string; fileName: string; type: string; text: string } }
  /** In the vendor's shape. */
  reply: Reply
  /** For an operator. */
  read: unknown
  /** Given in place of the above, and the field that is named. */
  bad: readonly (readonly [what: string, parts: CallParts, field: string])[]
}

export const NO_CONTENT: Reply = { status: 204, text: '' }

/** `meta` as the vendor tells it: the page as text, the rest as numbers. */
export const meta = (page: number, last: number, total: number) => ({
  paginate: { current_page: String(page), total, to: 50, from: 1, last_page: last, per_page: '50' },
})

/** `meta` with numbers alone. */
export const plainMeta = (page: number, last: number, total: number) => ({
  paginate: { current_page: page, total, to: 50, from: 1, last_page: last, per_page: 50 },
})
