import { GrammyError, HttpError } from 'grammy'

import { AppError, type AppErrorOptions, type ErrorCode, type Retry } from '../domain/errors.js'

/** What a refusal is about, where Telegram's sentence is known; stands in the error's context as `reason`. */
export type TelegramReason =
  | 'not-modified'
  | 'query-expired'
  | 'message-gone'
  | 'cant-parse'
  | 'chat-gone'
  | 'file-too-big'
  | 'file-unavailable'
  | 'file-gone'
  | 'webhook-active'
  | 'other-poller'

/**
 * A failed call as an `AppError`. grammY's own errors hold the payload and, inside, a URL with the token; so nothing of
 * them is kept but codes: no cause, no description.
 *
 * Every call is classed as one that may be repeated: reads are, and a reply is at least once.
 */
export function toTelegramError(operation: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof GrammyError) return fromAnswer(operation, error)
  if (error instanceof HttpError) return fromTransport(operation, error.error)
  return telegramError('bad-answer', 'safe', operation, 'unreadable')
}

/** Whether the failure is the one named. */
export function hasReason(error: unknown, ...reasons: readonly TelegramReason[]): boolean {
  return error instanceof AppError && reasons.some((reason) => reason === error.context.reason)
}

/** An `AppError` of this system, with nothing in it but machine words. */
export function telegramError(
  code: ErrorCode,
  retry: Retry,
  operation: string,
  reason?: string,
  more: { status?: number; retryAfterMs?: number; movedTo?: number } = {},
): AppError {
  const options: AppErrorOptions = {
    retry,
    context: { system: 'telegram', operation, reason, status: more.status, movedTo: more.movedTo },
    ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }),
  }
  return new AppError(code, `telegram ${operation} failed`, options)
}

/** Telegram has no codes finer than HTTP's, so its sentences are all there is to tell refusals apart. */
const REFUSALS: readonly (readonly [RegExp, TelegramReason, ErrorCode, Retry])[] = [
  [/message is not modified/iu, 'not-modified', 'refused', 'never'],
  [/query is too old|query_?\s?id.{0,4}invalid/iu, 'query-expired', 'refused', 'never'],
  [/message to edit not found|message can't be edited|message_id_invalid/iu, 'message-gone', 'refused', 'never'],
  [/can't parse entities/iu, 'cant-parse', 'refused', 'never'],
  [/(?:chat|user) not found|user is deactivated|peer_id_invalid|bot was blocked/iu, 'chat-gone', 'chat-gone', 'never'],
  // The group lives on under another id, which its own updates bring.
  [/group chat was upgraded|group is deactivated|not a member|channel_private/iu, 'chat-gone', 'chat-gone', 'never'],
  [/file is too big/iu, 'file-too-big', 'file-too-big', 'never'],
  // "wrong file_id or the file is temporarily unavailable": often the latter, so worth a few tries.
  [/temporarily unavailable/iu, 'file-unavailable', 'file-gone', 'safe'],
  [/(?:wrong|invalid) (?:remote )?file[_ ]|file_id_invalid|file_reference/iu, 'file-gone', 'file-gone', 'never'],
]

function fromAnswer(operation: string, error: GrammyError): AppError {
  const status = error.error_code
  const make: Make = (code, retry, reason) =>
    telegramError(code, retry, operation, reason, { status })
  switch (status) {
    case 400:
      return moved(error, operation) ?? fromRefusal(error.description, make)
    case 401:
    // A token that is no token at all, or an API root that is not Telegram's, is answered as not found.
    case 404:
      return make('unauthorized', 'safe')
    case 403:
      return make('chat-gone', 'never', 'chat-gone')
    case 409:
      return make('refused', 'safe', /webhook is active/iu.test(error.description) ? 'webhook-active' : 'other-poller')
    case 429:
      return telegramError('rate-limited', 'safe', operation, undefined, { status, ...retryAfter(error) })
    default:
      if (status >= 500) return make('server-error', 'safe')
      return status >= 400 ? make('refused', 'never') : make('bad-answer', 'safe')
  }
}

type Make = (code: ErrorCode, retry: Retry, reason?: string) => AppError

function fromRefusal(description: string, make: Make): AppError {
  const known = REFUSALS.find(([pattern]) => pattern.test(description))
  if (known === undefined) return make('refused', 'never')
  const [, reason, code, retry] = known
  return make(code, retry, reason)
}

/** A group that became a supergroup; its new id stands in the context as `movedTo`. */
function moved({ error_code: status, parameters }: GrammyError, operation: string): AppError | undefined {
  const movedTo = parameters.migrate_to_chat_id
  return movedTo === undefined
    ? undefined
    : telegramError('chat-gone', 'never', operation, 'chat-gone', { status, movedTo })
}

function retryAfter(error: GrammyError): { retryAfterMs?: number } {
  const seconds = error.parameters.retry_after
  return seconds === undefined ? {} : { retryAfterMs: seconds * 1000 }
}

/** What fetch says: a body that is no JSON, or a failure whose cause has a system code such as ECONNREFUSED. */
function fromTransport(operation: string, error: unknown): AppError {
  if (error instanceof SyntaxError) return telegramError('bad-answer', 'safe', operation, 'not-json')
  return telegramError('unreachable', 'safe', operation, networkReason(error))
}

/** The system's code for a failed connection, from the error itself or its cause; never its message. */
export function networkReason(error: unknown): string {
  const code = field(error, 'code') ?? (error instanceof Error ? field(error.cause, 'code') : undefined)
  return code !== undefined && /^[A-Z_]{3,40}$/u.test(code) ? code : 'network'
}

function field(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : undefined
}
