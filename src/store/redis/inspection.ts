import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import { bounded } from '../../lib/bounded.js'
import { silentLogger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import { createSeal } from '../seal.js'
import { parseAddress } from './address.js'
import { createConnection } from './connection.js'
import { META } from './keys.js'
import { Link } from './link.js'
import { readLayout, setting, tryKeys } from './server-checks.js'

/** A Redis as the doctor looks at it: read only, also where it holds no conversations yet or must not. */
export interface RedisInspection {
  /** The shortest of ten, in milliseconds: how far it is, however busy either side is just now. */
  roundTripMs(): Promise<number>
  version(): Promise<string>
  /** `undefined` where a provider hides CONFIG. */
  setting(name: 'maxmemory-policy' | 'appendonly' | 'appendfsync'): Promise<string | undefined>
  layout(): ReturnType<typeof readLayout>
  /** Throws `config` when the data was sealed with other keys. */
  tryKeys(dataKeys: readonly Secret[]): Promise<void>
  close(): void
}

/** Throws `unreachable` with the cause, or `unauthorized` where the server does not take the user or password. */
export async function inspectRedis(url: Secret, waitMs: number): Promise<RedisInspection> {
  let lastError: unknown
  const logger = { ...silentLogger, warn: (_event: string, fields?: { error?: unknown }) => void (lastError = fields?.error) }
  const connection = createConnection(parseAddress(url.reveal()), logger)
  const link = new Link({ connection, waitMs })
  try {
    await bounded(connection.connect(), waitMs)
  } catch (error) {
    connection.close()
    throw refusal(error) ?? unreachable(lastError ?? error)
  }
  const info = z.string()
  return {
    async roundTripMs() {
      const times: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const startedAt = performance.now()
        await link.command(META, ['EXISTS', META])
        times.push(performance.now() - startedAt)
      }
      return Math.min(...times)
    },
    async version() {
      return /^redis_version:([\d.]+)/mu.exec(info.parse(await link.command(META, ['INFO', 'server'])))?.[1] ?? ''
    },
    setting: (name) => setting(link, name),
    layout: () => readLayout(link),
    tryKeys: (dataKeys) => tryKeys(link, createSeal(dataKeys)),
    close: () => connection.close(),
  }
}

const ROUNDS = 10

function refusal(error: unknown): AppError | undefined {
  const said = error instanceof Error ? error.message : ''
  if (!/^(?:WRONGPASS|NOAUTH|NOPERM)/u.test(said)) return undefined
  return new AppError('unauthorized', 'Redis does not take this user or password', { retry: 'never' })
}

function unreachable(cause: unknown): AppError {
  return new AppError('unreachable', 'Redis cannot be reached', { retry: 'safe', cause })
}
