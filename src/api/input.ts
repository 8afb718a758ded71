import { AppError } from '../domain/errors.js'
import type { CallDeclaration } from '../integrations/http/call.js'
import type { CallParts } from '../integrations/http/request.js'
import { nearest } from '../lib/nearest.js'
import { fieldsOf, PARTS, propertiesOf, schemaOf, type JsonSchema, type Part } from './fields.js'

/** What an operator asked for beside the call's own fields. */
export interface Wishes {
  help: boolean
  yes: boolean
  /** All pages of a listing, as one list. */
  all: boolean
  /** Where a file that the call answers goes. */
  out?: string | undefined
  /** The file to send, of a call that sends one; else a file with the fields as JSON. */
  file?: string | undefined
  json?: string | undefined
  /** Field by field, as typed. */
  fields: Readonly<Record<string, readonly (string | true)[]>>
}

/** Reads the words behind system and operation. Throws `bad-input` for what is no field of the call. */
export function readWishes(words: readonly string[], declaration: CallDeclaration): Wishes {
  const names = fieldsOf(declaration).map(({ name }) => name)
  const groups = PARTS.flatMap((part) => Object.keys(propertiesOf(schemaOf(declaration, part) ?? {}).fields))
  const known = new Set([...names, ...groups])
  const wishes: Record<string, string | true> = {}
  const fields: Record<string, (string | true)[]> = {}
  for (const [name, value] of optionsOf(words)) {
    if (FLAGS.has(name) && typeof value === 'string') throw wrong(`“${value}” está sobrando: --${name} não leva valor.`)
    if (VALUES.has(name) && value === true) throw wrong(`--${name} precisa de um valor.`)
    if (FLAGS.has(name) || VALUES.has(name)) wishes[name] = value
    else if (known.has(name)) (fields[name] ??= []).push(value)
    else throw wrong(`--${name} não é um campo desta operação.${meant(name, names)}`, name)
  }
  const text = (name: string): string | undefined => (typeof wishes[name] === 'string' ? wishes[name] : undefined)
  return {
    help: wishes.help === true,
    yes: wishes.yes === true,
    all: wishes.all === true,
    out: text('out'),
    file: text('file'),
    json: text('json'),
    fields,
  }
}

const FLAGS = new Set(['help', 'yes', 'all'])
const VALUES = new Set(['out', 'file', 'json'])
const SHORT: Readonly<Record<string, string>> = { '-h': '--help', '-y': '--yes' }

/** npm keeps for itself what begins with hyphens, unless two of them stand before. */
const LOST = ' Com npm, os campos vêm depois de “--”: npm run api -- <sistema> <operação> --campo valor'

/** `--name value`, `--name=value`, or `--name` alone. A value that begins with two hyphens needs the equals sign. */
function* optionsOf(words: readonly string[]): Generator<[string, string | true]> {
  for (let index = 0; index < words.length; index++) {
    const word = SHORT[words[index] ?? ''] ?? words[index] ?? ''
    const match = /^--([^=]+)(?:=([\s\S]*))?$/u.exec(word)
    if (!match) throw wrong(`“${word}” está sobrando: cada campo se escreve --campo valor.${words.some((one) => one.startsWith('--')) ? '' : LOST}`)
    const [, name = '', joined] = match
    const next = words[index + 1]
    const hasOwn = joined === undefined && next !== undefined && !next.startsWith('--') && SHORT[next] === undefined
    if (hasOwn && !FLAGS.has(name)) index++
    yield [name, joined ?? (hasOwn && !FLAGS.has(name) ? next : true)]
  }
}
/**
 * The parts of a call, of fields typed one by one over those given as JSON, over those that the configuration has.
 * Types follow the declaration's schema; whether the values are good is for it to say.
 */
