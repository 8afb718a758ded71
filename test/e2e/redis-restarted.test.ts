import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { hasRedis } from '../support/redis-server.js'
import { createRandom, onEverySoManyRequests, startReplicas } from '../support/replicas.js'
import { countRepeats, expectStoryOnce, liveWholeStory } from '../support/whole-story.js'

/*
 * Redis itself goes away in the middle, now with SIGKILL, now in good order, and comes back with its append-only file.
 * The processes are as `npm start` runs them, and none of them ends.
 */

const CUSTOMERS = 24
const RESTARTS = 4
const AWAY_MS = [300, 2_500, 1_000, 4_000]

describe.runIf(hasRedis)('a Redis restarted under three processes', () => {
  it('costs nothing: nothing acknowledged while it is away, nothing lost, nothing twice', { timeout: 240_000 }, async (context) => {
    const { sandbox, redis, bots, customers } = await startReplicas(context, { customers: CUSTOMERS })
    const { queue } = sandbox.telegram
    const stranger = sandbox.telegram.user(99, { firstName: 'Vizinho' })
    const random = createRandom(23)
    const left: number[][] = []
    let restarts = 0
    const restarting = onEverySoManyRequests(
      sandbox,
      () => 120 + Math.floor(random() * 200),
      async () => {
        await (restarts % 2 === 0 ? redis.kill() : redis.quit())
        // What comes from now on nobody can keep.
        stranger.sendText('/ajuda')
        const first = queue.pending.at(-1)?.update_id ?? 0
        const came: number[] = []
        const stop = queue.onChange(() => {
          const newest = queue.pending.at(-1)?.update_id
          if (newest !== undefined && newest > first && newest !== came.at(-1)) came.push(newest)
        })
        await delay(AWAY_MS[restarts] ?? 0)
        stop()
        const pending = new Set(queue.pending.map((update) => update.update_id))
        left.push([first, ...came].filter((id) => !pending.has(id)))
        await redis.start()
        restarts += 1
        return restarts < RESTARTS
      },
    )
    await Promise.all(customers.map((customer, index) => liveWholeStory(customer, index)))
    await restarting.end()
    expect(left).toEqual(Array.from({ length: RESTARTS }, () => []))
    customers.forEach((customer, index) => expectStoryOnce(customer, index, 0))
    expect(countRepeats(customers)).toBe(0)
    const help = (): number => stranger.messages.filter(({ text }) => text.startsWith('Posso tirar dúvidas')).length
    await stranger.until(() => (help() >= RESTARTS ? true : undefined))
    expect(help()).toBe(RESTARTS)
    for (const bot of bots) expect((await bot.get('/readyz')).status).toBe(200)
  })
})
