import { Api, type ApiClientOptions } from 'grammy'
import { z } from 'zod'

import type { Secret } from '../lib/secret.js'
import { telegramError, toTelegramError } from './errors.js'

export type ApiSignal = NonNullable<Parameters<Api['getMe']>[0]>

/** grammY's signal has a polyfill's type; at run time it takes any signal, Node's own included. */
const apiSignal = z.custom<ApiSignal>((value) => value instanceof AbortSignal)

export interface CallOptions {
  timeoutMs?: number
  /** Ends the call early. */
  signal?: AbortSignal
}

/** Makes one call; `run` gets grammY's `Api` and the signal to pass on. Throws `AppError`s only. */
export type Call = <T>(
  operation: string,
  run: (api: Api, signal: ApiSignal) => Promise<T>,
  options?: CallOptions,
) => Promise<T>

/**
 * The Bot API at `apiRoot`, each call with its own time limit (grammY's is 500 s and the same for all) and without
 * retries, which the outbox and the poller own.
 */
export function createCall(connection: { token: Secret; apiRoot: string; timeoutMs: number }): Call {
  const apiRoot = connection.apiRoot.replace(/\/+$/u, '')
  const api = new Api(connection.token.reveal(), apiOptions.parse({ apiRoot, fetch: nodeFetch }))
  return async (operation, run, { timeoutMs = connection.timeoutMs, signal } = {}) => {
    const controller = new AbortController()
    const abort = (): void => controller.abort()
    const timeOut = (): void => controller.abort(TIMED_OUT)
    const timer = setTimeout(timeOut, timeoutMs)
    signal?.addEventListener('abort', abort)
    if (signal?.aborted === true) abort()
    try {
      return await run(api, apiSignal.parse(controller.signal))
    } catch (error) {
      const timedOut = controller.signal.reason === TIMED_OUT
      throw timedOut ? telegramError('timeout', 'safe', operation) : toTelegramError(operation, error)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }
}

/** Telegram's ids are integers of at most 52 bits. */
export const toChatId = (chatId: string): number | string => (/^-?\d{1,15}$/u.test(chatId) ? Number(chatId) : chatId)

/** grammY's `fetch` has node-fetch's type; the few parts of it that grammY uses are Node's own too. */
const apiOptions = z.custom<ApiClientOptions>((value) => typeof value === 'object')

/**
 * Node's own in place of node-fetch, which does not notice that an answer was cut and waits for the rest of it until
 * the time is up. Its signal must be a real one, where grammY gives a polyfill's.
 */
function nodeFetch(url: string, { signal, ...init }: RequestInit): Promise<Response> {
  const controller = new AbortController()
  if (signal?.aborted === true) controller.abort()
  signal?.addEventListener('abort', () => controller.abort(), { once: true })
  return fetch(url, { ...init, duplex: 'half', signal: controller.signal })
}

const TIMED_OUT = Symbol('timed out')