export function partsOf(
  declaration: CallDeclaration,
  given: { fields: Wishes['fields']; json?: unknown; configured?: Readonly<Record<string, string | number>> },
): CallParts {
  const parts: Partial<Record<Part, Record<string, unknown>>> = {}
  for (const part of PARTS) if (declaration[part]) parts[part] = {}
  const place = (name: string, value: unknown): void => {
    const part = PARTS.find((one) => fieldOf(schemaOf(declaration, one), name.split('.')) !== undefined)
    if (part === undefined) throw wrong(`“${name}” não é um campo desta operação.`, name)
    set((parts[part] ??= {}), name.split('.'), value)
  }
  for (const [name, value] of Object.entries(given.configured ?? {})) {
    if (PARTS.some((part) => propertiesOf(schemaOf(declaration, part) ?? {}).fields[name])) place(name, value)
  }
  for (const [name, value] of Object.entries(asObject(given.json))) {
    refuseUnknown(declaration, name, value)
    place(name, value)
  }
  for (const [name, typed] of Object.entries(given.fields)) {
    const path = name.split('.')
    const schema = PARTS.map((part) => fieldOf(schemaOf(declaration, part), path)).find((one) => one !== undefined)
    if (typed.length > 1 && !isList(schema ?? {})) throw wrong(`--${name}: foi dado ${String(typed.length)} vezes, e leva um só valor.`, name)
    place(name, valueOf(schema ?? {}, typed))
  }
  return parts
}

function asObject(json: unknown): Readonly<Record<string, unknown>> {
  if (json === undefined) return {}
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json }
  throw wrong('O JSON precisa ser um objeto com os campos da operação.')
}

function fieldOf(schema: JsonSchema | undefined, path: readonly string[]): JsonSchema | undefined {
  const [first = '', ...rest] = path
  const own = schema && propertiesOf(schema).fields[first]
  return rest.length === 0 || own === undefined ? own : fieldOf(own, rest)
}

/** A schema drops what it does not know; a person who misspells a field is told. */
function refuseUnknown(declaration: CallDeclaration, name: string, value: unknown): void {
  const schema = PARTS.map((part) => fieldOf(schemaOf(declaration, part), name.split('.'))).find((one) => one !== undefined)
  if (schema === undefined) {
    const names = fieldsOf(declaration).map((field) => field.name)
    throw wrong(`“${name}” não é um campo desta operação.${meant(name, names)}`, name)
  }
  const inner = propertiesOf(schema).fields
  if (Object.keys(inner).length === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [key, one] of Object.entries(value)) refuseUnknown(declaration, `${name}.${key}`, one)
}

const isList = ({ type, anyOf = [] }: JsonSchema): boolean => type === 'array' || anyOf.some((form) => form.type === 'array')

/** What was typed, as the schema wants it; as typed where it does not fit, so that the schema names the field. */
function valueOf(schema: JsonSchema, typed: readonly (string | true)[]): unknown {
  const last = typed.at(-1) ?? ''
  if (schema.type === 'array') {
    if (typed.length === 1 && typeof last === 'string' && last.trim().startsWith('[')) return parsed(last)
    return typed.map((one) => valueOf(schema.items ?? {}, [one]))
  }
  const forms = schema.anyOf ?? [schema]
  const types = new Set(forms.flatMap(({ type }) => type ?? []))
  if (last === true) return types.has('boolean') ? true : ''
  if (types.has('boolean') && /^(?:true|false|sim|n[ãa]o)$/iu.test(last)) return /^(?:true|sim)$/iu.test(last)
  if (types.has('string')) return last
  if ((types.has('number') || types.has('integer')) && /^-?\d+(?:\.\d+)?$/u.test(last)) return Number(last)
  return types.has('object') || types.size === 0 ? parsed(last) : last
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Plain text then: the schema says whether that is good.
    return text
  }
}

function set(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path
  if (rest.length === 0) {
    target[first] = value
    return
  }
  const inner = target[first]
  const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {}
  set(next, rest, value)
  target[first] = next
}

/** “Quis dizer …?”, where names are like it. */
export function meant(wanted: string, names: readonly string[], prefix = '--'): string {
  const last = (name: string): string => name.split('.').at(-1) ?? name
  const like = [...new Set([...nearest(wanted, names), ...names.filter((name) => nearest(wanted, [last(name)]).length > 0)])]
  return like.length === 0 ? '' : ` Quis dizer ${like.slice(0, 3).map((name) => prefix + name).join(', ')}?`
}

export function wrong(message: string, field?: string): AppError {
  return new AppError('bad-input', message, { retry: 'never', context: { field } })
}
