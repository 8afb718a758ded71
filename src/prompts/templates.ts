import { Liquid, LiquidError, type Template } from 'liquidjs'

import { AppError } from '../domain/errors.js'
import { isProviderField, type Provider } from './provider.js'
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
const REFUSED_FILTERS = ['raw', 'escape', 'escape_once', 'xml_escape', 'newline_to_br']

/** Compiles the operators' sentences: LiquidJS templates of Telegram HTML; every value put in is escaped. */
export function createCompiler(): Compiler {
  const engine = createEngine()
  return (text, variables) => {
    try {
      const parts = engine.parse(text)
      return {
        template: (vars, provedor) => tidy(String(engine.renderSync(parts, { ...vars, provedor }))),
        problems: [...checkVariables(engine, parts, variables), ...checkTelegramHtml(withoutLiquid(text))],
      }
    } catch (error) {
      return { template: undefined, problems: [liquidProblem(error)] }
    }
  }
}

/** Parses a text and checks it against the variables it may use; there is no template where it cannot be parsed. */
export type Compiler = (
  text: string,
  variables: readonly string[],
) => { template: CompiledTemplate | undefined; problems: TemplateProblem[] }

export type CompiledTemplate = (vars: TemplateVars, provedor: Provider) => string

function createEngine(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    // A test for what is not there (`{% if provedor.emergencia %}`) is just false.
    lenientIf: true,
    ownPropertyOnly: true,
    outputEscape: 'escape',
  })
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) Reflect.deleteProperty(engine.tags, tag)
  for (const filter of REFUSED_FILTERS) Reflect.deleteProperty(engine.filters, filter)
  return engine
}

/** Writes a template out with stand-in values, to find at start what would fail before a customer. */
export function tryTemplate(
  template: CompiledTemplate,
  variables: readonly string[],
  provider: Provider,
): TemplateProblem | undefined {
  try {
    for (const value of ['x', 1, '', false]) template(Object.fromEntries(variables.map((name) => [name, value])), provider)
    return undefined
  } catch (error) {
    return liquidProblem(error)
  }
}

function checkVariables(engine: Liquid, parts: Template[], variables: readonly string[]): TemplateProblem[] {
  const globals = Object.values(engine.analyzeSync(parts, { partials: false }).globals).flat()
  return globals.flatMap(({ segments, location }) => {
    const [name, ...inner] = segments.map((segment) => (Array.isArray(segment) ? '' : String(segment)))
    const known = name === 'provedor' ? isProviderField(inner) : variables.includes(name ?? '')
    if (known) return []
    const allowed = [...variables, 'provedor.…'].join(', ')
    return [{ row: location.row, what: `{{ ${[name, ...inner].join('.')} }} não existe aqui; há: ${allowed}` }]
  })
}

function liquidProblem(error: unknown): TemplateProblem {
  if (!LiquidError.is(error)) throw new AppError('internal', 'a template failed', { retry: 'never', cause: error })
  const [row = 1] = error.token.getPosition()
  return { row, what: `modelo inválido: ${error.message.replace(/, line:\d+, col:\d+$/u, '')}` }
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
