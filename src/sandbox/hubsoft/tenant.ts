import { z } from 'zod'

import { compilePattern } from '../http/ledger.js'
import type { Reply, Route } from '../http/route.js'

type Matches = (method: string, path: string) => boolean

/** Where this tenant differs: what its API user may not do, which routes its version lacks, how it spells success. */
export class Tenant {
  readonly #root: string
  #denied: Matches[] = []
  #lacking: Matches[] = []
  #misspelling: Matches[] = []

  constructor(root: string) {
    this.#root = root
  }

  /** The API user lacks the permission for what matches, as `METHOD path` (behind the API's root), `*` for anything. */
  deny(pattern: string): void {
    this.#denied.push(compilePattern(pattern))
  }

  /** The tenant's version has no such route. */
  lack(pattern: string): void {
    this.#lacking.push(compilePattern(pattern))
  }

  /** Success is spelt "suscess", as the vendor's own examples have it. */
  misspell(pattern: string): void {
    this.#misspelling.push(compilePattern(pattern))
  }

  /** All is as in the documents again. */
  restore(): void {
    this.#denied = []
    this.#lacking = []
    this.#misspelling = []
  }

  /** What the tenant answers before any work is done. */
  refusal(method: string, path: string): Reply | undefined {
    if (this.#fits(this.#lacking, method, path)) return { status: 404, body: { status: 'error', msg: 'Rota não encontrada' } }
    if (!this.#fits(this.#denied, method, path)) return undefined
    return { status: 403, body: { status: 'error', msg: 'O Usuário não possui a permissão desejada!', errors: [] } }
  }

  spell(method: string, path: string, reply: Reply): Reply {
    const { body } = reply
    if (typeof body !== 'object' || body === null || !this.#fits(this.#misspelling, method, path)) return reply
    return Reflect.get(body, 'status') === 'success' ? { ...reply, body: { ...body, status: 'suscess' } } : reply
  }

  #fits(patterns: readonly Matches[], method: string, path: string): boolean {
    const short = path.startsWith(this.#root) ? path.slice(this.#root.length + 1) : path
    return patterns.some((matches) => matches(method, short) || matches(method, path))
  }
}

const orderSchema = z.union([
  z.strictObject({ deny: z.string().min(1) }),
  z.strictObject({ lack: z.string().min(1) }),
  z.strictObject({ misspell: z.string().min(1) }),
  z.strictObject({ restore: z.literal(true) }),
])

/**
 * The tenant over HTTP, for checks that are scripts: `POST /__sandbox/tenant` with `{"deny": "GET cliente/financeiro"}`
 * (403), `{"lack": "* rede/cpe/*"}` (404), `{"misspell": "POST prospecto"}` ("suscess") or `{"restore": true}`.
 */
export function tenantRoute(tenant: Tenant): Route {
  return {
    method: 'POST',
    path: '/__sandbox/tenant',
    handle: ({ body }) => {
      const order = orderSchema.safeParse(body.fields)
      if (!order.success) return { status: 400, body: { errors: order.error.issues.map(({ message }) => message) } }
      if ('deny' in order.data) tenant.deny(order.data.deny)
      else if ('lack' in order.data) tenant.lack(order.data.lack)
      else if ('misspell' in order.data) tenant.misspell(order.data.misspell)
      else tenant.restore()
      return { status: 200, body: { ok: true } }
    },
  }
}
