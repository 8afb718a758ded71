import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Whether there is a `redis-server` to start. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

export interface RedisServer {
  port: number
  url: string
  /** SIGKILL: what is not in the append-only file is gone. */
  kill(): Promise<void>
  /** SIGTERM: it ends in good order. */
  quit(): Promise<void>
  /** Starts it again on the same port and files. */
  start(): Promise<void>
  /** Stops the process where it stands, and lets it go on. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

export interface RedisServerOptions {
  cluster?: boolean
  /** Further settings, as on the command line. */
  settings?: readonly string[]
}

/** A Redis of this test's own, on a spare port, its files in a folder that goes with it. */
export async function startRedisServer({ cluster = false, settings = [] }: RedisServerOptions = {}): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'plantao-redis-'))
  const port = await sparePort()
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'],
    ...['--appendfsync', 'always', '--loglevel', 'warning', '--enable-debug-command', 'yes'],
    ...(cluster ? ['--cluster-enabled', 'yes', '--cluster-port', String(await sparePort())] : []),
    ...settings,
  ]
  let running: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === undefined) return
    const ended = once(running, 'exit')
    running.kill(signal)
    await ended
    running = undefined
  }
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${String(port)}`,
    async start() {
      running = spawn('redis-server', args, { stdio: 'ignore' })
      await untilAnswering(port)
    },
    kill: () => end('SIGKILL'),
    quit: () => end('SIGTERM'),
    freeze: () => void running?.kill('SIGSTOP'),
    thaw: () => void running?.kill('SIGCONT'),
    async stop() {
      await server.kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  await server.start()
  if (cluster) {
    await ask(port, 'CLUSTER ADDSLOTSRANGE 0 16383')
    while (!(await ask(port, 'CLUSTER INFO')).includes('cluster_state:ok')) await delay(20)
  }
  return server
}

/** One command on a connection of its own; the answer as it comes. */
export async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${command}\r\n`)
    const [data] = (await once(socket, 'data')) as [Buffer]
    return data.toString()
  } finally {
    socket.destroy()
  }
}

async function untilAnswering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    const answer = await ask(port, 'PING').catch(() => '')
    if (answer.startsWith('+PONG')) return
    await delay(20)
  }
  throw new Error('redis-server did not start')
}

async function sparePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
