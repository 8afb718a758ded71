import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createApp } from '../app.js'
import { parseConfig } from '../config.js'
import { play } from './play.js'
import { startSandbox, type Sandbox } from './sandbox.js'
import { chatInTerminal } from './terminal.js'

/*
 * `npm run demo`: the real bot, the same as in production, over HTTP against the stand-ins, in the terminal.
 * `npm run demo -- --play`: plays the whole story by itself; exit code 0 only if everything landed exactly once.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'plantao-demo-'))
try {
  const sandbox = await startSandbox()
  try {
    await withBot(sandbox, async () => {
      if (!process.argv.includes('--play')) await chatInTerminal(sandbox)
      else if (!(await play(sandbox, process.stdout))) process.exitCode = 1
    })
  } finally {
    await sandbox.stop()
  }
} finally {
  await rm(dataDir, { recursive: true, force: true })
}

async function withBot(sandbox: Sandbox, use: () => Promise<void>): Promise<void> {
  const config = parseConfig({ ...sandbox.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' })
  const app = createApp(config, {})
  await app.start()
  try {
    await use()
  } finally {
    await app.stop()
  }
}
