import { z } from 'zod'

import { compilePattern } from './ledger.js'

/**
 * What can go wrong with one request of a stand-in. "The work" is what the route does: open, attach, send.
 *
 * - `silent`: nothing is answered for `ms`; then it goes on as ever, unless the caller went away: then no work is done.
 *   Without `ms` it is never answered and the work is never done.
 * - `hangThenDo`: nothing is ever answered, and the work is done after `ms`, whether the caller waits or not.
 * - `loseAnswer`: the work is done, the connection is destroyed in place of an answer.
 * - `cutAnswer`: the work is done, half of the answer's body is sent, then the connection is destroyed.
 * - `status`: answers `status` with an HTML page (or `body`), with or without having done the work.
 * - `rateLimit`: 429 in the system's own manner, no work done.
 *
 * A whole system: `down()` closes the listening socket (connection refused) and `up()` opens it again at the same
 * port; `revokeTokens()` makes what it accepted until now unauthorized (`restoreTokens()` takes it back where the token
 * is a fixed one).
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('silent'), ms: z.number().optional() }),
  z.object({ kind: z.literal('hangThenDo'), ms: z.number() }),
  z.object({ kind: z.literal('loseAnswer') }),
  z.object({ kind: z.literal('cutAnswer') }),
  z.object({
    kind: z.literal('status'),
    status: z.number(),
    work: z.boolean().default(false),
    body: z.string().optional(),
  }),
  z.object({ kind: z.literal('rateLimit'), retryAfterS: z.number() }),
])

/** A fault as given: `work` of `status` may be left out (then none is done). */
export type FaultSpec = z.input<typeof faultSchema>
export type Fault = z.output<typeof faultSchema>

interface Armed {
  pattern: string
  fault: Fault
  left: number
  matches: (method: string, path: string) => boolean
}

export interface FaultHooks {
  down(): Promise<void>
  up(): Promise<void>
  setTokensValid(valid: boolean): void
}

/** The faults of one stand-in. */
export class Faults {
  #armed: Armed[] = []
  #release = new AbortController()

  constructor(private readonly hooks: FaultHooks) {}

  /** Arms a fault for the next `times` requests (default: 1) that match `METHOD path`; the first armed goes first. */
  arm(pattern: string, spec: FaultSpec, times = 1): void {
    this.#armed.push({ pattern, fault: faultSchema.parse(spec), left: times, matches: compilePattern(pattern) })
  }

  /** Disarms every fault; requests held by a `silent` one are dropped unanswered. */
  clear(): void {
    this.#armed = []
    this.#release.abort()
    this.#release = new AbortController()
  }

  /** Connection refused from now on; connections that are open are destroyed. */
  async down(): Promise<void> {
    await this.hooks.down()
  }

  async up(): Promise<void> {
    await this.hooks.up()
  }

  revokeTokens(): void {
    this.hooks.setTokensValid(false)
  }

  restoreTokens(): void {
    this.hooks.setTokensValid(true)
  }

  /** The fault for this request, counted as used. */
  take(method: string, path: string): Fault | undefined {
    const armed = this.#armed.find((candidate) => candidate.left > 0 && candidate.matches(method, path))
    if (!armed) return undefined
    armed.left -= 1
    return armed.fault
  }

  /** Aborts when the faults are cleared. */
  get released(): AbortSignal {
    return this.#release.signal
  }

  /** What is still armed. */
  list(): readonly { pattern: string; kind: Fault['kind']; left: number }[] {
    return this.#armed
      .filter(({ left }) => left > 0)
      .map(({ pattern, fault, left }) => ({ pattern, kind: fault.kind, left }))
  }
}
