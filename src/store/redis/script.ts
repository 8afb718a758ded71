import { createHash } from 'node:crypto'

/** One transition of the store: a Lua script that Redis runs as a whole, or not at all. */
export interface Script {
  /** For logs and the round-trip counter. */
  name: string
  body: string
  /** What EVALSHA knows it by. */
  sha: string
}

/** A script out of the parts it shares with others and its own. */
export function defineScript(name: string, ...parts: readonly string[]): Script {
  const body = parts.join('\n')
  return { name, body, sha: createHash('sha1').update(body).digest('hex') }
}
