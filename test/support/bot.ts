import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createApp, type Overrides } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'

export interface BotUnderTest {
  sandbox: Sandbox
  dataDir: string
  port: number
  /** Stops the bot in good order and starts it again on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** The production app over HTTP against the stand-ins, its data in a folder of its own. */
export async function startBot(env: Record<string, string> = {}, overrides: Overrides = {}): Promise<BotUnderTest> {
  const sandbox = await startSandbox()
  const dataDir = await mkdtemp(join(tmpdir(), 'plantao-test-'))
  const config = parseConfig({
    ...sandbox.env,
    LOG_LEVEL: process.env['PLANTAO_TEST_LOG'] ?? 'silent',
    POLL_INTERVAL_MS: '100',
    PORT: '0',
    DATA_DIR: dataDir,
    ...env,
  })
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
