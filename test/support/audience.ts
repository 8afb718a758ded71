import { createServer } from 'node:net'

import type { TestContext } from 'vitest'

import type { Overrides } from '../../src/app.js'
import { startBot, type BotUnderTest } from './bot.js'
import { crowd, Customer } from './customer.js'

/** A bot of one provider, with as many customers as a file of tests needs, each of them met once. */
export interface Audience {
  bot: BotUnderTest
  /** A customer nobody has met yet. */
  next(): Customer
}

/** Starts it with customers of this number. */
export async function startAudience(
  count: number,
  env: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<Audience> {
  const world = crowd(count)
  const bot = await startBot({ HUBSOFT_RPM: '60000', ...env }, overrides, { world })
  let met = 0
  return {
    bot,
    next() {
      const person = world.pessoas[met]
      if (!person) throw new Error(`all of the ${String(count)} customers were met`)
      met += 1
      return new Customer(bot.sandbox, person, 20_000 + met)
    },
  }
}

/** The same, for one test. */
export async function audienceOf(
  context: TestContext,
  count: number,
  env: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<Audience> {
  const audience = await startAudience(count, env, overrides)
  context.onTestFinished(() => audience.bot.stop())
  return audience
}

/** The environment of a bot that Telegram posts its updates to. */
export async function webhookEnv(): Promise<Record<string, string>> {
  const port = String(await freePort())
  return {
    PORT: port,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK_SECRET: 'made-up-secret',
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
