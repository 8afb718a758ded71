import type { JsonSchema } from './types.js'

/** Not to be used where `strict` is asked for, as the vendor documents it. */
const FORBIDDEN = ['allOf', 'oneOf', 'not', 'if', 'then', 'else', 'propertyNames', 'patternProperties', 'dependentRequired']

/**
 * What a strict schema lacks, in the endpoint's words; `undefined` for one that it takes. All members required, no
 * others allowed, and no `anyOf` at its root.
 */
export function strictProblem(schema: JsonSchema): string | undefined {
  if (schema.type !== 'object') return "In context=(), schema must have type 'object' and not have 'anyOf' at the top level."
  return problemOf(schema, [])
}

function problemOf(schema: JsonSchema, path: readonly string[]): string | undefined {
  const here = `In context=(${path.map((part) => `'${part}'`).join(', ')})`
  const forbidden = FORBIDDEN.find((keyword) => keyword in schema)
  if (forbidden !== undefined) return `${here}, '${forbidden}' is not permitted.`
  if (schema.type === 'object' || 'properties' in schema) {
    if (schema.additionalProperties !== false) {
      return `${here}, 'additionalProperties' is required to be supplied and to be false.`
    }
    const required = new Set(Array.isArray(schema.required) ? schema.required : [])
    const missing = Object.keys(asSchema(schema.properties) ?? {}).find((name) => !required.has(name))
    if (missing !== undefined) {
      return `${here}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
    }
  }
  for (const [name, child] of childrenOf(schema)) {
    const problem = problemOf(child, [...path, ...name])
    if (problem !== undefined) return problem
  }
  return undefined
}

function childrenOf(schema: JsonSchema): [string[], JsonSchema][] {
  const named = (keyword: string): [string[], JsonSchema][] =>
    Object.entries(asSchema(schema[keyword]) ?? {}).flatMap(([name, child]) => {
      const found = asSchema(child)
      return found ? [[[keyword, name], found]] : []
    })
  const items = asSchema(schema.items)
  const choices = Array.isArray(schema.anyOf) ? schema.anyOf.map(asSchema) : []
  return [
    ...named('properties'),
    ...named('$defs'),
    ...named('definitions'),
    ...(items ? [[['items'], items] satisfies [string[], JsonSchema]] : []),
    ...choices.flatMap((child, index): [string[], JsonSchema][] => (child ? [[['anyOf', String(index)], child]] : [])),
  ]
}

/** The value where it is an object. */
export function asSchema(value: unknown): JsonSchema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
