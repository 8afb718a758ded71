import type { UploadedFile } from '../http/body.js'
import type { TelegramState } from './state.js'
import type { MethodResult, Wire } from './types.js'

/** Parameters of a call, from a JSON body, a form, or the query. */
export interface Call {
  state: TelegramState
  params: Wire
  files: readonly UploadedFile[]
  gone: AbortSignal
}

export function done(result: unknown): MethodResult {
  return { ok: true, result }
}

export function failed(code: number, description: string): MethodResult {
  return { ok: false, code, description }
}

/** A text parameter; numbers count as their digits. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : undefined
}
