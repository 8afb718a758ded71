import type { z } from 'zod'

import type { CallDeclaration } from '../integrations/http/call.js'
import type { CallParts } from '../integrations/http/request.js'
import { fieldsOf, PARTS, type Field } from './fields.js'
import { explain } from './help.js'
import { meant, wrong } from './input.js'

/** Throws `bad-input` with every problem, by field, before anything is sent. */
export function check(declaration: CallDeclaration, parts: CallParts): void {
  const fields = fieldsOf(declaration)
  const problems = PARTS.flatMap((part) => {
    const issues = declaration[part]?.safeParse(parts[part]).error?.issues ?? []
    return issues.map((issue) => {
      const field = issue.path.map(String).join('.')
      return { field, told: tell(issue, field, valueAt(parts[part], issue.path), fields) }
    })
  })
  if (problems.length === 0) return
  // Once is enough: what is said next of a field often follows from the first.
  const first = problems.filter(({ field }, at) => problems.findIndex((one) => one.field === field) === at)
  const lines = first.map(({ field, told }) => `  --${field}: ${told}`)
  throw wrong(['Nada foi enviado:', ...lines, '  (os campos: --help)'].join('\n'), first[0]?.field)
}

function tell(issue: z.core.$ZodIssue, name: string, value: unknown, fields: readonly Field[]): string {
  const field = fields.find((one) => one.name === name)
  const wanted = field ? explain(field) : groupOf(name, fields)
  if (issue.code === 'custom' && issue.message === 'unknown field') {
    return `não é um campo desta operação.${meant(name, fields.map((one) => one.name))}`
  }
  if (issue.code === 'custom' && issue.message !== VAGUE) return issue.message
  if (value === undefined) return `falta${wanted}`.replace(/^falta(?=.)/u, 'falta: ')
  if (typeof value === 'string' && value.trim() === '') return `está vazio; o que se espera: ${wanted}`
  const date = typeof value === 'string' && /^\d{1,2}\/\d{1,2}\/\d{2,4}/u.test(value) ? ' (datas com o ano na frente, como 2026-11-28)' : ''
  return SAYS_ENOUGH.has(issue.code) && issue.message !== VAGUE ? `${issue.message}${date}` : `não serve; o que se espera: ${wanted}${date}`
}

/** What zod's Portuguese says of a refinement, or a union, without words of its own. */
const VAGUE = 'Entrada inválida'
/** Those whose words name the values or the limit; a pattern or a kind is told by the field's own. */
const SAYS_ENOUGH: ReadonlySet<string> = new Set(['invalid_value', 'too_small', 'too_big'])

function groupOf(name: string, fields: readonly Field[]): string {
  const inner = fields.filter((one) => one.name.startsWith(`${name}.`)).map((one) => `--${one.name}`)
  return inner.length === 0 ? '' : `um objeto, com ${inner.slice(0, 3).join(', ')}${inner.length > 3 ? '…' : ''}`
}

function valueAt(part: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), part)
}
