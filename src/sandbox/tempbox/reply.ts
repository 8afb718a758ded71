import type { Reply } from '../http/route.js'
import type { TempboxState } from './state.js'

export type Params = Readonly<Record<string, unknown>>

/** A call under `/api/Atendimento/`. */
export interface Call {
  /** What it is refused without. */
  needs: readonly string[]
  handle(state: TempboxState, params: Params): Reply
}

/** `Success: true` around the data; most calls have none. */
export function envelope(data: unknown): Reply {
  return { status: 200, body: { Status: 'ok', Code: 200, Success: true, Data: data } }
}

/** A refusal comes under HTTP 200 (docs/errata.md). */
export function refusedEnvelope(message: string): Reply {
  return { status: 200, body: { Status: 'error', Code: 500, Success: false, Data: null, Message: message } }
}

export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

export function asInt(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined
}
