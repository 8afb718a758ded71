import { z } from 'zod'

import type { Page } from '../http/pages.js'
import { list } from '../wire/record.js'
import { wireId, wireNumber } from '../wire/values.js'

/** Where the document gives no answer worth reading: a 204, or a sentence that says it was done. */
export const done = z.unknown().transform(() => undefined)

/** The number of what was created, bare or as text. */
export const createdId = wireId.transform((id) => ({ id }))

/** A chamado's `codigo`, never its internal `id`: a number, or the same as text. */
export const codigo = z
  .union([z.number().int().positive(), z.string().trim().regex(/^[1-9]\d*$/u)])
  .transform((value) => String(value))

const paginate = z
  .object({ current_page: wireNumber, total: wireNumber, last_page: wireNumber })
  .partial()
  .catch({})

const meta = z.object({ paginate }).optional().catch(undefined)

/** `{ meta, lista }`, a page of `row`s; the counts may come as text, or not at all. */
export function page<S extends z.ZodType>(row: S) {
  return z.object({ meta, lista: list(row) }).transform(({ meta: told, lista }): Page<z.output<S>> => {
    const { current_page: pagina, last_page: ultimaPagina, total } = told?.paginate ?? {}
    return { itens: lista, pagina, ultimaPagina, total }
  })
}

/** `{ lista }` without pages. */
export function lista<S extends z.ZodType>(row: S) {
  return z.object({ lista: list(row) }).transform((wire) => wire.lista)
}

/** Pages begin with 1; 50 entries each where `total_registros` does not say otherwise. */
export const paging = { part: 'query', field: 'pagina', first: 1 } as const

/**
 * An object that takes these fields and no others: one that it does not know is refused by its own name, where zod's
 * own strict object would name only the object. What an operator misspells must not be left out silently.
 */
export function only<S extends z.ZodRawShape>(shape: S) {
  return z.looseObject(shape).superRefine((value, context) => {
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(shape, name)) context.addIssue({ code: 'custom', message: 'unknown field', path: [name] })
    }
  })
}

/** A text that says something. */
export const text = z.string().trim().min(1)

/** A filter's text: the document's own examples send `""` for "any". */
export const filterText = z.string()

/** A number, or the same as text, sent as text: how the document writes `codigo`s. */
export const numberAsText = z
  .union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/u)])
  .transform(String)

/** `2022-12-04 12:45:00`, local time. */
export const dateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/u)
  .refine(isReal)

/** `2022-06-13` */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/u)
  .refine(isReal)

/** `true` and `false`, sent as text in the query string. */
export const isDescending = z.boolean().optional().describe('do maior para o menor')

export const isPaginate = z.boolean().optional().describe('em páginas; sem dizer, sim')

export const pagina = z.number().int().min(1).optional().describe('página, a partir de 1')

/** Entries of a page, at most `most`; 50 where nothing is said. */
export const totalRegistros = (most: number) =>
  z.number().int().min(1).max(most).optional().describe(`registros por página, 50 sem dizer, ${most} no máximo`)

/** The id of something in a path. */
export const idInPath = z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/u)])

function isReal(written: string): boolean {
  const at = new Date(`${written.replace(' ', 'T')}${written.length > 10 ? 'Z' : ''}`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written.slice(0, 10))
}
