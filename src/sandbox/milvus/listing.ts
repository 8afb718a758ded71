import type { Reply, StandInRequest } from '../http/route.js'

/** A 500 that is a refusal (docs/errata.md). */
export const invalid: Reply = { status: 500, body: { message: 'Campo inválido' } }

export const notFound = (what: string): Reply => ({ status: 404, body: { message: `${what} não encontrado` } })

/** A text, a number or a flag as text; anything else as nothing. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** What stands under `name` where that is an object. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** The filter of a listing; none where it was not sent. */
export function filterOf({ body }: StandInRequest): Record<string, unknown> | undefined {
  const { filtro_body: filter } = body.fields
  return typeof filter === 'object' && filter !== null ? objectOf(filter) : undefined
}

/** Whether a filter's text, where it has one, is a part of the value. */
export function has(filter: Record<string, unknown>, name: string, value: string): boolean {
  const wanted = asText(filter[name]).toLowerCase()
  return wanted === '' || value.toLowerCase().includes(wanted)
}

/** Whether a filter's value, where it has one, is the value. */
export function is(filter: Record<string, unknown>, name: string, value: string): boolean {
  const wanted = asText(filter[name])
  return wanted === '' || wanted === value
}

/** One page in the vendor's shape, the page's number as text; everything without `meta` where no pages are wanted. */
export function pageOf(request: StandInRequest, rows: readonly unknown[], most = 1_000, more: object = {}): Reply {
  const option = (name: string): string => asText(request.body.fields[name] ?? request.query.get(name))
  if (option('is_paginate') === 'false') return { status: 200, body: { lista: rows, ...more } }
  const perPage = Number(option('total_registros') || 50)
  const page = Number(option('pagina') || 1)
  if (!(perPage >= 1 && perPage <= most) || !(page >= 1)) return invalid
  const paginate = {
    current_page: String(page),
    total: rows.length,
    to: perPage,
    from: 1,
    last_page: Math.max(1, Math.ceil(rows.length / perPage)),
    per_page: perPage,
  }
  return { status: 200, body: { meta: { paginate }, lista: rows.slice((page - 1) * perPage, page * perPage), ...more } }
}

/** Sorted by a number, from the largest down unless the request says otherwise. */
export function sorted<T>({ query }: StandInRequest, rows: readonly T[], by: (row: T) => number): T[] {
  const sign = query.get('is_descending') === 'false' ? 1 : -1
  return rows.toSorted((one, other) => sign * (by(one) - by(other)))
}
