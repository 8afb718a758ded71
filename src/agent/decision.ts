import { z } from 'zod'

import type { AgentDecision } from '../conversation/agent.js'
import { AGENT_FLOWS } from '../domain/agent-flow.js'
import { parseJson } from '../lib/json.js'
import { mendDecision } from './sloppy-call.js'

/** The name of the tool that a model decides with. */
export const DECIDE = 'decidir'

const TEXT = 2_000

/**
 * What the model is shown: one flat object, since many endpoints do not understand a choice of objects. Told apart and
 * checked by `parseDecision`.
 */
export const decisionSchema = z
  .looseObject({
    tipo: z.enum(['responder', 'perguntar', 'fluxo', 'atendente', 'seguir']),
    texto: z.string().optional().describe('A resposta (responder) ou a pergunta (perguntar) ao cliente.'),
    fluxo: z.enum(AGENT_FLOWS).optional().describe('O fluxo a iniciar (fluxo).'),
    categoria: z.string().optional().describe('Id da categoria do problema (fluxo problema).'),
    respostas: z
      .record(z.string(), z.string())
      .optional()
      .describe('O que o cliente já contou, por id da pergunta da categoria.'),
  })
  .meta({ title: DECIDE, description: 'Diz o que fazer com a mensagem do cliente. Use exatamente uma vez, por último.' })

const texto = z.string().trim().min(1).max(TEXT)
const absentIfEmpty = z
  .string()
  .trim()
  .max(100)
  .transform((value) => value || undefined)
  .optional()
  .catch(undefined)

const decision = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('responder'), texto }),
  z.object({ tipo: z.literal('perguntar'), texto }),
  z.object({
    tipo: z.literal('fluxo'),
    fluxo: z.enum(AGENT_FLOWS),
    categoria: absentIfEmpty,
    respostas: z.record(z.string().max(100), z.unknown()).optional().catch(undefined),
  }),
  z.object({ tipo: z.literal('atendente') }),
  z.object({ tipo: z.literal('seguir') }),
])

/** The decision that an object is, its texts as `restore` gives them back; undefined where it is none. */
export function parseDecision(given: unknown, restore: (text: string) => string): AgentDecision | undefined {
  const object = anyObject.safeParse(given)
  const parsed = decision.safeParse(object.success ? mendDecision(object.data) : given)
  if (!parsed.success) return undefined
  const { data } = parsed
  switch (data.tipo) {
    case 'responder':
    case 'perguntar': {
      const restored = restore(visible(data.texto)).trim()
      return restored === '' ? undefined : { tipo: data.tipo, texto: restored }
    }
    case 'fluxo': {
      const respostas = toRespostas(data.respostas ?? {}, restore)
      return {
        tipo: 'fluxo',
        fluxo: data.fluxo,
        ...(data.categoria !== undefined && { categoria: data.categoria }),
        ...(Object.keys(respostas).length > 0 && { respostas }),
      }
    }
    case 'atendente':
    case 'seguir':
      return { tipo: data.tipo }
    default:
      return data satisfies never
  }
}

const anyObject = z.record(z.string(), z.unknown())

/** Nothing that turns a line around, hides in it, or cannot be sent. */
const visible = (text: string): string => text.replace(/[^\P{C}\n]/gu, ' ')

const MAX_ANSWERS = 20
const ANSWER = 300

function toRespostas(given: Readonly<Record<string, unknown>>, restore: (text: string) => string): Record<string, string> {
  const answers = Object.entries(given).flatMap(([id, value]) => {
    const answer = typeof value === 'string' ? restore(value).trim().slice(0, ANSWER) : ''
    return answer === '' ? [] : [[id, answer] as const]
  })
  return Object.fromEntries(answers.slice(0, MAX_ANSWERS))
}

/** The object in a text, for endpoints that answer JSON instead of calling a tool; undefined where there is none. */
export function jsonInText(text: string): unknown {
  // Thoughts are no decision, also where their beginning or their end is missing.
  const said = text.replace(/^[\s\S]*<\/think>/iu, '').replace(/<think>[\s\S]*$/iu, '')
  const from = said.indexOf('{')
  // The whole of it, else the first object: prose behind it may have braces too.
  for (let to = said.lastIndexOf('}'), tries = 0; from >= 0 && to > from && tries < ENDS; to = said.lastIndexOf('}', to - 1), tries += 1) {
    const found = parseJson(said.slice(from, to + 1))
    if (found !== undefined) return unwrap(found)
  }
  return undefined
}

const ENDS = 20

const call = z.object({ name: z.literal(DECIDE), arguments: z.unknown().optional(), parameters: z.unknown().optional() })
const wrapped = z.union([z.object({ function: call }).transform((given) => given.function), call])
const named = z.object({ [DECIDE]: z.record(z.string(), z.unknown()) }).strict()

/** Some write the call of the tool as text, or the decision under the tool's name. */
function unwrap(given: unknown): unknown {
  const byName = named.safeParse(given)
  if (byName.success) return byName.data[DECIDE]
  const { success, data } = wrapped.safeParse(given)
  if (!success) return given
  const inside = data.arguments ?? data.parameters
  return typeof inside === 'string' ? jsonInText(inside) : inside
}
