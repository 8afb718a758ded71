import { describe, expect, it, type TestContext } from 'vitest'

import { sensibleModel } from '../../src/sandbox/openai/sensible.js'
import { ana } from '../../src/sandbox/world/people.js'
import { ANSWER_MS, answerTo, startModelBot, stranger } from '../support/model-bot.js'
import { startEndpoint, type Step } from '../support/model-endpoint.js'
import { ASKS, DYING, LEGAL } from '../support/odd-endpoints.js'

/** The bot with an endpoint of somebody else's make; a stranger says what only a model can tell apart. */
async function ask(context: TestContext, step: Step) {
  const endpoint = await startEndpoint(step)
  context.onTestFinished(() => endpoint.close())
  const env = { OPENAI_BASE_URL: endpoint.baseUrl }
  const bot = await startModelBot(context, sensibleModel, undefined, { env })
  const customer = stranger(bot, ana, 741)
  const said = await answerTo(customer, 'então, é aquele negócio que não tá legal aqui')
  return { ...said, customer, received: endpoint.received }
}

describe.concurrent('an endpoint of whatever make', () => {
  for (const [how, step] of Object.entries(DYING)) {
    it(`gives ${how}: the customer is answered within the limit, and goes on`, async (context) => {
      const { ms, received, customer } = await ask(context, step)
      expect(received.length).toBeGreaterThan(0)
      expect(ms).toBeLessThan(ANSWER_MS)
      // The rules took the words: they are a problem, whose customer has to be known.
      await customer.hear((text) => /\bCPF\b/u.test(text))
    }, 90_000)
  }

  for (const [how, step] of Object.entries(LEGAL)) {
    it(`says its decision with ${how}: it is taken`, async (context) => {
      const { customer, ms } = await ask(context, step)
      await customer.hear((text) => text.includes(ASKS))
      expect(ms).toBeLessThan(ANSWER_MS)
    }, 90_000)
  }
})
