import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const STARTED = /localhost:(\d+)\/readyz/u

/**
 * The same app with the waits between reconciliations cut to seconds, and so listings of Milvus more often, in a process of its own: for what could only be
 * seen after minutes otherwise.
 */
const IMPATIENT = `
  import { createApp } from '${ROOT}dist/app.js'
  import { parseConfig } from '${ROOT}dist/config.js'
  import { POLICIES } from '${ROOT}dist/outbox/policy.js'
  const quick = ([kind, policy]) =>
    [kind, { ...policy, reconcileAfterMs: policy.reconcileAfterMs.map((_, index) => 600 * 2 ** index) }]
  const config = parseConfig(process.env)
  const milvus = config.milvus && { ...config.milvus, listingsPerMinute: 600 }
  const app = createApp({ ...config, ...(milvus && { milvus }) }, { policies: Object.fromEntries(Object.entries(POLICIES).map(quick)) })
  process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)))
  console.log('http://localhost:' + (await app.start()).port + '/readyz')`

export interface ProcessOptions {
  /** Beside these a process gets PATH and HOME only. */
  env: Record<string, string>
  /** Absent: a new folder, removed by `dispose`. */
  dataDir?: string
  impatient?: boolean
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** The bot as `npm start` runs it, to be killed and started again on the same data. */
export class BotProcess {
  readonly dataDir: string
  /** All that it ever wrote to stdout and stderr, over all its runs. */
  output = ''
  port = 0
  /** How often it was killed. */
  kills = 0
  readonly #options: ProcessOptions
  #child: ChildProcess | undefined
  #exited: Promise<Exit> | undefined

  private constructor(options: ProcessOptions, dataDir: string) {
    this.#options = options
    this.dataDir = dataDir
  }

  /** Resolves when it says that it is up. */
  static async start(options: ProcessOptions): Promise<BotProcess> {
    const bot = await BotProcess.#create(options)
    await bot.start()
    return bot
  }

  /** Starts it without waiting for anything. */
  static async launch(options: ProcessOptions): Promise<BotProcess> {
    const bot = await BotProcess.#create(options)
    bot.#spawn(() => undefined)
    return bot
  }

  static async #create(options: ProcessOptions): Promise<BotProcess> {
    return new BotProcess(options, options.dataDir ?? (await mkdtemp(join(tmpdir(), 'plantao-process-'))))
  }

  /** Starts it again; fails with its output where it ends instead of coming up. */
  async start(): Promise<void> {
    let said = ''
    let isUp: (port: number) => void
    const up = new Promise<number>((resolve) => {
      isUp = resolve
    })
    this.#spawn((text) => {
      said += text
      const port = STARTED.exec(said)?.[1]
      if (port !== undefined) isUp(Number(port))
    })
    const ended = this.exit().then((exit) => {
      throw new Error(`the bot ended (${JSON.stringify(exit)}) before it was up: ${said}`)
    })
    this.port = await Promise.race([up, ended])
    // From here on an end is what `exit` tells of.
    ended.catch(() => undefined)
  }

  /** SIGKILL, at once; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.kills += 1
    this.#child?.kill('SIGKILL')
    await this.exit()
  }

  /** SIGTERM; resolves with how it ended. */
  async terminate(): Promise<Exit> {
    this.#child?.kill('SIGTERM')
    return await this.exit()
  }

  async exit(): Promise<Exit> {
    if (!this.#exited) throw new Error('never started')
    return await this.#exited
  }

  async get(path: string): Promise<Response> {
    return await fetch(`http://127.0.0.1:${String(this.port)}${path}`)
  }

  async dispose(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#exited
    if (this.#options.dataDir === undefined) await rm(this.dataDir, { recursive: true, force: true })
  }

  #spawn(onOutput: (text: string) => void): void {
    const { env, impatient = false } = this.#options
    const args = impatient ? ['--input-type=module', '--eval', IMPATIENT] : [join(ROOT, 'dist/main.js')]
    const { PATH = '', HOME = '' } = process.env
    const folders = { DATA_DIR: this.dataDir, PROMPTS_DIR: join(ROOT, 'prompts') }
    const defaults = { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn', ...folders }
    // In a folder of its own, where no `.env` of the developer's stands.
    const child = spawn(process.execPath, args, {
      cwd: this.dataDir,
      env: { ...defaults, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const hear = (chunk: Buffer): void => {
      this.output += chunk.toString('utf8')
      onOutput(chunk.toString('utf8'))
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    this.#child = child
    this.#exited = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }))
  }
}
