import { AppError } from '../../domain/errors.js'
import { bounded } from '../../lib/bounded.js'
import type { Logger } from '../../lib/logger.js'
import type { Secret } from '../../lib/secret.js'
import { parseAddress } from './address.js'
import { createConnection, type Connection } from './connection.js'
import { Link } from './link.js'
import { checkServer } from './server-checks.js'

const WAIT_MS = 30_000

/** Connects to a Redis that may hold conversations; throws `config` where there is none, or it must not. */
export async function connectTo(options: {
  url: Secret
  logger: Logger
  waitMs?: number
  onRoundTrip?: (name: string) => void
}): Promise<{ connection: Connection; link: Link; kind: 'server' | 'cluster' }> {
  const { url, logger, waitMs = WAIT_MS, onRoundTrip } = options
  const address = parseAddress(url.reveal())
  const connection = createConnection(address, logger)
  const link = new Link({ connection, waitMs, onRoundTrip })
  try {
    await connect(connection, waitMs)
    await checkServer(link, logger)
    return { connection, link, kind: address.cluster ? 'cluster' : 'server' }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function connect(connection: Connection, waitMs: number): Promise<void> {
  try {
    await bounded(connection.connect(), waitMs)
  } catch (error) {
    const message = 'REDIS_URL: não foi possível conectar ao Redis (endereço, usuário ou senha)'
    throw new AppError('config', message, { retry: 'never', cause: error })
  }
}
