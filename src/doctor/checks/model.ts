import { createModelInspection, type ModelInspection } from '../../agent/inspection.js'
import { AppError } from '../../domain/errors.js'
import { bad, ok, warning, type Check, type Outcome } from '../check.js'
import { tellFailure, type Advice } from '../failure.js'
import type { World } from '../world.js'
import { notLookedAt } from './environment.js'

const CALL_MS = 15_000
const LISTED = 10

/** The model's endpoint: its key and names, then one short completion with the first model. */
export function modelChecks({ env }: World): Check[] {
  const blocked = notLookedAt('model', env.openai, 'menus, regras e a base de conhecimento fazem o trabalho')
  if (blocked || env.openai.kind !== 'ready') return blocked ?? []
  const { models, ...endpoint } = env.openai.config
  const inspection = createModelInspection(endpoint, CALL_MS)
  const host = new URL(endpoint.baseUrl).host
  return [
    {
      id: 'model.names',
      system: 'model',
      title: 'Chave e modelos',
      timeoutMs: CALL_MS + 1_000,
      run: () => lookAtNames(inspection, models, host),
    },
    {
      id: 'model.completion',
      system: 'model',
      title: 'Resposta com ferramenta',
      needs: ['model.names'],
      timeoutMs: CALL_MS + 5_000,
      run: () => complete(inspection, models[0] ?? ''),
    },
  ]
}

async function lookAtNames(inspection: ModelInspection, models: readonly string[], host: string): Promise<Outcome> {
  try {
    const listed = await inspection.list()
    if (listed.length === 0) return ok(`${host} respondeu, e não lista modelos`)
    // Some list `models/x` for what is asked for as `x`.
    const has = (name: string): boolean => listed.some((one) => one === name || one === `models/${name}`)
    const unknown = models.flatMap((name, index) => (has(name) ? [] : [ordinal(index, models.length)]))
    if (unknown.length === 0) return ok(`${host} tem ${models.length === 1 ? 'o modelo' : `os ${String(models.length)} modelos`}`)
    const more = listed.length > LISTED ? `… (${String(listed.length)} ao todo)` : ''
    return bad(
      `${host} não tem ${unknown.join(' nem ')} de OPENAI_MODEL`,
      `Modelos que ele lista: ${listed.slice(0, LISTED).join(', ') || 'nenhum'}${more}`,
    )
  } catch (error) {
    const code = error instanceof AppError ? error.code : ''
    // Not every endpoint lists its models: the completion tells, then.
    if (code === 'refused' || code === 'bad-answer') return ok(`${host} respondeu, e não lista modelos`)
    return tellFailure(error, ADVICE)
  }
}

const ordinal = (index: number, of: number): string => (of === 1 ? 'o modelo' : `o ${String(index + 1)}º modelo`)

async function complete(inspection: ModelInspection, model: string): Promise<Outcome> {
  try {
    const tools = await inspection.complete(model)
    if (tools === 'used') return ok('usou a ferramenta (custou uma chamada curta)')
    const why = tools === 'refused' ? 'respondeu, mas recusa ferramentas' : 'respondeu, mas não usou a ferramenta'
    return warning(why, 'O agente decide por ferramentas (tool calling): prefira um modelo que as use bem.')
  } catch (error) {
    return tellFailure(error, ADVICE)
  }
}

const ADVICE: Advice = {
  unauthorized: ['Confira OPENAI_API_KEY, e se ela é mesmo do serviço em OPENAI_BASE_URL.'],
  'rate-limited': ['O serviço recusa por limite ou falta de crédito: confira a conta. Sem ele o bot segue por menus.'],
  refused: [
    'Confira OPENAI_MODEL: o serviço não aceita este modelo, ou não para esta chave.',
    'Com 404, confira também OPENAI_BASE_URL: costuma terminar em /v1.',
  ],
  'not-found': ['Confira OPENAI_BASE_URL: costuma terminar em /v1.'],
}
