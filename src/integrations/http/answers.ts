import { z } from 'zod'

import { AppError, type ErrorCode, type Retry } from '../../domain/errors.js'
import type { CallAnswer, CallDeclaration, FileAnswer } from './call.js'
import type { TransportFault, WireAnswer } from './transport.js'

/** What a system's own envelope says, whatever the HTTP status. */
export type Verdict =
  | { kind: 'ok'; value: unknown }
  | { kind: 'unauthorized' }
  /** A business no: certain, and the same the next time. */
  | { kind: 'refused'; message: string | undefined; field?: string | undefined }
  /** The envelope has no opinion: the HTTP status decides. */
  | { kind: 'by-status'; message: string | undefined; field?: string | undefined }

export type Unwrap = (json: unknown, status: number) => Verdict

export type Interpreted<A> = { kind: 'ok'; value: A } | { kind: 'unauthorized' } | { kind: 'failed'; error: AppError }

interface Extra {
  message?: string
  retryAfterMs?: number
  /** Where an answer does not match its schema, or which fields the other side refuses: names, never what stands there. */
  field?: string | undefined
}

/**
 * Reads an answer. In this order: 401; busy (429, 503 with Retry-After: not taken up, so `safe` even for a write);
 * a gateway's 502, 503, 504, whatever their body; the system's own envelope; the status; the schema.
 */
export function interpret<D extends CallDeclaration>(
  declaration: D,
  answer: WireAnswer,
  unwrap: Unwrap,
  system: string,
): Interpreted<CallAnswer<D>> {
  const { status } = answer
  const doubtful: Retry = declaration.access === 'write' ? 'unknown-outcome' : 'safe'
  const fail = (code: ErrorCode, retry: Retry, reason: string, extra: Extra = {}) => {
    const { message, field, ...rest } = extra
    const context = { system, operation: declaration.name, status, reason, field }
    const options = { retry, context, ...rest, ...(message === undefined ? {} : { vendorMessage: message }) }
    return { kind: 'failed', error: new AppError(code, `${system} ${declaration.name}: ${reason}`, options) } as const
  }
  const accept = (value: unknown): Interpreted<CallAnswer<D>> => {
    const schema: D['answer'] = declaration.answer
    const parsed = z.safeParse(schema, value)
    if (parsed.success) return { kind: 'ok', value: parsed.data }
    return fail('bad-answer', doubtful, 'schema', { field: parsed.error.issues[0]?.path.map(String).join('.') ?? '' })
  }

  if (status === 401 && !declaration.carriesPassword) return { kind: 'unauthorized' }
  const retryAfterMs = parseRetryAfter(answer.retryAfter)
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) {
    return fail('rate-limited', 'safe', 'busy', retryAfterMs === undefined ? {} : { retryAfterMs })
  }
  if (status === 502 || status === 503 || status === 504) return fail('server-error', doubtful, 'gateway')
  if (status === 408) return fail('timeout', doubtful, 'server-timeout')

  const good = status >= 200 && status < 300
  const said = answer.text.trim()
  // A status alone: many servers write its word (`OK`) where there is nothing to write.
  if (good && declaration.okWithoutBody === true && /^(?:ok)?$/iu.test(said)) return accept(undefined)
  if (good && said === '') return fail('bad-answer', doubtful, 'empty')
  if (good && declaration.answersFile && !isJson(answer.contentType)) return accept(fileOf(answer))
  const json = parseJson(answer.text)
  const verdict: Verdict = json.kind === 'json' ? unwrap(json.value, status) : { kind: 'by-status', message: undefined }
  switch (verdict.kind) {
    case 'unauthorized':
      return verdict
    case 'refused': {
      const { none } = declaration
      if (none?.saidAs.test(verdict.message ?? '') === true) return accept(none.answer)
      const code = refusalCode(status)
      const isAnswer = declaration.refusalAnswers === true && code === 'refused' && verdict.message !== undefined
      if (isAnswer && json.kind === 'json') return accept(json.value)
      return fail(code, 'never', 'refused', toldBy(verdict))
    }
    case 'ok':
      if (good) return accept(declaration.answersFile ? fileOf(answer) : verdict.value)
      return byStatus()
    case 'by-status':
      return byStatus(toldBy(verdict))
    default:
      return verdict satisfies never
  }

  function byStatus(told: Extra = {}) {
    if (status >= 500) return fail('server-error', doubtful, 'server-error', told)
    if (status >= 400) return fail(refusalCode(status), 'never', 'refused', told)
    return fail('bad-answer', doubtful, good ? 'unparsable' : 'redirect')
  }
}

/** A request without a whole answer, classed by what the other side may have of it. */
export function faultToError(declaration: CallDeclaration, fault: TransportFault, system: string): AppError {
  const retry: Retry = fault.reached === 'maybe-all' && declaration.access === 'write' ? 'unknown-outcome' : 'safe'
  const context = { system, operation: declaration.name, reason: fault.kind, reached: fault.reached }
  const message = `${system} ${declaration.name}: ${fault.kind}`
  return new AppError(faultCode(fault), message, { retry, cause: fault, context })
}

function faultCode(fault: TransportFault): ErrorCode {
  switch (fault.kind) {
    case 'connect':
    case 'reset':
      return 'unreachable'
    case 'timeout':
    case 'aborted':
      return 'timeout'
    case 'cut':
    case 'too-big':
      return 'bad-answer'
    default:
      return fault.kind satisfies never
  }
}

function refusalCode(status: number): ErrorCode {
  switch (status) {
    case 400:
      return 'bad-input'
    case 403:
      return 'forbidden'
    case 404:
      return 'not-found'
    case 413:
      return 'file-too-big'
    default:
      return 'refused'
  }
}

const toldBy = ({ message, field }: { message: string | undefined; field?: string | undefined }): Extra => ({
  ...(message === undefined ? {} : { message }),
  field,
})

/** Seconds or an HTTP date, as milliseconds from now. */
function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/u.test(value.trim())) return Number(value) * 1_000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

const isJson = (contentType: string): boolean => /^application\/(?:[\w.+-]+\+)?json\b/iu.test(contentType)

function fileOf({ bytes, contentType, disposition }: WireAnswer): FileAnswer {
  const named = /filename\*?=(?:UTF-8'')?"?([^";]+)/iu.exec(disposition)?.[1]?.trim()
  const fileName = named?.split(/[\\/]/u).at(-1)?.replace(/[\p{Cc}<>|:*?]/gu, '_')
  const mime = contentType.split(';')[0]?.trim().toLowerCase()
  return { bytes, mime: mime === undefined || mime === '' ? 'application/octet-stream' : mime, fileName }
}

function parseJson(text: string): { kind: 'json'; value: unknown } | { kind: 'other' } {
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch {
    // Not JSON (an HTML page, a cut body): the caller classes it. The error quotes the body, so it goes nowhere.
    return { kind: 'other' }
  }
}
