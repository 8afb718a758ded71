import type { Clock } from './clock.js'
import type { Logger } from './logger.js'

/** Who has which role, as all processes know it. */
export interface Roles {
  /** Whether `owner` has the role from now on, for `leaseMs`. */
  lead(role: string, owner: string, leaseMs: number): Promise<boolean>
  resign(role: string, owner: string): Promise<void>
}

/** What one process of all does. */
export interface Duty {
  start(): void
  stop(): Promise<void>
}

export interface LeadershipOptions {
  roles: Roles
  role: string
  owner: string
  clock: Clock
  logger: Logger
}

/** A process that dies is followed after this long. */
const LEASE_MS = 10_000
const RENEW_MS = 2_000
/** How long a stop waits for the store. */
const RESIGN_MS = 3_000

/**
 * Does a duty while this process has the role for it, a new one from `make` each time; another process has it
 * meanwhile, and takes over when this one stops or dies. A store that cannot be asked changes nothing.
 */
export class WhileLeading<D extends Duty> {
  readonly #options: LeadershipOptions
  readonly #make: () => D
  readonly #stopping = new AbortController()
  #duty: D | undefined
  #isStandingBy = false
  #running: Promise<void> = Promise.resolve()

  constructor(options: LeadershipOptions, make: () => D) {
    this.#options = options
    this.#make = make
  }

  /** What is being done here; absent while another process has the role. */
  get duty(): D | undefined {
    return this.#duty
  }

  /** Whether another process is known to have the role. */
  get isStandingBy(): boolean {
    return this.#isStandingBy
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    const over = new AbortController()
    const resigned = this.#resign().finally(() => {
      over.abort()
    })
    // A store that is away holds nobody up: the role's lease ends by itself.
    await Promise.race([resigned, this.#options.clock.sleep(RESIGN_MS, over.signal)])
    await this.#end()
  }

  async #resign(): Promise<void> {
    const { roles, role, owner, logger } = this.#options
    await this.#running
    await this.#end()
    await roles.resign(role, owner).catch((error: unknown) => {
      logger.warn('role.not-resigned', { operation: role, error })
    })
  }

  async #run(): Promise<void> {
    const { roles, role, owner, clock, logger } = this.#options
    while (!this.#isStopping()) {
      try {
        this.#isStandingBy = !(await roles.lead(role, owner, LEASE_MS))
        if (this.#isStandingBy) await this.#end()
        else if (!this.#isStopping()) this.#begin()
      } catch (error) {
        logger.warn('role.not-asked', { operation: role, error })
      }
      await clock.sleep(RENEW_MS, this.#stopping.signal)
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  #begin(): void {
    if (this.#duty) return
    this.#options.logger.info('role.taken', { operation: this.#options.role })
    this.#duty = this.#make()
    this.#duty.start()
  }

  async #end(): Promise<void> {
    const duty = this.#duty
    this.#duty = undefined
    await duty?.stop()
  }
}
