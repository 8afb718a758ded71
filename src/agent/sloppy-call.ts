import { AGENT_FLOWS } from '../domain/agent-flow.js'
import { parseJson } from '../lib/json.js'

/** A call of a tool as its model meant it. */
export interface Call {
  name: string
  args: Readonly<Record<string, unknown>>
}

const FLOWS: ReadonlySet<string> = new Set(AGENT_FLOWS)

/**
 * Mends what models do by habit and what can mean one thing only: "functions.decidir" for a name, capitals, a flow given
 * as the kind of decision, answers encoded as text. The schema still has to take what comes of it.
 */
export function mendCall(name: string, args: Readonly<Record<string, unknown>>): Call {
  const bare = /[\w-]+(?=\W*$)/u.exec(name)?.[0] ?? name
  return { name: bare, args: 'tipo' in args ? mendDecision(args) : args }
}

/** The same of a decision, wherever it stood. */
export function mendDecision(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { tipo, fluxo, respostas, ...rest } = given
  const kind = plain(tipo)
  const isFlow = typeof kind === 'string' && FLOWS.has(kind) && fluxo === undefined
  const answers = toObject(respostas)
  return {
    ...rest,
    tipo: isFlow ? 'fluxo' : kind,
    ...(isFlow ? { fluxo: kind } : fluxo === undefined ? {} : { fluxo: plain(fluxo) }),
    ...(answers && { respostas: answers }),
  }
}

const plain = (word: unknown): unknown => (typeof word === 'string' ? word.trim().toLowerCase() : word)

/** Texts by their questions; an answer of another kind is none. */
function toObject(given: unknown): Readonly<Record<string, string>> | undefined {
  const value = typeof given === 'string' ? parseJson(given) : given
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
