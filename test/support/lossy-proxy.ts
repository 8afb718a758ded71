import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface LossyProxy {
  port: number
  /**
   * Of the next script (the one with this digest, where one is named) Redis does what it says, and its answer never
   * arrives: the connection breaks.
   */
  loseNextAnswer(sha?: string): void
  /** How many answers were lost. */
  lost(): number
  stop(): Promise<void>
}

/** Stands between a client and a Redis, and loses what it is told to lose. */
export async function startLossyProxy(to: number): Promise<LossyProxy> {
  const sockets = new Set<Socket>()
  let awaited: string | undefined
  let lost = 0
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1')
    let losing = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (data) => {
      if (awaited !== undefined && data.includes(awaited)) {
        awaited = undefined
        losing = true
      }
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      if (!losing) return void client.write(data)
      lost += 1
      client.destroy()
      upstream.destroy()
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    loseNextAnswer(sha = 'EVALSHA') {
      awaited = sha
    },
    lost: () => lost,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
