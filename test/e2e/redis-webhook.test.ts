import { describe, expect, it, type TestContext } from 'vitest'

import { CATCH_UP_MS } from '../../src/telegram/order-watch.js'
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
    const { customers, proxy } = await open(context, { customers: 12, seed: 5, maxDelayMs: 150 })
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
    // On a busy machine an update may be delayed beyond all waiting: then only its being there counts.
    const inTime = customers.filter(({ id }) => latestMs(proxy, id) < CATCH_UP_MS)
    for (const customer of inTime) expect(said(customer.relayed())).toEqual(SAID)
    for (const customer of customers) expect(new Set(said(customer.relayed()))).toEqual(new Set(SAID))
    for (const customer of customers) expect(said(customer.relayed())).toHaveLength(SAID.length)
    expect(inTime.length).toBeGreaterThan(0)
    expect(proxy.twice).toBeGreaterThan(30)
    expect(inDisorder(proxy)).toBeGreaterThan(30)
  })

  it('lose nothing and do nothing twice with updates up to a second late', { timeout: 150_000 }, async (context) => {
    const { customers, proxy, sandbox } = await open(context, { customers: 12, seed: 7, maxDelayMs: 900 })
    await Promise.all(customers.map((customer, index) => liveWholeStory(customer, index * 2)))
    customers.forEach((customer, index) => expectStoryOnce(customer, index * 2, 0))
    expect(countRepeats(customers)).toBe(0)
    expect(proxy.twice).toBeGreaterThan(20)
    // The second copy of the last one may still be on its way.
    await expect.poll(() => sandbox.telegram.queue.pending.length, { timeout: 10_000 }).toBe(0)
  })
})

/** How many updates were taken behind a later one. */
function inDisorder({ taken }: ShufflingProxy): number {
  return taken.filter(({ updateId }, index) => taken.slice(0, index).some((before) => before.updateId > updateId)).length
}

/**
 * How long after a later update of the chat an earlier one was taken at most, in milliseconds: from before the process
 * could have the one until it said that it has the other, so that a pause of this very process is not overlooked.
 */
function latestMs({ taken }: ShufflingProxy, chat: number): number {
  const ofChat = taken.filter((update) => update.chat === chat)
  const delays = ofChat.flatMap(({ updateId, at }) =>
    ofChat.filter((other) => other.updateId > updateId).map(({ handedAt }) => at - handedAt),
  )
  return Math.max(0, ...delays)
}

/** What was relayed after the summary, by its lines: a burst may come as one message of several. */
function said(relayed: readonly string[]): string[] {
  return relayed.slice(1).flatMap((text) => text.split('\n'))
}
