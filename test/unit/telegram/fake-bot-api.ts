import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

import type { Clock } from '../../../src/lib/clock.js'
import { Secret } from '../../../src/lib/secret.js'

/** Clearly nobody's. */
export const TOKEN = '4242:made-up-token'

export interface BotCall {
  method: string
  params: Record<string, unknown>
}

/** An answer to a call: a result, a refusal, or anything at all written by hand. */
export type BotAnswer =
  | { result: unknown }
  | { error: number; description: string; retryAfter?: number; movedTo?: number }
  | ((response: ServerResponse) => void)

/** A Bot API of which every answer is the test's. */
export interface FakeBotApi {
  readonly root: string
  readonly token: Secret
  readonly calls: BotCall[]
  /** Calls of one method. */
  callsOf(method: string): BotCall[]
  /** Resolves at the `count`th call of a method. */
  called(method: string, count?: number): Promise<BotCall>
  on(method: string, answer: (params: Record<string, unknown>, nth: number) => BotAnswer): void
  onFile(answer: (path: string, response: ServerResponse) => void): void
  close(): Promise<void>
}

export async function startFakeBotApi(): Promise<FakeBotApi> {
  const calls: BotCall[] = []
  const answers = new Map<string, Parameters<FakeBotApi['on']>[1]>()
  const waiting: { method: string; count: number; resolve: (call: BotCall) => void }[] = []
  let sendFile = (_path: string, response: ServerResponse): void => void response.writeHead(404).end()
  const callsOf = (method: string): BotCall[] => calls.filter((call) => call.method === method)

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? ''
    if (url.startsWith(`/file/bot${TOKEN}/`)) { sendFile(url.slice(`/file/bot${TOKEN}/`.length), response); return; }
    const method = url.replace(`/bot${TOKEN}/`, '')
    const params = (await json(request)) as Record<string, unknown>
    calls.push({ method, params })
    for (const waiter of waiting) {
      const call = callsOf(waiter.method)[waiter.count - 1]
      if (call) waiter.resolve(call)
    }
    write(response, answers.get(method)?.(params, callsOf(method).length) ?? { error: 404, description: 'Not Found' })
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    root: `http://127.0.0.1:${address.port}`,
    token: new Secret(TOKEN),
    calls,
    callsOf,
    called: (method, count = 1) => {
      const call = callsOf(method)[count - 1]
      return call ? Promise.resolve(call) : new Promise((resolve) => waiting.push({ method, count, resolve }))
    },
    on: (method, made) => void answers.set(method, made),
    onFile: (made) => {
      sendFile = made
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function write(response: ServerResponse, answer: BotAnswer): void {
  if (typeof answer === 'function') { answer(response); return; }
  const body =
    'result' in answer
      ? { ok: true, result: answer.result }
      : {
          ok: false,
          error_code: answer.error,
          description: answer.description,
          parameters: { retry_after: answer.retryAfter, migrate_to_chat_id: answer.movedTo },
        }
  const status = 'result' in answer ? 200 : answer.error
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Time that passes only by sleeping: each sleep is over at once and noted. */
export class JumpingClock implements Clock {
  readonly slept: number[] = []
  #now = 1_800_000_000_000

  now(): number {
    return this.#now
  }

  advance(ms: number): void {
    this.#now += ms
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return
    this.slept.push(ms)
    this.#now += ms
    // Lets sockets have their turn, so that a loop under test cannot starve the server it talks to.
    await new Promise((resolve) => setImmediate(resolve))
  }
}
