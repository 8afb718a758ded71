import { loadEnv, readEnvFile } from '../config.js'
import { AppError } from '../domain/errors.js'
import { HELP, readArgs, type DoctorArgs } from './args.js'
import { censorOf } from './censor.js'
import type { Result } from './check.js'
import { allChecks } from './checks/all.js'
import { readEnvironment } from './environment.js'
import { runChecks } from './run.js'
import { table, tally } from './table.js'
import { createWorld } from './world.js'

/*
 * `npm run doctor`: whether the environment and every system will do, by reading only. Exit code 0: nothing worse than
 * warnings; 1: something to put right; 2: it could not be run.
 */

/** What hangs is left behind: it must not keep the process. */
async function end(text: string, code: number, to: NodeJS.WriteStream = process.stdout): Promise<never> {
  await new Promise<void>((resolve) => to.write(text, () => resolve()))
  process.exit(code)
}

async function main({ help, json }: DoctorArgs): Promise<never> {
  if (help) return await end(HELP, 0)
  const given = loadEnv()
  const startedAt = performance.now()
  const world = createWorld(readEnvironment(given))
  const results = censored(await runChecks(allChecks(world, given, readEnvFile())), censorOf(given))
  await world.close()
  const ms = Math.round(performance.now() - startedAt)
  const code = results.some(({ state }) => state === 'error') ? 1 : 0
  if (json) return await end(`${JSON.stringify(documentOf(results, { ms, code }))}\n`, code)
  const colour = process.stdout.isTTY && !given.NO_COLOR
  return await end(table(results, { colour, ms }), code)
}

function documentOf(results: readonly Result[], { ms, code }: { ms: number; code: number }): unknown {
  const checks = results.map(({ id, system, title, state, told, advice = [], ms: took }) => {
    return { id, system, title, state, told, advice, ms: took }
  })
  return { ok: code === 0, exitCode: code, summary: tally(results), ms, checks }
}

function censored(results: readonly Result[], censor: (text: string) => string): Result[] {
  return results.map((result) => ({
    ...result,
    told: censor(result.told),
    ...(result.advice && { advice: result.advice.map(censor) }),
  }))
}

// Node itself would print the error whole, and with it what somebody wrote, or a URL with a token.
process.on('uncaughtException', () => void end('O diagnóstico não pôde rodar até o fim.\n', 2, process.stderr))

try {
  await main(readArgs(process.argv.slice(2)))
} catch (error) {
  const reason = error instanceof AppError ? error.message : 'O diagnóstico não pôde rodar.'
  await end(`${reason}\n`, 2, process.stderr)
}
