import type { Reply } from '../http/route.js'
import { CONVERSATION_CALLS } from './conversation-calls.js'
import { DESK_CALLS } from './desk-calls.js'
import { MESSAGE_CALLS } from './message-calls.js'
import { RECORD_CALLS } from './record-calls.js'
import { refusedEnvelope, type Call, type Params } from './reply.js'
import type { TempboxState } from './state.js'

const CALLS: Readonly<Record<string, Call>> = {
  ...CONVERSATION_CALLS,
  ...MESSAGE_CALLS,
  ...RECORD_CALLS,
  ...DESK_CALLS,
}

/** Answers one call: `json` holds its fields, but for `Excluir`, whose `Hash` stands alone, and `Listar`, which has none. */
export function answerCall(state: TempboxState, empresa: string, name: string, query: URLSearchParams): Reply {
  const call = CALLS[name.toLowerCase()]
  if (!call) return refusedEnvelope('Método não encontrado')
  const params = paramsOf(name.toLowerCase(), query)
  if (!params) return refusedEnvelope('JSON inválido')
  const missing = call.needs.find((field) => params[field] === undefined || params[field] === '')
  if (missing !== undefined) return refusedEnvelope(`${missing} é obrigatório`)
  if (call.needs.includes('Empresa') && params.Empresa !== empresa) return refusedEnvelope('Empresa não encontrada')
  return call.handle(state, params)
}

function paramsOf(name: string, query: URLSearchParams): Params | undefined {
  if (name === 'listar') return {}
  if (name === 'excluir') return { Hash: query.get('Hash') ?? '' }
  const json = query.get('json')
  return json === '' ? {} : readJson(json ?? '')
}

function readJson(text: string): Params | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    // Told to the caller as TempBox would.
    return undefined
  }
}
