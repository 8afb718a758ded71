import { createHash } from 'node:crypto'

import { pino, type DestinationStream } from 'pino'

import { AppError } from '../domain/errors.js'

export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'

/**
 * Everything a log line may hold. The set is closed and each value is shaped before it is written, so a CPF, a
 * phone, a name, a token or a URL has no place to stand; add a field here only for machine words and numbers.
 */
export interface LogFields {
  /** Telegram chat id; written as a short digest. */
  chat?: string
  system?: string
  operation?: string
  effect?: string
  kind?: string
  state?: string
  code?: string
  reason?: string
  file?: string
  field?: string
  status?: number
  ms?: number
  count?: number
  attempt?: number
  port?: number
  line?: number
  bytes?: number
  version?: string
  error?: unknown
}

export interface Logger {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** A pino logger behind the closed set of fields; `destination` is for tests. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }
  const sink = destination ? pino(options, destination) : pino(options)
  const write = (at: 'debug' | 'info' | 'warn' | 'error') => (event: string, fields: LogFields = {}) => {
    sink[at](shape(fields), word(event))
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** Writes nothing: for tests and tools that print for people. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

function nothing(): void {
  // Deliberately silent.
}

function shape(fields: LogFields): Record<string, unknown> {
  const shaped: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue
    if (key === 'chat') shaped[key] = chatTag(String(value))
    else if (key === 'error') shaped[key] = shapeError(value)
    else if (typeof value === 'number') shaped[key] = value
    else shaped[key] = word(String(value))
  }
  return shaped
}

/** A chat in the log: stable, and not its id. */
export function chatTag(chatId: string): string {
  return createHash('sha256').update(chatId).digest('hex').slice(0, 10)
}

/** Machine words pass; what has spaces, is long, holds a run of eight digits or more, an @ or a // does not. */
function word(text: string): string {
  return /^[\p{L}\d_.:\-/[\]#+]{0,80}$/u.test(text) && !/\d{8}|\/\//u.test(text) ? text : '[redacted]'
}

/** Code, class and where in our code; never the message, which may quote what somebody sent. */
function shapeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { name: typeof error }
  const system = Reflect.get(error, 'code') as unknown
  return {
    name: word(error.name),
    ...(error instanceof AppError ? { code: error.code, retry: error.retry, ...shapeContext(error) } : {}),
    ...(typeof system === 'string' && !(error instanceof AppError) ? { code: word(system) } : {}),
    at: frames(error),
    ...(error.cause !== undefined && depth < 3 ? { cause: shapeError(error.cause, depth + 1) } : {}),
  }
}

function shapeContext(error: AppError): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(error.context).map(([key, value]) => [key, typeof value === 'string' ? word(value) : value]),
  )
}

function frames(error: Error): string[] {
  return [...(error.stack ?? '').matchAll(/\bat (?:async )?(?:([\w.<>]+) )?\(?(?:file:\/\/)?\S*?([\w.-]+\.[jt]s):(\d+)/gu)]
    .slice(0, 6)
    .map(([, name, file, line]) => `${name ?? ''}@${file ?? ''}:${line ?? ''}`)
}
