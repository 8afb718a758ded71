import { z } from 'zod'

/**
 * The vendors' mixed types, taken as they come (docs/errata.md): numbers as strings, `[]` where a map is expected,
 * `null` for a list, a paginator object for an array. Objects strip what they don't name: `senha` ends here.
 */

/** A number, or one written as text with a point or a comma. */
export const wireNumber = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+([.,]\d+)?$/u)
    .transform((text) => Number(text.replace(',', '.'))),
])

export const wireId = wireNumber.pipe(z.number().int().positive())

/** Text, or a number where text is expected. */
export const wireText = z.union([z.string(), z.number().transform(String)]).transform((text) => text.trim())

/** `sim`, `true`, `1` and the like. */
export const wireFlag = z
  .union([z.boolean(), z.number(), z.string()])
  .transform((value) => value === true || value === 1 || /^(true|sim|s|1|t)$/iu.test(String(value)))

/** Absent, `null`, `""` and `[]` are all "nothing"; anything else must fit. */
export function orNothing<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (isNothing(value) ? undefined : value), schema.optional())
}

/** A list: `null` is empty, a paginator's is under `data`, PHP may have made a map of one with holes. */
export function wireList<S extends z.ZodType>(item: S) {
  return z.preprocess(toArray, z.array(item))
}

/** Amounts: `54.95`, `"119.9"`, `"1.234,56"`; in cents. */
export const wireCents = z.union([z.number(), z.string()]).transform((value, context) => {
  const text = typeof value === 'number' ? String(value) : value.replace(/[R$\s]/gu, '')
  const amount = Number(text.includes(',') ? text.replace(/\./gu, '').replace(',', '.') : text)
  if (text !== '' && Number.isFinite(amount)) return Math.round(amount * 100)
  context.addIssue({ code: 'custom', message: 'no amount' })
  return z.NEVER
})

/** Digits, and letters of an alphanumeric CNPJ; a number has lost its leading zeros. */
export function bareDocumento(value: string | number): string {
  const text = String(value)
    .replace(/[^\dA-Za-z]/gu, '')
    .toUpperCase()
  return typeof value === 'number' ? text.padStart(text.length > 11 ? 14 : 11, '0') : text
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function toArray(value: unknown): unknown {
  if (isNothing(value)) return value === undefined ? undefined : []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return 'data' in value ? toArray(value.data) : Object.values(value)
}
