import { z } from 'zod'

import { Secret } from '../../lib/secret.js'
import { instant } from '../wire/record.js'
import { wireText } from '../wire/values.js'

/** `Data`: an array, one object, an object around an array, or `null` for nothing. */
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
  if (Array.isArray(value) || typeof value !== 'object') return value
  // The document writes `{ [ … ] }`, and a DataSet is written as `{ "Table": [ … ] }`.
  const parts: unknown[] = Object.values(value)
  return parts.length === 1 && Array.isArray(parts[0]) ? parts[0] : [value]
}

/** `Data` of a call that only does something. */
export const done = z.unknown().transform(() => undefined)

export const textOrNothing = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '')

/** A GUID as it came; .NET's empty one is nothing. */
export const hashOrNothing = textOrNothing.transform((hash) => (isEmptyGuid(hash) ? '' : hash))

/** For `record`: a GUID in lower case, whichever came; .NET's empty one is nothing. */
export const guid = wireText.transform((hash) => (isEmptyGuid(hash) ? '' : hash.toLowerCase()))

/**
 * For `record`: `datetime` and `smalldatetime` in the forms that .NET writes, `/Date(…)/` with them. Their smallest
 * values (year 1, 1900) are nothing.
 */
export const moment = z.preprocess(fromDotNet, z.union([z.literal(''), instant]))

/** For `record`: what opens a file by itself, or may hold such a link. Cannot be printed. */
export const sealed = wireText.transform((value) => (value === '' ? undefined : new Secret(value)))

function fromDotNet(value: unknown): unknown {
  if (typeof value !== 'string') return value
  // The milliseconds are UTC, whatever offset stands behind them; before 1970 there are only the smallest values.
  const ms = /^\\?\/Date\((-?\d+)(?:[+-]\d{4})?\)\\?\/$/u.exec(value.trim())?.[1]
  if (ms !== undefined) return Number(ms) < 0 ? '' : Number(ms)
  return /^((0001|1900)-01-01|01\/01\/(0001|1900))(?!\d)/u.test(value.trim()) ? '' : value
}

function isEmptyGuid(hash: string): boolean {
  return /^\{?0{8}-0{4}-0{4}-0{4}-0{12}\}?$/u.test(hash.trim())
}
