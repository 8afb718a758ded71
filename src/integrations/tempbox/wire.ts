import { z } from 'zod'

/** `Data`: an array, one object, or `null` for nothing. */
export function rows<S extends z.ZodType>(row: S) {
  return z.preprocess(toArray, z.array(row))
}

/** As `rows`, without those that cannot be read: one odd row of somebody else's must not hide ours. */
export function readableRows<S extends z.ZodType>(row: S) {
  const one = z.unknown().transform((value) => {
    const parsed = row.safeParse(value)
    return parsed.success ? [parsed.data] : []
  })
  return rows(one).transform((found) => found.flat())
}

function toArray(value: unknown): unknown {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** `Data` of a call that only does something. */
export const done = z.unknown().transform(() => undefined)

export const textOrNothing = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '')
