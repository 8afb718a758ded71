import { parse, stringify } from 'yaml'

/** A value as YAML, for people to read and change. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 110 })
}

/** A YAML mapping with these fields in place of its own. */
export function withFields(text: string, fields: Readonly<Record<string, unknown>>): string {
  const before: unknown = parse(text)
  return writeYaml({ ...(typeof before === 'object' ? before : {}), ...fields })
}
