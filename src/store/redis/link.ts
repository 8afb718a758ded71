import { setMaxListeners } from 'node:events'

import { ErrorReply } from 'redis'

import { AppError } from '../../domain/errors.js'
import { backoffMs } from '../../lib/backoff.js'
import { systemClock } from '../../lib/clock.js'
import type { Connection } from './connection.js'
import type { Script } from './script.js'

export interface LinkOptions {
  connection: Connection
  /** How long a call waits for a Redis that is away, in milliseconds. */
  waitMs: number
  /** Called for every command sent; of scripts with their name. */
  onRoundTrip?: ((name: string) => void) | undefined
}

/** What Redis says while it starts, fails over, or may not write; it passes, or a person sees to it. */
const PASSING = /^(?:LOADING|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|READONLY|BUSY|NOREPLICAS|MISCONF|OOM|UNBLOCKED|MOVED|ASK)\b/u

/**
 * Calls that outlast a Redis that restarts or fails over: they wait and are made again until it answers, for a while.
 * That is safe because every call may be repeated when only its answer was lost: each script knows what it did by the
 * ids and lease tokens it was given.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(options: LinkOptions) {
    this.#options = options
    // Every call that waits listens to it, and takes its listener off again.
    setMaxListeners(0, this.#closing.signal)
  }

  /** Runs a script on the keys of `base`. */
  run(script: Script, base: string, args: readonly string[], waitMs?: number): Promise<unknown> {
    return this.#track(() => this.#persist(script.name, () => this.#evaluate(script, base, args), waitMs))
  }

  /** Any other command on `key`; it must be one that may be repeated. */
  command(key: string, args: string[], waitMs?: number): Promise<unknown> {
    const name = args[0] ?? ''
    return this.#track(() => this.#persist(name, () => this.#send(name, key, args), waitMs))
  }

  /** Takes no new calls, lets those under way finish for `ms`, then ends the connection. */
  async close(ms: number): Promise<void> {
    const over = new AbortController()
    const finished = Promise.allSettled(this.#underWay)
    const waiting = systemClock.sleep(ms, over.signal)
    this.#closing.abort()
    await Promise.race([finished, waiting])
    over.abort()
    this.#options.connection.close()
  }

  async #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw closed()
    const running = work()
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }

  async #persist(name: string, once: () => Promise<unknown>, waitMs = this.#options.waitMs): Promise<unknown> {
    const startedAt = performance.now()
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once()
      } catch (error) {
        if (!passes(error)) throw broken(name, error)
        if (error instanceof ErrorReply && error.message.startsWith('READONLY')) this.#options.connection.renew()
        const leftMs = waitMs - (performance.now() - startedAt)
        if (leftMs <= 0 || this.#closing.signal.aborted) throw unreachable(name, error)
        await systemClock.sleep(Math.min(leftMs, backoffMs(attempt, { baseMs: 20, maxMs: 500 })), this.#closing.signal)
      }
    }
  }

  async #evaluate(script: Script, base: string, args: readonly string[]): Promise<unknown> {
    try {
      return await this.#send(script.name, base, ['EVALSHA', script.sha, '1', base, ...args])
    } catch (error) {
      if (!(error instanceof ErrorReply && error.message.startsWith('NOSCRIPT'))) throw error
      return await this.#send(script.name, base, ['EVAL', script.body, '1', base, ...args])
    }
  }

  #send(name: string, key: string, args: string[]): Promise<unknown> {
    this.#options.onRoundTrip?.(name)
    return this.#options.connection.send(key, args)
  }
}

export function closed(): AppError {
  return new AppError('internal', 'the store is closed', { retry: 'never' })
}

/** Anything that is not Redis's own word is a connection that broke, or is not there. */
function passes(error: unknown): boolean {
  return !(error instanceof ErrorReply) || PASSING.test(error.message)
}

function unreachable(operation: string, cause: unknown): AppError {
  return new AppError('unreachable', 'Redis cannot be reached', { retry: 'safe', cause, context: { operation } })
}

/** Idempotent, so that doing it again is safe, though it will most likely fail the same way. */
function broken(operation: string, cause: unknown): AppError {
  return new AppError('internal', 'Redis refused a call', { retry: 'safe', cause, context: { operation } })
}
