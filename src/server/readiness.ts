import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'

/** Throws when what it looks at cannot do its work. */
export type Check = () => Promise<void>

export interface Readiness {
  ready: boolean
  checks: Readonly<Record<string, 'ok' | 'failed' | 'timeout'>>
}

const BOUND_MS = 2_000
const CACHED_MS = 1_000

/**
 * Asks every check, each for two seconds at most, and keeps the answer for one: however often it is asked, no check
 * runs twice at a time, also one that never ends.
 */
export function createReadiness(checks: Readonly<Record<string, Check>>, clock: Clock, logger: Logger): () => Promise<Readiness> {
  const running = new Map<string, Promise<'ok' | 'failed'>>()
  let last: { askedAt: number; answer: Promise<Readiness> } | undefined

  const start = async (name: string, check: Check): Promise<'ok' | 'failed'> => {
    try {
      await check()
      return 'ok'
    } catch (error) {
      logger.warn('readiness.failed', { operation: name, error })
      return 'failed'
    } finally {
      running.delete(name)
    }
  }
  const ask = async (name: string, check: Check): Promise<'ok' | 'failed' | 'timeout'> => {
    const answer = running.get(name) ?? start(name, check)
    running.set(name, answer)
    const bound = new AbortController()
    const timeout = clock.sleep(BOUND_MS, bound.signal).then(() => 'timeout' as const)
    try {
      return await Promise.race([answer, timeout])
    } finally {
      bound.abort()
    }
  }
  const askAll = async (): Promise<Readiness> => {
    const answers = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await ask(name, check)] as const),
    )
    return { ready: answers.every(([, answer]) => answer === 'ok'), checks: Object.fromEntries(answers) }
  }
  return () => {
    if (!last || clock.now() - last.askedAt >= CACHED_MS) last = { askedAt: clock.now(), answer: askAll() }
    return last.answer
  }
}
