import { describe, expect, it } from 'vitest'

import { hasRedis } from '../support/redis-server.js'
import { createRandom, onEverySoManyRequests, startReplicas } from '../support/replicas.js'
import { countRepeats, expectStoryOnce, liveWholeStory } from '../support/whole-story.js'

/*
 * Three processes on one Redis, killed with SIGKILL again and again and started anew, while a crowd lives through the
 * whole story: when, and which of them, the seed decides.
 */

const CUSTOMERS = 36
const KILLS = 10

describe.runIf(hasRedis)('three processes on one Redis, killed at random', () => {
  it('lose nothing, do nothing twice, and keep every chat’s order', { timeout: 240_000 }, async (context) => {
    const { sandbox, bots, customers } = await startReplicas(context, { customers: CUSTOMERS, impatient: true })
    const random = createRandom(11)
    const killed = (): number => bots.reduce((kills, bot) => kills + bot.kills, 0)
    const killing = onEverySoManyRequests(
      sandbox,
      () => 30 + Math.floor(random() * 160),
      async () => {
        const victim = bots[Math.floor(random() * bots.length)]
        await victim?.kill()
        await victim?.start()
        return killed() < KILLS
      },
    )
    await Promise.all(customers.map((customer, index) => liveWholeStory(customer, index)))
    await killing.end()
    expect(killed()).toBeGreaterThanOrEqual(KILLS / 2)
    customers.forEach((customer, index) => expectStoryOnce(customer, index, killed()))
    // A process has no more of a system's calls under way than this (`CONCURRENCY`): HubSoft's files, Telegram's replies.
    expect(countRepeats(customers)).toBeLessThanOrEqual(killed() * 12)
  })
})
