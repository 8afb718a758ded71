/**
 * The operators' folder while the bot runs. It is read again and again, whole and by content: notices of the file
 * system (`fs.watch`) do not come over mounts and network folders, and dates miss an editor that keeps them. What was
 * changed is judged once two looks in a row find the same, so that a half-written file, or one that an editor removes
 * before it writes its own, is never taken. All files change together, or none.
 *
 *   good ──change, checks──▶ good (another version)        good ──change, broken──▶ broken (the last good one works on)
 *   broken ──change, broken──▶ broken (told anew)          broken ──change, checks──▶ good (told)
 */
import { toAppError } from '../domain/errors.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { readFolder, versionOf } from './folder.js'
import { checkPrompts, type Prompts } from './load.js'
import type { CatalogueKeys } from './messages.js'
import { PromptsError, type PromptProblem } from './problem.js'

export interface LivePrompts {
  /** The last good ones. */
  current(): Prompts
  /** Calls back once for each content that was changed, in the order of listening. */
  listen(listener: (change: PromptsChange) => void): void
  start(): void
  stop(): Promise<void>
}

/** What became of a change; `version` is of the content that was found, taken or not. */
export type PromptsChange =
  | { kind: 'taken'; version: string; /** It was broken before. */ mended: boolean }
  | { kind: 'broken'; version: string; problems: readonly PromptProblem[] }

export interface LiveOptions {
  clock: Clock
  logger: Logger
  everyMs?: number
}

/** A change is taken at the second look that finds it: within a second, and two are promised. */
const EVERY_MS = 500
/** More lines than anybody reads. */
const LOGGED = 10

/** Reads the folder a first time. Throws `PromptsError` with every problem of every file. */
export async function createLivePrompts(dir: string, keys: CatalogueKeys, options: LiveOptions): Promise<LivePrompts> {
  const { prompts, problems } = checkPrompts(await readFolder(dir), keys)
  if (!prompts) throw new PromptsError(problems)
  return new Folder(dir, keys, options, prompts)
}

class Folder implements LivePrompts {
  readonly #dir: string
  readonly #keys: CatalogueKeys
  readonly #options: LiveOptions
  readonly #stopping = new AbortController()
  #current: Prompts
  /** What the last look found. */
  #seen: string
  /** What was taken or found broken last. */
  #judged: string
  readonly #listeners: ((change: PromptsChange) => void)[] = []
  #running = Promise.resolve()

  constructor(dir: string, keys: CatalogueKeys, options: LiveOptions, first: Prompts) {
    this.#dir = dir
    this.#keys = keys
    this.#options = options
    this.#current = first
    this.#seen = first.version
    this.#judged = first.version
  }

  current(): Prompts {
    return this.#current
  }

  listen(listener: (change: PromptsChange) => void): void {
    this.#listeners.push(listener)
  }

  start(): void {
    this.#running = this.#watch()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping
    const { clock, everyMs = EVERY_MS } = this.#options
    for (;;) {
      await clock.sleep(everyMs, signal)
      if (signal.aborted) return
      try {
        await this.#look()
      } catch (error) {
        this.#options.logger.error('prompts.look-failed', { error: toAppError(error) })
      }
    }
  }

  async #look(): Promise<void> {
    const texts = await readFolder(this.#dir)
    const version = versionOf(texts)
    const settled = version === this.#seen
    this.#seen = version
    if (!settled || version === this.#judged) return
    const mended = this.#judged !== this.#current.version
    this.#judged = version
    const { prompts, problems } = checkPrompts(texts, this.#keys)
    if (prompts) this.#current = prompts
    this.#tell(prompts ? { kind: 'taken', version, mended } : { kind: 'broken', version, problems })
  }

  #tell(change: PromptsChange): void {
    const { logger } = this.#options
    if (change.kind === 'taken') {
      logger.info('prompts.reloaded', { version: change.version })
    } else {
      const count = change.problems.length
      for (const { file, line, field } of change.problems.slice(0, LOGGED)) {
        logger.error('prompts.broken', { file, line, field, count, version: change.version })
      }
    }
    for (const listener of this.#listeners) listener(change)
  }
}
