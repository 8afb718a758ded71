import { AsyncLocalStorage } from 'node:async_hooks'

import { z } from 'zod'

import { localDay, localTime, parseDay, parseInstant } from './dates.js'
import { wireCents, wireFlag, wireList, wireNumber, wireText } from './values.js'

/**
 * What an API answers, told field by field in its own spelling, and read into our own: `id_cliente_servico` and
 * `IdClienteServico` both become `idClienteServico`. What is not named is dropped, passwords with it. A field that is
 * absent, empty or not of its kind is left out: vendors send `[]`, `""` and `0000-00-00` for nothing, and a kind that
 * knows another form of nothing reads it as `''`. Whoever must not miss what is not of its kind asks for it with
 * `withUnread`.
 */
export function record<const F extends Fields>(fields: F): z.ZodType<Read<F>> {
  // Made with the first answer that is read with it: most are for operators, and stand in the bot's declarations.
  return z.lazy(() => {
    const entries = Object.entries(fields).map(([name, kind]) => [name, field(name, kind)])
    return z.object(Object.fromEntries(entries)).transform((wire) => {
      const set = Object.entries(wire).filter(([, value]) => value !== undefined && value !== '')
      // The keys are those of `Read<F>` by the same rule, which the compiler cannot follow.
      return Object.fromEntries(set.map(([name, value]) => [camel(name), value])) as Read<F>
    })
  })
}

/** What is read, and the names of the fields that hold something, but nothing of their kind, and are left out. */
export async function withUnread<T>(read: () => Promise<T>): Promise<{ value: T; unread: readonly string[] }> {
  const met = new Set<string>()
  const value = await unread.run(met, read)
  return { value, unread: [...met] }
}

const unread = new AsyncLocalStorage<Set<string>>()

/** Read as its kind; undefined where it is not. */
function field(name: string, kind: z.ZodType) {
  return z
    .unknown()
    .transform((value) => {
      const { data } = kind.safeParse(value)
      if (data === undefined && !isNothing(value)) unread.getStore()?.add(name)
      return data
    })
    .optional()
}

/** What vendors send for nothing. */
function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return !value || (typeof value === 'string' && /^\s*(?:0000-00-00.*)?$/u.test(value))
}

/** Every entry a `kind`; `null` is an empty list. */
export const list = wireList

/** Trimmed text; a number where text is expected is text. */
export const text = wireText

export const number = wireNumber

/** `""` says nothing, so it is not `false`. */
export const flag = z.union([z.boolean(), z.number(), z.string().regex(/\S/u)]).pipe(wireFlag)

/** An amount in reais, with two decimals at most. */
export const reais = wireCents.transform((cents) => cents / 100)

/** An instant in any form seen, as `2022-12-29T18:08:33-03:00`: local time in São Paulo with its offset. */
export const instant = z.unknown().transform((value) => {
  const at = parseInstant(value)
  return at === undefined ? undefined : localIso(at)
})

/** A calendar day without a time, `YYYY-MM-DD`. */
export const day = z.unknown().transform(parseDay)

/** Text, whether it comes as itself or as an object that has it under `name`. */
export function textOf(name: string) {
  return z.union([wireText, z.looseObject({ [name]: wireText }).transform((wire) => wireText.parse(wire[name]))])
}

/** Fields of the wire, each with the schema of its kind. */
export type Fields = Readonly<Record<string, z.ZodType>>

export type Read<F extends Fields> = {
  -readonly [K in keyof F as K extends string ? Camel<K> : never]?: Exclude<z.output<F[K]>, undefined>
}

type Camel<S extends string> = Uncapitalize<Joined<S>>
type Joined<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Joined<Tail>>}` : S

function camel(name: string): string {
  const joined = name.replace(/_([a-z\d])/giu, (_match, letter: string) => letter.toUpperCase())
  return joined.charAt(0).toLowerCase() + joined.slice(1)
}

function localIso(at: number): string {
  const shown = `${localDay(at)}T${localTime(at)}`
  const offsetMinutes = Math.round((Date.parse(`${shown}Z`) - Math.floor(at / 1_000) * 1_000) / 60_000)
  const two = (part: number): string => String(part).padStart(2, '0')
  const [sign, minutes] = offsetMinutes < 0 ? ['-', -offsetMinutes] : ['+', offsetMinutes]
  return `${shown}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
