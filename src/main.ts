import { createApp } from './app.js'
import { loadEnv, parseConfig, startedByNpm, type Config } from './config.js'
import { AppError } from './domain/errors.js'
import { systemClock } from './lib/clock.js'
import { createLogger } from './lib/logger.js'

/** Who sends SIGTERM counts ten seconds, then sends SIGKILL. */
const LONGEST_STOP_MS = 9_000

/** The process: configuration, start, signals. */
async function main(): Promise<void> {
  const config = readConfig()
  if (!config) return
  const logger = createLogger(config.logLevel)
  const app = createApp(config, { logger })
  // Node itself would print the error whole, and with it what somebody wrote, or a URL with a token.
  process.on('uncaughtException', (error) => {
    logger.error('process.crashed', { error })
    process.exit(1)
  })
  let stopping: Promise<void> | undefined
  const stop = () => {
    // Whatever is not done by then is taken up at the next start.
    stopping ??= Promise.race([app.stop(), systemClock.sleep(LONGEST_STOP_MS)]).then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (startedByNpm()) endWithNpm()
  try {
    const { port } = await app.start()
    if (!stopping) console.log(`Plantão está no ar. Saúde e métricas: http://localhost:${port}/readyz`)
  } catch (error) {
    fail(error)
  }
}

/**
 * `npm start` killed outright (SIGKILL) would leave this process behind, holding the data folder against the next
 * start. It ends as abruptly, which the store is made for. (The script's `exec` makes npm our parent, without which
 * its SIGTERM would not reach us either.)
 */
function endWithNpm(): void {
  const npm = process.ppid
  setInterval(() => {
    if (process.ppid !== npm) process.kill(process.pid, 'SIGKILL')
  }, 250).unref()
}

function readConfig(): Config | undefined {
  try {
    return parseConfig(loadEnv())
  } catch (error) {
    fail(error)
    return undefined
  }
}

/** A message for a person where we have one; a defect of ours shows its stack. */
function fail(error: unknown): void {
  if (error instanceof AppError && error.code === 'config') console.error(error.message)
  else console.error('O Plantão não conseguiu começar.', error)
  process.exitCode = 1
}

await main()
