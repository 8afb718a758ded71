import type { TestContext } from 'vitest'

import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { crowd, Customer } from './customer.js'
import { BotProcess } from './process.js'
import { startRedisServer, type RedisServer } from './redis-server.js'

export interface Replicas {
  sandbox: Sandbox
  redis: RedisServer
  bots: readonly BotProcess[]
  customers: readonly Customer[]
}

export interface ReplicasOptions {
  bots?: number
  customers: number
  env?: Record<string, string>
  /** Readings of what became of an unknown outcome come after seconds, not minutes. */
  impatient?: boolean
  patienceMs?: number
}

/** Several processes of the bot on one Redis, with a crowd of customers; all of it ends with the test. */
export async function startReplicas(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  { bots: count = 3, customers, env = {}, impatient = false, patienceMs = 120_000 }: ReplicasOptions,
): Promise<Replicas> {
  const redis = await startRedisServer()
  onTestFinished(() => redis.stop())
  const world = crowd(customers)
  const sandbox = await startSandbox({ world })
  onTestFinished(() => sandbox.stop())
  const common = { ...sandbox.env, HUBSOFT_RPM: '60000', POLL_INTERVAL_MS: '500', LOG_LEVEL: 'info' }
  const bots = await Promise.all(
    Array.from({ length: count }, () => BotProcess.start({ env: { ...common, REDIS_URL: redis.url, ...env }, impatient })),
  )
  for (const bot of bots) onTestFinished(() => bot.dispose())
  return {
    sandbox,
    redis,
    bots,
    customers: world.pessoas.map((person, index) => new Customer(sandbox, person, 20_000 + index, patienceMs)),
  }
}

/** Calls `act` when the stand-ins have met so many requests since it last did its work; how many, `draw` says. */
export function onEverySoManyRequests(
  { telegram, hubsoft, milvus, tempbox }: Sandbox,
  draw: () => number,
  act: () => Promise<boolean>,
): { end(): Promise<void> } {
  let left = draw()
  let acting: Promise<void> | undefined
  let goesOn = true
  let failure: unknown
  const onRequest = (): void => {
    if (acting !== undefined || !goesOn || --left > 0) return
    acting = act()
      .then((more) => {
        goesOn = more
      })
      .catch((error: unknown) => (failure ??= error))
      .then(() => {
        left = draw()
        acting = undefined
      })
  }
  const stop = [telegram, hubsoft, milvus, tempbox].map(({ ledger }) => ledger.onRequest(onRequest))
  return {
    async end() {
      stop.forEach((unsubscribe) => unsubscribe())
      await acting
      if (failure !== undefined) throw new Error('a disturbance failed', { cause: failure })
    },
  }
}

/** Numbers of [0, 1) that a seed decides (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
