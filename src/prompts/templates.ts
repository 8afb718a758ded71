import { Liquid, LiquidError, type Template } from 'liquidjs'

import { AppError } from '../domain/errors.js'
import { isProviderField, type Provider } from './provider.js'
import { describeLiquid } from './liquid-errors.js'
import { checkTelegramHtml } from './telegram-html.js'

export type TemplateVars = Readonly<Record<string, string | number | boolean>>

export interface TemplateProblem {
  /** The line inside the text, from 1. */
  row: number
  what: string
}

/** What a template may do: decide and repeat. Tags that read files or write past the escaping are left out. */
const TAGS = new Set(['assign', 'if', 'unless', 'case', 'for', 'break', 'continue'])
/** `raw` would put foreign text into the HTML as it is; the others would escape it twice. */
const BRANCHES = /\{%|\{\{[^}]*\|/u
const REFUSED_FILTERS = ['raw', 'escape', 'escape_once', 'xml_escape', 'newline_to_br']

/**
 * Compiles what operators write, LiquidJS templates: a sentence in Telegram HTML, with every value put in escaped, or
 * plain text as it is.
 */
export function createCompiler(format: 'html' | 'text' = 'html'): Compiler {
  const engine = createEngine(format)
  return (text, variables) => {
    const html = format === 'html' ? checkTelegramHtml(withoutLiquid(text)) : []
    if (!/\{[{%]/u.test(text)) return { template: constant(tidy(text)), problems: html, uses: [], branches: false }
    try {
      const parts = engine.parse(text)
      const { uses, problems } = checkVariables(engine, parts, variables)
      return {
        template: (vars, provedor) => tidy(String(engine.renderSync(parts, { ...vars, provedor }))),
        problems: [...problems, ...html],
        uses,
        branches: BRANCHES.test(text),
      }
    } catch (error) {
      return { template: undefined, problems: [liquidProblem(error)], uses: [], branches: false }
    }
  }
}

const constant = (text: string) => (): string => text

/** Parses a text and checks it against the variables it may use; there is no template where it cannot be parsed. */
export type Compiler = (
  text: string,
  variables: readonly string[],
) => {
  template: CompiledTemplate | undefined
  problems: TemplateProblem[]
  uses: VariableUse[]
  /** Whether it depends on the values if it can be written out: it has a tag or a filter. */
  branches: boolean
}

/** A variable's first name, where it stands. */
export interface VariableUse {
  name: string
  /** The line inside the text, from 1. */
  row: number
}

export type CompiledTemplate = (vars: TemplateVars, provedor: Provider) => string

function createEngine(format: 'html' | 'text'): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    // A test for what is not there (`{% if provedor.emergencia %}`) is just false.
    lenientIf: true,
    ownPropertyOnly: true,
    // A loop without end in a file that is edited while customers write must not hold them up.
    renderLimit: 1_000,
    memoryLimit: 5_000_000,
    ...(format === 'html' ? { outputEscape: 'escape' } : {}),
  })
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) Reflect.deleteProperty(engine.tags, tag)
  for (const filter of REFUSED_FILTERS) Reflect.deleteProperty(engine.filters, filter)
  return engine
}

/**
 * Writes a template out with stand-in values, to find at start what would fail before a customer: of every kind where
 * it `branches`, else once, since a start is made of hundreds of these.
 */
export function tryTemplate(
  template: CompiledTemplate,
  variables: readonly string[],
  provider: Provider,
  branches: boolean,
): TemplateProblem | undefined {
  try {
    for (const value of branches ? ['x', 1, '', false] : ['x']) template(Object.fromEntries(variables.map((name) => [name, value])), provider)
    return undefined
  } catch (error) {
    return liquidProblem(error)
  }
}

/** Writes a template out with the values it will have. */
export function writeOut(
  template: CompiledTemplate,
  vars: TemplateVars,
  provider: Provider,
): { text: string } | TemplateProblem {
  try {
    return { text: template(vars, provider) }
  } catch (error) {
    return liquidProblem(error)
  }
}

function checkVariables(
  engine: Liquid,
  parts: Template[],
  variables: readonly string[],
): { problems: TemplateProblem[]; uses: VariableUse[] } {
  const globals = Object.values(engine.analyzeSync(parts, { partials: false }).globals).flat()
  const problems = globals.flatMap(({ segments, location }) => {
    const [name, ...inner] = segments.map((segment) => (Array.isArray(segment) ? '' : String(segment)))
    const known = name === 'provedor' ? isProviderField(inner) : variables.includes(name ?? '')
    if (known) return []
    const allowed = [...variables.filter((variable) => variable !== 'provedor'), 'provedor.…'].join(', ')
    return [{ row: location.row, what: `{{ ${[name, ...inner].join('.')} }} não existe aqui; há: ${allowed}` }]
  })
  return { problems, uses: globals.map(({ segments, location }) => ({ name: String(segments[0]), row: location.row })) }
}

function liquidProblem(error: unknown): TemplateProblem {
  if (!LiquidError.is(error)) throw new AppError('internal', 'a template failed', { retry: 'never', cause: error })
  const [row = 1] = error.token.getPosition()
  return { row, what: `modelo inválido: ${describeLiquid(error.message.replace(/, line:\d+, col:\d+$/u, ''))}` }
}

/** The text with a plain word for each value and nothing for each tag, its lines kept. */
function withoutLiquid(text: string): string {
  return text.replace(/\{\{[\s\S]*?\}\}/gu, (value) => `x${newlines(value)}`).replace(/\{%[\s\S]*?%\}/gu, newlines)
}

const newlines = (text: string): string => text.replace(/[^\n]/gu, '')

/** Tags on lines of their own leave empty lines behind. */
function tidy(text: string): string {
  return text.replace(/[^\S\n]+\n/gu, '\n').replace(/\n{3,}/gu, '\n\n').trim()
}
