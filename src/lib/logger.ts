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

/** Only these are written, whatever object was handed in: a type is not looked at when the program runs. */
const SHAPES: Readonly<Record<keyof LogFields, (value: unknown) => unknown>> = {
  chat: (value) => chatTag(String(value)),
  effect: (value) => idTag(String(value)),
  error: (value) => shapeError(value),
  system: word,
  operation: word,
  kind: word,
  state: word,
  code: word,
  reason: word,
  file: word,
  field: word,
  version: (value) => (isDigest(value) ? value : word(value)),
  status: number,
  ms: number,
  count: number,
  attempt: number,
  port: number,
  line: number,
  bytes: number,
}

function shape(fields: LogFields): Record<string, unknown> {
  const shaped: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && isField(key)) shaped[key] = SHAPES[key](value)
  }
  return shaped
}

function isField(key: string): key is keyof LogFields {
  return Object.hasOwn(SHAPES, key)
}

/** A chat in the log: stable, and not its id. */
export function chatTag(chatId: string): string {
  return createHash('sha256').update(chatId).digest('hex').slice(0, 10)
}

/** Our own ids as they are; one that holds somebody else's number as a digest, so that lines can still be matched. */
function idTag(id: string): string {
  return word(id) === id ? id : `#${chatTag(id)}`
}

/** Twelve hex digits with a letter among them are no number of anybody, though eight in a row may be digits. */
function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^(?=.*[a-f])[\da-f]{12}$/u.test(value)
}

const REDACTED = '[redacted]'

/**
 * Machine words pass: short, ASCII, no spaces. What could be a number of somebody (eight digits, separators aside), an
 * address on the net or a token (a long run of mixed letters and digits) does not.
 */
function word(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.:\-/[\]#+]{0,80}$/u.test(value)) return REDACTED
  const digits = value.replace(/[.:\-/[\]#+_]/gu, '')
  const personal = /\d{8}/u.test(digits) || /\/\/|www\.|\w\.\w{2,}\/\w/iu.test(value) || /(?=\w*\d)(?=\w*[a-z])\w{24}/iu.test(value)
  return personal ? REDACTED : value
}

/** Durations, sizes and counts are below a hundred million; phones and nearly every CPF are not. */
function number(value: unknown): number | string {
  return typeof value === 'number' && Math.abs(value) < 1e8 ? value : REDACTED
}

/** Code, class and where in our code; never the message, which may quote what somebody sent. */
function shapeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { name: typeof error }
  const system = Reflect.get(error, 'code') as unknown
  return {
    ...(error instanceof AppError ? { ...shapeContext(error), retry: error.retry } : {}),
    name: word(error.name),
    ...(typeof system === 'string' ? { code: word(system) } : {}),
    at: frames(error),
    ...(error.cause !== undefined && depth < 3 ? { cause: shapeError(error.cause, depth + 1) } : {}),
  }
}

function shapeContext(error: AppError): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(error.context)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [word(key), shapeContextValue(value)]),
  )
}

function shapeContextValue(value: unknown): unknown {
  if (typeof value === 'boolean') return value
  return typeof value === 'number' ? number(value) : word(value)
}

/** Function, file and line of the first frames. The head of a stack repeats the message, so it is cut off first. */
function frames(error: Error): string[] {
  const stack = error.stack ?? ''
  const at = stack.indexOf(error.message)
  const body = at < 0 ? '' : stack.slice(at + error.message.length)
  return [...body.matchAll(FRAME)]
    .slice(0, 6)
    .map(([, name = '', file = '', line = '']) => word(`${name.replace(/[<>$]/gu, '')}#${file}:${line}`))
}

const FRAME = /^ {4}at (?:async |new )*(?:([\w.<>#$]+) (?:\[as \S+\] )?)?\(?(?:file:\/\/)?\S*?([\w.-]+\.[jt]s):(\d+)/gmu
