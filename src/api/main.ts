import { loadEnv } from '../config.js'
import { toAppError } from '../domain/errors.js'
import { runApi } from './run.js'

/*
 * `npm run api`: any declared call with the configured credentials. JSON goes to stdout, everything else to stderr.
 * Exit code 0: done; 1: the system refused or failed; 2: nothing was sent (what was asked for was wrong or unconfirmed).
 */
try {
  process.exitCode = await runApi(process.argv.slice(2), {
    env: loadEnv,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
} catch (error) {
  process.stderr.write(`${toAppError(error).message}\n`)
  process.exitCode = 2
}
