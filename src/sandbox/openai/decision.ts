import { asSchema } from './strict-schema.js'
import type { JsonSchema, ModelAnswer, ModelRequest } from './types.js'

/**
 * Puts a decision where this request wants it: in the text where a schema for it was given, in the arguments of the
 * tool whose parameters have a `tipo` where there is one, else as bare JSON. Members that the schema knows and the
 * decision lacks are filled in as empty.
 */
export function placeDecision(
  decision: Readonly<Record<string, unknown>>,
  { schema, tools }: Pick<ModelRequest, 'schema' | 'tools'>,
): Extract<ModelAnswer, { kind: 'text' | 'tools' }> {
  if (schema) return { kind: 'text', text: JSON.stringify(shape(schema, decision, schema)) }
  const tool = tools.find(({ parameters }) => holdsTipo(parameters, parameters))
  if (!tool) return { kind: 'text', text: JSON.stringify(decision) }
  const args = asSchema(shape(tool.parameters, decision, tool.parameters)) ?? {}
  return { kind: 'tools', calls: [{ name: tool.name, args }] }
}

/** Whether the tool is there to take the decision. */
export function takesDecision(parameters: JsonSchema): boolean {
  return holdsTipo(parameters, parameters)
}

function shape(schema: JsonSchema, given: unknown, root: JsonSchema): unknown {
  const known = resolve(schema, root)
  const value = asSchema(given)
  const choices = choicesOf(known)
  if (choices.length > 0) {
    if (given === undefined) return choices.some(({ type }) => type === 'null') ? null : shape(choices[0] ?? {}, given, root)
    const fitting = choices.find((choice) => fits(resolve(choice, root), given))
    return shape(fitting ?? choices[0] ?? {}, given, root)
  }
  if (given === undefined) return emptyOf(known)
  if (known.type === 'array' && value) return Object.entries(value).map(([key, answer]) => pair(known, key, answer, root))
  const properties = asSchema(known.properties)
  if (!properties || !value) return given
  const outer = Object.entries(properties).map(([name, child]) => {
    const property = asSchema(child) ?? {}
    const nested = !('tipo' in properties) && 'tipo' in value && holdsTipo(property, root)
    return [name, shape(property, nested ? value : value[name], root)] as const
  })
  const required = Array.isArray(known.required) ? known.required : []
  return Object.fromEntries(outer.filter(([name]) => name in value || required.includes(name)))
}

/** An entry of a map that the schema wants as a list of pairs, since strict schemas know no maps. */
function pair(list: JsonSchema, key: string, answer: unknown, root: JsonSchema): unknown {
  const item = resolve(asSchema(list.items) ?? {}, root)
  const [first = 'id', second = 'resposta'] = Object.keys(asSchema(item.properties) ?? {})
  return { [first]: key, [second]: answer }
}

function holdsTipo(schema: JsonSchema, root: JsonSchema): boolean {
  const known = resolve(schema, root)
  const properties = asSchema(known.properties) ?? {}
  if ('tipo' in properties) return true
  return [...choicesOf(known), ...Object.values(properties).map((child) => asSchema(child) ?? {})].some((child) =>
    holdsTipo(child, root),
  )
}

function choicesOf({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  const listed: unknown = anyOf ?? oneOf
  return Array.isArray(listed) ? listed.map((choice) => asSchema(choice) ?? {}) : []
}

/** Of the choices of a union the one whose `tipo` it is; else the first of its kind. */
function fits(choice: JsonSchema, given: unknown): boolean {
  const tipo = asSchema(asSchema(choice.properties)?.tipo)
  const value = asSchema(given)
  if (!value) return choice.type === typeof given || 'enum' in choice || 'const' in choice
  if (!tipo) return choice.type === 'object' || choice.type === 'array'
  const known: unknown = tipo.enum
  return Array.isArray(known) ? known.includes(value.tipo) : tipo.const === value.tipo
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = typeof schema.$ref === 'string' ? /^#\/(?:\$defs|definitions)\/(.+)$/u.exec(schema.$ref)?.[1] : undefined
  if (name === undefined) return schema
  const named = asSchema(root.$defs) ?? asSchema(root.definitions)
  return asSchema(named?.[name]) ?? {}
}

function emptyOf({ type }: JsonSchema): unknown {
  if (Array.isArray(type)) return type.includes('null') ? null : ''
  switch (type) {
    case 'string':
      return ''
    case 'array':
      return []
    case 'object':
      return {}
    case 'number':
    case 'integer':
      return 0
    case 'boolean':
      return false
    default:
      return null
  }
}
