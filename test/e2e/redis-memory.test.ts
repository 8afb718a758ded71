import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it, type TestContext } from 'vitest'

import { startSandbox } from '../../src/sandbox/sandbox.js'
import { BotProcess } from '../support/process.js'
import { hasRedis, startRedisServer } from '../support/redis-server.js'

/*
 * One process through twenty thousand updates of five hundred users, in rounds of other users each, who write in bursts:
 * one answer to many updates, so that Telegram's thirty messages a second do not set the pace. The heap is small, so
 * that it is swept often; the least that is seen of it in a round is what is really held.
 */

const ROUNDS = 4
const USERS_A_ROUND = 125
/** Of each user, all within what the flood guard lets pass. */
const UPDATES = 40
const MB = 1_048_576
/** What caches and samples (of metrics, of addresses) may still gain. */
const MAX_GROWTH_BYTES = 6 * MB

describe.concurrent('a process under twenty thousand updates', () => {
  it('holds no more at the end than after a while, on SQLite', { timeout: 240_000 }, (context) => run(context, {}))

  it.runIf(hasRedis)('holds no more at the end than after a while, on Redis', { timeout: 240_000 }, async (context) => {
    const redis = await startRedisServer({ settings: ['--appendfsync', 'everysec'] })
    context.onTestFinished(() => redis.stop())
    await run(context, { REDIS_URL: redis.url })
  })
})

async function run({ onTestFinished }: TestContext, env: Record<string, string>): Promise<void> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.stop())
  const heap = { NODE_OPTIONS: '--max-old-space-size=96 --max-semi-space-size=1' }
  const bot = await BotProcess.start({ env: { ...sandbox.env, ...heap, ...env } })
  onTestFinished(() => bot.dispose())
  const held: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const users = Array.from({ length: USERS_A_ROUND }, (_, index) =>
      sandbox.telegram.user(40_000 + round * USERS_A_ROUND + index, { firstName: 'Fulano' }),
    )
    for (let update = 0; update < UPDATES; update += 1) for (const user of users) user.sendText('bom dia')
    held.push(await idle(bot))
    expect(users.filter(({ messages }) => messages.length === 0)).toEqual([])
  }
  const [, second = 0] = held
  expect((held.at(-1) ?? 0) - second).toBeLessThan(MAX_GROWTH_BYTES)
  expect((await told(bot)).appended).toBeGreaterThanOrEqual(ROUNDS * USERS_A_ROUND * UPDATES)
}

/** Waits until nothing is left to do; gives the least heap in use seen meanwhile, in bytes. */
async function idle(bot: BotProcess): Promise<number> {
  let least = Infinity
  let before = -1
  for (let quiet = 0; quiet < 3; ) {
    await delay(250)
    const numbers = await told(bot)
    least = Math.min(least, numbers.heap)
    quiet = numbers.waiting === 0 && numbers.appended === before ? quiet + 1 : 0
    before = numbers.appended
  }
  return least
}

async function told(bot: BotProcess): Promise<{ heap: number; waiting: number; appended: number }> {
  const text = await (await bot.get('/metrics')).text()
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)$`, 'gmu'))].reduce((all, [, value]) => all + Number(value), 0)
  return {
    heap: sum('nodejs_heap_size_used_bytes'),
    waiting: sum('plantao_inbox') + sum('plantao_effects'),
    appended: sum('plantao_events_appended_total'),
  }
}
