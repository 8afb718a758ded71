import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createApp, type Overrides } from '../../src/app.js'
import { parseConfig, type Config } from '../../src/config.js'
import type { EffectKind } from '../../src/domain/effect.js'
import { POLICIES, type Policies, type Policy } from '../../src/outbox/policy.js'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'

export interface BotUnderTest {
  sandbox: Sandbox
  dataDir: string
  port: number
  /** Stops the bot in good order and starts it again on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** The production app over HTTP against the stand-ins, its data in a folder of its own. */
export async function startBot(
  env: Record<string, string> = {},
  overrides: Overrides = {},
  sandboxOptions: SandboxOptions = {},
): Promise<BotUnderTest> {
  const sandbox = await startSandbox(sandboxOptions)
  const dataDir = await mkdtemp(join(tmpdir(), 'plantao-test-'))
  const parsed = parseConfig({
    ...sandbox.env,
    LOG_LEVEL: process.env.PLANTAO_TEST_LOG ?? 'silent',
    POLL_INTERVAL_MS: '100',
    PORT: '0',
    DATA_DIR: dataDir,
    ...env,
  })
  const config = overrides.policies ? listingOften(parsed) : parsed
  let app = createApp(config, overrides)
  const { port } = await app.start()
  const bot = {
    sandbox,
    dataDir,
    port,
    async restart() {
      await app.stop()
      app = createApp(config, overrides)
      bot.port = (await app.start()).port
    },
    async stop() {
      await app.stop()
      await sandbox.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return bot
}

/** Where what is read back is read after seconds, listings are counted in them too. */
export function listingOften(config: Config): Config {
  return config.milvus ? { ...config, milvus: { ...config.milvus, listingsPerMinute: 600 } } : config
}

/** The production policies, all that is read back read after 0.6, 1.2 and 2.4 s; everything else as it is. */
export const IMPATIENT: Policies = { ...POLICIES }
for (const kind of Object.keys(POLICIES).filter(isKind)) IMPATIENT[kind] = impatient(POLICIES[kind])

function isKind(name: string): name is EffectKind {
  return Object.hasOwn(POLICIES, name)
}

function impatient(policy: Policy): Policy {
  return { ...policy, reconcileAfterMs: policy.reconcileAfterMs.map((_, index) => 600 * 2 ** index) }
}
