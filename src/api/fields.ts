import { z } from 'zod'

import type { CallDeclaration } from '../integrations/http/call.js'

export const PARTS = ['params', 'query', 'body'] as const
export type Part = (typeof PARTS)[number]

/** One thing that a call takes, as people read it. */
export interface Field {
  part: Part
  /** With the names of the objects it stands in: `filtro_body.status`. */
  name: string
  required: boolean
  /** `texto`, `inteiro`, `lista de texto`… */
  type: string
  /** The values that it may have, where they are few. */
  values: readonly string[]
  told: string
  schema: JsonSchema
}

/** The little of JSON Schema that declarations need. */
export type JsonSchema = z.output<typeof jsonSchema>
const jsonSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.union([z.string(), z.number(), z.boolean()]).optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional()
  },
  get items() {
    return jsonSchema.optional()
  },
  get anyOf() {
    return z.array(jsonSchema).optional()
  },
})

/** All fields of a call, in the order of its declaration, objects taken apart. */
export function fieldsOf(declaration: CallDeclaration): readonly Field[] {
  return PARTS.flatMap((part) => {
    const schema = schemaOf(declaration, part)
    return schema === undefined ? [] : inside(part, '', true, schema)
  })
}

/** What one part of a call takes; undefined where it takes nothing. */
export function schemaOf(declaration: CallDeclaration, part: Part): JsonSchema | undefined {
  const declared = declaration[part]
  return declared && jsonSchema.parse(z.toJSONSchema(declared, { io: 'input', unrepresentable: 'any' }))
}

/** An object's own fields; alternatives of objects (a union) give all of theirs, required where all require it. */
export function propertiesOf(schema: JsonSchema): { fields: Readonly<Record<string, JsonSchema>>; required: ReadonlySet<string> } {
  const forms = schema.anyOf?.filter(({ properties }) => properties) ?? []
  if (schema.properties || forms.length === 0) {
    return { fields: schema.properties ?? {}, required: new Set(schema.required ?? []) }
  }
  const each = forms.map((form) => new Set(form.required ?? []))
  return {
    fields: Object.assign({}, ...forms.map(({ properties }) => properties)) as Record<string, JsonSchema>,
    required: new Set([...(each[0] ?? [])].filter((name) => each.every((names) => names.has(name)))),
  }
}

function inside(part: Part, prefix: string, required: boolean, schema: JsonSchema): Field[] {
  const own = propertiesOf(schema)
  return Object.entries(own.fields).flatMap(([key, field]): Field[] => {
    const name = `${prefix}${key}`
    const needed = required && own.required.has(key)
    if (Object.keys(propertiesOf(field).fields).length > 0) return inside(part, `${name}.`, needed, field)
    return [{ part, name, required: needed, type: typeOf(field), values: valuesOf(field), told: field.description ?? '', schema: field }]
  })
}

function valuesOf(schema: JsonSchema): string[] {
  if (schema.const !== undefined) return [String(schema.const)]
  // An id may be taken as a number and as text.
  if (schema.enum) return [...new Set(schema.enum.map(String))]
  return schema.items ? valuesOf(schema.items) : []
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'texto',
  integer: 'inteiro',
  number: 'número',
  boolean: 'true ou false',
  object: 'objeto JSON',
  null: 'null',
}

const FORMATS: Readonly<Record<string, string>> = { date: 'data AAAA-MM-DD', 'date-time': 'data e hora ISO', email: 'e-mail' }

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' ou ')
  if (schema.type === 'array') return schema.items ? `lista de ${typeOf(schema.items)}` : 'lista JSON'
  if (Array.isArray(schema.type)) return schema.type.map((type) => TYPES[type] ?? type).join(' ou ')
  if (schema.type === undefined) return schema.enum || schema.const !== undefined ? 'texto' : 'qualquer valor'
  return `${FORMATS[schema.format ?? ''] ?? TYPES[schema.type] ?? schema.type}${rangeOf(schema)}`
}

function rangeOf({ type, minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  if (type !== 'integer' && type !== 'number') return ''
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + (type === 'integer' ? 1 : 0))
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined
  const from = least !== undefined && least > Number.MIN_SAFE_INTEGER && (least > 1 || most !== undefined) ? least : undefined
  if (from !== undefined && most !== undefined) return ` de ${String(from)} a ${String(most)}`
  if (most !== undefined) return ` até ${String(most)}`
  return from === undefined ? '' : ` de ${String(from)} em diante`
}
