import { describe, expect, it, type TestContext } from 'vitest'

import { hasRedis } from '../support/redis-server.js'
import { createRandom, startReplicas, type Replicas } from '../support/replicas.js'
import { startShufflingProxy, type ShufflingProxy } from '../support/shuffling-proxy.js'
import { countRepeats, expectStoryOnce, liveWholeStory } from '../support/whole-story.js'

/** Three processes behind one webhook; what Telegram posts is shuffled on its way. */
async function open(
  { onTestFinished }: TestContext,
  { customers, seed, maxDelayMs }: { customers: number; seed: number; maxDelayMs: number },
): Promise<Replicas & { proxy: ShufflingProxy }> {
  const proxy = await startShufflingProxy({ random: createRandom(seed), maxDelayMs, twice: 0.3 })
  onTestFinished(() => proxy.stop())
  const env = { TELEGRAM_WEBHOOK_URL: proxy.url, TELEGRAM_WEBHOOK_SECRET: 'segredo-do-webhook' }
  const replicas = await startReplicas({ onTestFinished }, { customers, env })
  proxy.ports = replicas.bots.map(({ port }) => port)
  return { ...replicas, proxy }
}

const SAID = Array.from({ length: 12 }, (_, index) => `palavra número ${String(index + 1)}`)

describe.runIf(hasRedis)('three processes behind one webhook', () => {
  it('take in their order what arrives together, in parallel and twice', { timeout: 120_000 }, async (context) => {
    // Well within the moment for which a later one waits (`CATCH_UP_MS`).
    const { customers, proxy } = await open(context, { customers: 20, seed: 5, maxDelayMs: 150 })
    await Promise.all(
      customers.map(async (customer) => {
        customer.say('bom dia')
        await customer.hear((text) => /\bCPF\b/u.test(text))
        customer.say('/atendente')
        await customer.landed('the summary', () => customer.relayed().length > 0)
        for (const words of SAID) customer.say(words)
        await customer.landed('all words', () => said(customer.relayed()).length >= SAID.length)
      }),
    )
    for (const customer of customers) expect(said(customer.relayed())).toEqual(SAID)
    expect(proxy.twice).toBeGreaterThan(50)
  })

  it('lose nothing and do nothing twice with updates up to a second late', { timeout: 150_000 }, async (context) => {
    const { customers, proxy, sandbox } = await open(context, { customers: 12, seed: 7, maxDelayMs: 900 })
    await Promise.all(customers.map((customer, index) => liveWholeStory(customer, index * 2)))
    customers.forEach((customer, index) => expectStoryOnce(customer, index * 2, 0))
    expect(countRepeats(customers)).toBe(0)
    expect(proxy.twice).toBeGreaterThan(20)
    expect(sandbox.telegram.queue.pending).toHaveLength(0)
  })
})

/** What was relayed after the summary, by its lines: a burst may come as one message of several. */
function said(relayed: readonly string[]): string[] {
  return relayed.slice(1).flatMap((text) => text.split('\n'))
}
