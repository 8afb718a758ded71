import { z } from 'zod'

import type { PromptProblem } from './problem.js'
import type { Provider } from './provider.js'
import { createCompiler, writeOut, type TemplateVars } from './templates.js'
import { header, parseYamlFile, type FileText, type YamlFile } from './yaml-file.js'

/** A text for the model, every variable put in. */
export interface MarkdownText {
  /** As its header says; absent where the header cannot be read. */
  version: number | undefined
  /** Absent when there are problems, or no provider to put in. */
  text: string | undefined
  problems: PromptProblem[]
}

/** What the program puts in beside `provedor`; `known` is every variable that the file may use. */
export interface MarkdownGiven {
  known: readonly string[]
  provider: Provider | undefined
  vars: TemplateVars | undefined
}

/** Two or three pages: the model reads it with every message. */
const MAX_TEXT = 24_000

const schema = z.strictObject({ ...header, variables: z.array(z.string()) })

/**
 * Reads a Markdown text below a YAML header between two lines of `---`. Plain text: nothing is escaped. A variable must
 * stand in the header, be one that the program knows, and be used.
 */
export function parseMarkdown(given: FileText, file: string, { known, provider, vars }: MarkdownGiven): MarkdownText {
  const none = { version: undefined, text: undefined }
  const at = (line: number, field: string, what: string): PromptProblem => ({ file, line, field, what })
  if (typeof given !== 'string') return { ...none, problems: [at(1, 'arquivo', given.missing)] }
  const parts = split(given)
  if ('what' in parts) return { ...none, problems: [at(parts.line, 'cabeçalho', parts.what)] }
  const yaml = parseYamlFile(parts.header, file, schema)
  const declared = declaredIn(yaml)
  const { template, problems: found, uses } = createCompiler('text')(parts.body, known)
  const inBody = (row: number, what: string): PromptProblem => at(parts.line + row - 1, 'texto', what)
  const problems = [
    ...yaml.problems,
    ...checkDeclared(yaml, declared ?? [], known, template && new Set(uses.map(({ name }) => name))),
    ...uses
      .filter(({ name }) => declared && known.includes(name) && !declared.includes(name))
      .map(({ name, row }) => inBody(row, `{{ ${name} }} falta em variables, no cabeçalho`)),
    ...found.map(({ row, what }) => inBody(row, what)),
  ]
  if (parts.body.trim() === '') problems.push(inBody(1, 'falta'))
  if (parts.body.length > MAX_TEXT) problems.push(inBody(1, `grande demais: no máximo ${MAX_TEXT} caracteres`))
  const { version } = versionSchema.parse(yaml.raw)
  if (problems.length > 0 || !template || !provider || !vars) return { version, text: undefined, problems }
  const written = writeOut(template, vars, provider)
  if ('text' in written) return { version, text: written.text, problems }
  return { version, text: undefined, problems: [inBody(written.row, written.what)] }
}

/** The header keeps its line numbers: an empty line stands for the `---` above it. */
function split(text: string): { header: string; body: string; line: number } | { line: number; what: string } {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u)
  if (lines[0]?.trimEnd() !== '---') return { line: 1, what: 'falta: o arquivo começa com uma linha ---' }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  if (end < 0) return { line: lines.length, what: 'não termina: falta a segunda linha ---' }
  return {
    header: ['', ...lines.slice(1, end)].join('\n'),
    body: lines.slice(end + 1).join('\n'),
    line: end + 2,
  }
}

function checkDeclared(
  yaml: YamlFile<unknown>,
  declared: readonly string[],
  known: readonly string[],
  used: ReadonlySet<string> | undefined,
): PromptProblem[] {
  return declared.flatMap((name, index) => {
    const path = ['variables', index]
    if (!known.includes(name)) return [yaml.problemAt(path, `${name} não existe aqui; há: ${known.join(', ')}`)]
    if (declared.indexOf(name) < index) return [yaml.problemAt(path, `${name} está repetida`)]
    // Not told of a text that cannot be read.
    return used && !used.has(name) ? [yaml.problemAt(path, `${name} não é usada no texto`)] : []
  })
}

/** Whatever else is wrong with the header; absent where its variables cannot be read. */
const declaredSchema = z
  .object({ variables: z.array(z.string()).optional().catch(undefined) })
  .catch({ variables: undefined })
const versionSchema = z.object({ version: z.number().optional().catch(undefined) }).catch({ version: undefined })

const declaredIn = ({ raw }: YamlFile<unknown>): readonly string[] | undefined => declaredSchema.parse(raw).variables
