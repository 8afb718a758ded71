import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { z } from 'zod'

import type { PromptProblem } from './problem.js'
import { describeYamlError } from './yaml-errors.js'

/** Every file of the folder starts with these. */
export const header = { name: z.string().min(1), version: z.int().min(1) }

export interface YamlFile<T> {
  /** Absent when there are problems. */
  value: T | undefined
  /** The file's data before the schema looked at it; `undefined` when it is not YAML. */
  raw: unknown
  problems: PromptProblem[]
  /** A problem at a place of the file; `row` counts the lines of a text in a `|` block, from 1. */
  problemAt(path: Path, what: string, row?: number): PromptProblem
}

/** A file's text, or why there is none. */
export type FileText = string | { missing: string }

type Path = readonly PropertyKey[]

/** Reads YAML text against a schema and tells every problem with its line. */
export function parseYamlFile<S extends z.ZodType>(
  given: FileText,
  file: string,
  schema: S,
): YamlFile<z.output<S>> {
  const lines = new LineCounter()
  const text = typeof given === 'string' ? given : ''
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const problemAt = (path: Path, what: string, row?: number): PromptProblem => ({
    file,
    line: lineOf(document, lines, path, row),
    field: path.map(String).join('.') || 'arquivo',
    what,
  })
  if (typeof given !== 'string') {
    return { value: undefined, raw: undefined, problems: [problemAt([], given.missing)], problemAt }
  }
  const broken = syntaxProblems(document, text).map(({ offset, what }) => {
    return { file, line: lines.linePos(offset).line, field: 'arquivo', what }
  })
  if (broken.length > 0) return { value: undefined, raw: undefined, problems: firstOfEachLine(broken), problemAt }
  const raw: unknown = document.toJS()
  // Everything else would be told as missing, line after line.
  if (!isMap(document.contents)) return { value: undefined, raw: undefined, problems: [problemAt([], noFields(raw, text))], problemAt }
  const parsed = schema.safeParse(raw, { error: describe })
  const problems = (parsed.error?.issues ?? []).flatMap((issue) => toProblems(issue, problemAt))
  return { value: parsed.data, raw, problems, problemAt }
}

/** One slip of a space makes an error of many lines below it. */
const MOST_BROKEN = 3

function firstOfEachLine(broken: readonly PromptProblem[]): PromptProblem[] {
  const sorted = broken.toSorted((one, other) => one.line - other.line)
  return sorted.filter(({ line }, at) => sorted.findIndex((one) => one.line === line) === at).slice(0, MOST_BROKEN)
}

function noFields(raw: unknown, text: string): string {
  if (text.includes('\r') && !text.includes('\n')) return 'as linhas terminam como em um Mac antigo (CR); salve-as com LF'
  return raw === null ? 'está vazio' : 'não tem campos: cada linha é “campo: valor”'
}

function syntaxProblems(document: Document, text: string): { offset: number; what: string }[] {
  // A warning is a tag nobody knows, which would take the text's first word away.
  const found = [...document.errors, ...document.warnings].map((error) => ({ offset: error.pos[0], what: describeYamlError(error, text) }))
  visit(document, {
    Alias: (_key, node) => {
      found.push({ offset: node.range?.[0] ?? 0, what: 'apelidos (*nome) não são aceitos; um texto com * vai entre aspas' })
    },
  })
  return found
}

function toProblems(issue: z.core.$ZodIssue, problemAt: (path: Path, what: string) => PromptProblem): PromptProblem[] {
  if (issue.code !== 'unrecognized_keys') return [problemAt(issue.path, issue.message)]
  return issue.keys.map((key) => problemAt([...issue.path, key], 'não é um campo conhecido'))
}

const locale = z.locales.pt().localeError

const KINDS: Readonly<Record<string, string>> = {
  array: 'precisa ser uma lista: um por linha, cada um depois de “- ”',
  boolean: 'precisa ser true ou false, sem aspas',
  string: 'precisa ser um texto; um número ou uma data vai entre aspas',
  number: 'precisa ser um número, sem aspas',
  int: 'precisa ser um número inteiro, sem aspas',
  object: 'precisa ter campos, um por linha, com dois espaços a mais no começo',
  record: 'precisa ter campos, um por linha, com dois espaços a mais no começo',
}

function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'falta' : KINDS[issue.expected]
  if (issue.code === 'invalid_value') return `precisa ser ${issue.values.map(String).join(' ou ')}`
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'está vazio'
  if (issue.code === 'too_small') return issue.origin === 'array' ? `precisa ter ao menos ${String(issue.minimum)}` : `pequeno demais: no mínimo ${String(issue.minimum)}`
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'precisa ser um endereço inteiro, como https://www.exemplo.com.br'
  const message = issue.code === 'too_big' ? `grande demais: no máximo ${issue.maximum}` : locale(issue)
  return typeof message === 'string' ? message : message?.message
}

/** The line of the deepest part of the path that is there: of the key, where it has one. */
function lineOf(document: Document, lines: LineCounter, path: Path, row = 0): number {
  let node: unknown = document.contents
  let offset = 0
  for (const step of path) {
    const next = child(node, step)
    if (next === undefined) return lines.linePos(offset).line
    offset = next.offset
    node = next.node
  }
  const inBlock = isScalar(node) && node.type === 'BLOCK_LITERAL'
  return lines.linePos(offset).line + (inBlock ? row : 0)
}

function child(node: unknown, step: PropertyKey): { node: unknown; offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
    if (!isPair(pair) || !isNode(pair.key)) return undefined
    return { node: pair.value, offset: pair.key.range?.[0] ?? 0 }
  }
  if (!isSeq(node)) return undefined
  const item = node.items[Number(step)]
  return isNode(item) && !isAlias(item) ? { node: item, offset: item.range?.[0] ?? 0 } : undefined
}
