import { z } from 'zod'

import { AppError } from '../domain/errors.js'
import type { PromptProblem } from './problem.js'
import type { Provider } from './provider.js'
import { createCompiler, tryTemplate, type CompiledTemplate, type TemplateVars } from './templates.js'
import { header, parseYamlFile, type FileText, type YamlFile } from './yaml-file.js'

/** What the program can say, so that a sentence missing or misspelt is found at start. */
export interface CatalogueKeys {
  /** Each sentence with the variables its template may use, beside `provedor`. */
  messages: Readonly<Record<string, readonly string[]>>
  buttons: readonly string[]
}

/** The catalogue of sentences; an unknown key, or a variable not given, is an `AppError` (`internal`). */
export interface Messages {
  /** Telegram HTML; every value put in is escaped. */
  render(key: string, vars: TemplateVars): string
  /** Plain text, at most 40 characters. */
  button(key: string): string
}

const MAX_LABEL = 40
/** Telegram's limit of one message; what is put in comes on top, and the sender splits. */
const MAX_TEXT = 4_096

const schema = z.strictObject({
  ...header,
  mensagens: z.record(z.string(), z.unknown()),
  botoes: z.record(z.string(), z.unknown()),
})

/** The sections, whatever else is wrong with the file. */
const sections = z
  .looseObject({
    mensagens: z.record(z.string(), z.unknown()).catch({}),
    botoes: z.record(z.string(), z.unknown()).catch({}),
  })
  .catch({ mensagens: {}, botoes: {} })

/** Reads `messages.yaml` against the keys. Without a provider the templates are checked, but not tried out. */
export function parseMessages(
  text: FileText,
  file: string,
  keys: CatalogueKeys,
  provider: Provider | undefined,
): { problems: PromptProblem[]; raw: unknown; build(provider: Provider): Messages } {
  const yaml = parseYamlFile(text, file, schema)
  const templates = new Map<string, CompiledTemplate>()
  const labels = new Map<string, string>()
  const problems = [...yaml.problems]
  if (yaml.raw !== undefined) {
    const { mensagens, botoes } = sections.parse(yaml.raw)
    problems.push(...checkKeys(yaml, 'mensagens', mensagens, Object.keys(keys.messages)))
    problems.push(...checkKeys(yaml, 'botoes', botoes, keys.buttons))
    problems.push(...readTemplates(yaml, mensagens, keys.messages, provider, templates))
    problems.push(...readLabels(yaml, botoes, keys.buttons, labels))
  }
  return { problems, raw: yaml.raw, build: (known) => createMessages(templates, labels, known) }
}

type File = YamlFile<unknown>
type Section = Readonly<Record<string, unknown>>

function checkKeys(yaml: File, section: string, given: Section, keys: readonly string[]): PromptProblem[] {
  return [
    ...keys.filter((key) => !Object.hasOwn(given, key)).map((key) => yaml.problemAt([section, key], 'falta')),
    ...Object.keys(given)
      .filter((key) => !keys.includes(key))
      .map((key) => yaml.problemAt([section, key], 'não é uma chave conhecida')),
  ]
}

function readTemplates(
  yaml: File,
  given: Section,
  keys: CatalogueKeys['messages'],
  provider: Provider | undefined,
  templates: Map<string, CompiledTemplate>,
): PromptProblem[] {
  const compile = createCompiler()
  return Object.entries(keys).flatMap(([key, variables]) => {
    if (!Object.hasOwn(given, key)) return []
    const text = given[key]
    const at = ['mensagens', key]
    if (typeof text !== 'string' || text.trim() === '') return [yaml.problemAt(at, 'precisa ser um texto')]
    if (text.length > MAX_TEXT) return [yaml.problemAt(at, `grande demais: no máximo ${MAX_TEXT} caracteres`)]
    const { template, problems, branches } = compile(text, variables)
    if (template && problems.length === 0 && provider) {
      const failure = tryTemplate(template, variables, provider, branches)
      if (failure) problems.push(failure)
    }
    if (template) templates.set(key, template)
    return problems.map(({ row, what }) => yaml.problemAt(at, what, row))
  })
}

function readLabels(
  yaml: File,
  given: Section,
  keys: readonly string[],
  labels: Map<string, string>,
): PromptProblem[] {
  return keys.flatMap((key) => {
    if (!Object.hasOwn(given, key)) return []
    const label = given[key]
    const at = ['botoes', key]
    if (typeof label !== 'string' || label.trim() === '') return [yaml.problemAt(at, 'precisa ser um texto')]
    labels.set(key, label.trim())
    if (label.trim().length > MAX_LABEL) return [yaml.problemAt(at, `grande demais: no máximo ${MAX_LABEL} caracteres`)]
    return /[<\n]|\{[{%]/u.test(label) ? [yaml.problemAt(at, 'é texto puro, em uma linha, sem HTML nem variáveis')] : []
  })
}

function createMessages(
  templates: ReadonlyMap<string, CompiledTemplate>,
  labels: ReadonlyMap<string, string>,
  provider: Provider,
): Messages {
  return {
    render: (key, vars) => {
      const template = templates.get(key)
      if (!template) throw new AppError('internal', `no message ${key}`, { retry: 'never' })
      try {
        return template(vars, provider)
      } catch (error) {
        throw new AppError('internal', `message ${key} cannot be written`, { retry: 'never', cause: error })
      }
    },
    button: (key) => {
      const label = labels.get(key)
      if (label === undefined) throw new AppError('internal', `no button ${key}`, { retry: 'never' })
      return label
    },
  }
}
