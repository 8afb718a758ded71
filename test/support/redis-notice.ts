import { hasRedis } from './redis-server.js'

/** The last lines of a run in which the tests of the Redis store were passed over. */
export function teardown(): void {
  if (hasRedis) return
  const lines = [
    'THE TESTS OF THE REDIS STORE DID NOT RUN: there is no redis-server on this machine.',
    'Install it (Debian: apt-get install redis-server) and run the tests again.',
  ]
  process.stdout.write(`\n${lines.map((line) => `!!! ${line}`).join('\n')}\n`)
}
