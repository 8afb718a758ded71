import { createClient, createCluster, ErrorReply } from 'redis'

import { backoffMs } from '../../lib/backoff.js'
import type { Logger } from '../../lib/logger.js'
import type { Address } from './address.js'

/** One server or a cluster, whichever; every failure is the library's own. */
export interface Connection {
  /** Resolves when the first connection stands; rejects when the server does not take us. */
  connect(): Promise<void>
  /** Sends one command to where `key` lives. Rejects at once while there is no connection: nothing waits in here. */
  send(key: string, args: string[]): Promise<unknown>
  /** `onGap` is called whenever messages may have been missed. */
  subscribe(channel: string, onMessage: (message: string) => void, onGap: () => void): Promise<void>
  /** Connects anew, where the name of the server may lead to another by now. */
  renew(): void
  close(): void
}

export function createConnection(address: Address, logger: Logger): Connection {
  return address.cluster ? new ClusterConnection(address, logger) : new ServerConnection(address, logger)
}

type Client = ReturnType<typeof createClient>
type Cluster = ReturnType<typeof makeCluster>

/** A connection on which nothing comes for so long is dead; pings keep a living one from being quiet. */
const SILENCE_MS = 10_000
const PING_EVERY_MS = 3_000

/**
 * The client comes back for ever, but repeats nothing and keeps nothing for later (`disableOfflineQueue`): what may be
 * repeated, and for how long, is decided in one place, the link.
 */
const OPTIONS = {
  disableOfflineQueue: true,
  pingInterval: PING_EVERY_MS,
  maintNotifications: 'disabled',
} as const

function socketOptions(taken: () => boolean) {
  return {
    connectTimeout: 5_000,
    socketTimeout: SILENCE_MS,
    // A wrong password at the start is for a person; later it is a server that is being set up anew.
    reconnectStrategy: (retries: number, cause: Error) =>
      !taken() && isRefusal(cause) ? cause : backoffMs(retries, { baseMs: 50, maxMs: 2_000 }),
  }
}

function isRefusal(cause: Error): boolean {
  return cause instanceof ErrorReply && /^(?:WRONGPASS|NOAUTH|NOPERM|ERR)/u.test(cause.message)
}

class ServerConnection implements Connection {
  #client: Client
  readonly #subscriber: Client
  #taken = false
  #closed = false

  constructor(
    readonly address: Address,
    readonly logger: Logger,
  ) {
    this.#client = this.#make()
    this.#subscriber = this.#make()
  }

  async connect(): Promise<void> {
    await Promise.all([this.#client.connect(), this.#subscriber.connect()])
    this.#taken = true
  }

  send(_key: string, args: string[]): Promise<unknown> {
    return this.#client.sendCommand<unknown>(args)
  }

  async subscribe(channel: string, onMessage: (message: string) => void, onGap: () => void): Promise<void> {
    await this.#subscriber.subscribe(channel, onMessage)
    this.#subscriber.on('ready', onGap)
  }

  renew(): void {
    if (this.#closed || !this.#client.isReady) return
    this.#client.destroy()
    this.#client = this.#make()
    this.#client.connect().catch((error: unknown) => {
      this.logger.warn('redis.not-connected', { system: 'redis', error })
    })
  }

  close(): void {
    this.#closed = true
    for (const client of [this.#client, this.#subscriber]) if (client.isOpen) client.destroy()
  }

  #make(): Client {
    const url = this.address.urls[0] ?? ''
    const client: Client = createClient({ ...OPTIONS, RESP: 3, url, socket: socketOptions(() => this.#taken) })
    client.on('error', (error: unknown) => {
      if (!this.#closed) this.logger.warn('redis.connection', { system: 'redis', error })
    })
    return client
  }
}

class ClusterConnection implements Connection {
  readonly #cluster: Cluster
  #taken = false
  #closed = false

  constructor(
    address: Address,
    readonly logger: Logger,
  ) {
    this.#cluster = makeCluster(address, socketOptions(() => this.#taken))
    for (const event of ['error', 'node-error']) {
      this.#cluster.on(event, (error: unknown) => {
        if (!this.#closed) logger.warn('redis.connection', { system: 'redis', error })
      })
    }
  }

  async connect(): Promise<void> {
    await this.#cluster.connect()
    this.#taken = true
  }

  send(key: string, args: string[]): Promise<unknown> {
    return this.#cluster.sendCommand<unknown>(key, false, args)
  }

  async subscribe(channel: string, onMessage: (message: string) => void, onGap: () => void): Promise<void> {
    await this.#cluster.subscribe(channel, onMessage)
    this.#cluster.on('node-ready', onGap)
  }

  /** A cluster finds its masters by itself: MOVED, and a fresh look at it while a node stays away. */
  renew(): void {
    return
  }

  close(): void {
    this.#closed = true
    if (this.#cluster.isOpen) this.#cluster.destroy()
  }
}

/** The nodes that are discovered have nothing of the URLs but what stands in the defaults. */
function makeCluster({ urls }: Address, socket: ReturnType<typeof socketOptions>) {
  const { protocol, username, password } = new URL(urls[0] ?? '')
  return createCluster({
    RESP: 3,
    rootNodes: urls.map((url) => ({ url })),
    defaults: {
      ...OPTIONS,
      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
    },
  })
}
