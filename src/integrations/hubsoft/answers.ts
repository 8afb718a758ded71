import { z } from 'zod'

import type { Page } from '../http/pages.js'
import { record, text, type Fields, type Read } from '../wire/record.js'
import { orNothing, wireList, wireNumber } from '../wire/values.js'

/** The list under the first of these keys that is there; without any of them it is not the answer of this call. */
export function listUnder<S extends z.ZodType>(keys: readonly [string, ...string[]], item: S) {
  return z
    .looseObject({})
    .transform((wire, context) => valueUnder(keys, wire, context))
    .pipe(wireList(item))
}

/**
 * A page: the list beside `paginacao` (2025), or a paginator in the list's place (`data`, `current_page`, `last_page`,
 * `total`; seen).
 */
export function pageUnder<S extends z.ZodType<readonly unknown[]>>(key: string, items: S): z.ZodType<Page<z.output<S>[number]>> {
  return z.looseObject({}).transform((wire, context) => {
    const value = valueUnder([key], wire, context)
    const itens = z.safeParse(items, value)
    if (!itens.success) {
      context.addIssue({ code: 'custom', path: [key, ...(itens.error.issues[0]?.path ?? [])], message: 'no list' })
      return z.NEVER
    }
    const { pagina, ultimaPagina, total } = told.parse(wire.paginacao) ?? told.parse(value) ?? {}
    return {
      itens: itens.data,
      ...(pagina === undefined ? {} : { pagina }),
      ...(ultimaPagina === undefined ? {} : { ultimaPagina }),
      ...(total === undefined ? {} : { total }),
    }
  })
}

/** What a write answers, for operators: the vendor's sentence and what it shows beside it, `key` being a must. */
export function said<const F extends Fields>(fields: F, key?: keyof F & string): z.ZodType<Read<F & { msg: typeof text }>> {
  const must = key === undefined ? {} : { [key]: z.looseObject({}) }
  return z
    .looseObject({ status: z.string().min(1), ...must })
    .transform((wire): unknown => wire)
    .pipe(record({ msg: text, ...fields }))
}

const count = orNothing(wireNumber).catch(undefined)

const told = z
  .object({
    pagina_atual: count,
    ultima_pagina: count,
    total_registros: count,
    current_page: count,
    last_page: count,
    total: count,
  })
  .transform((wire) => ({
    pagina: wire.pagina_atual ?? wire.current_page,
    ultimaPagina: wire.ultima_pagina ?? wire.last_page,
    total: wire.total_registros ?? wire.total,
  }))
  .optional()
  .catch(undefined)

function valueUnder(keys: readonly [string, ...string[]], wire: Record<string, unknown>, context: z.RefinementCtx): unknown {
  const key = keys.find((one) => one in wire)
  if (key !== undefined) return wire[key]
  context.addIssue({ code: 'custom', path: [keys[0]], message: 'missing' })
  return z.NEVER
}
