import { systemClock } from '../lib/clock.js'
import { Changes } from './changes.js'
import type { Sandbox } from './sandbox.js'
import type { BotMessage } from './telegram/types.js'
import type { TelegramUser } from './telegram/user.js'

export interface Reaction {
  /** How often at most. */
  times: number
  /** Only when nothing else has happened for two seconds. */
  idle?: boolean
  when(message: BotMessage): boolean
  act(message: BotMessage): void | Promise<void>
}

const IDLE_MS = 2_000
const LIMIT_MS = 120_000

/** Resolves once the bot has said nothing for `ms`, at the latest after 20 s. */
export async function quiet(user: TelegramUser, ms: number): Promise<void> {
  const deadline = Date.now() + 20_000
  let before = -1
  while (before !== user.mark() && Date.now() < deadline) {
    before = user.mark()
    await systemClock.sleep(ms)
  }
}

/** A simulated customer who answers each message of the bot by the first reaction that fits. */
export class Reactor {
  readonly #used = new Map<Reaction, number>()
  #seen = 0

  constructor(
    private readonly user: TelegramUser,
    private readonly sandbox: Sandbox,
    private readonly reactions: readonly Reaction[],
  ) {}

  /** Goes on until `goal` is reached; throws `timeout` after two minutes. */
  async until(what: string, goal: () => boolean): Promise<void> {
    const changes = new Changes()
    const stop = [this.user.onMessage(() => changes.notify()), this.sandbox.landings.subscribe(() => changes.notify())]
    const deadline = Date.now() + LIMIT_MS
    try {
      while (!goal()) {
        if (await this.#react()) continue
        const idle = await this.#waitForNews(changes, goal, Date.now() > deadline ? what : undefined)
        if (idle) await this.#fallBack()
      }
    } finally {
      stop.forEach((unsubscribe) => unsubscribe())
    }
  }

  /** Takes the next message not looked at yet; false when there is none. */
  async #react(): Promise<boolean> {
    const next = this.user.messages.filter(({ seq }) => seq > this.#seen).sort((one, other) => one.seq - other.seq)[0]
    if (!next) return false
    this.#seen = next.seq
    await this.#act(next, false)
    return true
  }

  async #fallBack(): Promise<void> {
    const last = this.user.messages.at(-1)
    if (last) await this.#act(last, true)
  }

  async #act(message: BotMessage, idle: boolean): Promise<void> {
    const fits = (reaction: Reaction): boolean =>
      (reaction.idle ?? false) === idle && (this.#used.get(reaction) ?? 0) < reaction.times && reaction.when(message)
    const reaction = this.reactions.find(fits)
    if (!reaction) return
    this.#used.set(reaction, (this.#used.get(reaction) ?? 0) + 1)
    await reaction.act(message)
  }

  /** True when nothing came for a while. `overdue` names what should have been reached by now. */
  async #waitForNews(changes: Changes, goal: () => boolean, overdue: string | undefined): Promise<boolean> {
    const fresh = (): boolean => goal() || this.user.messages.some(({ seq }) => seq > this.#seen)
    if (overdue !== undefined) {
      await changes.until(() => fresh() || undefined, { timeoutMs: 1, describe: () => overdue })
    }
    if (fresh()) return false
    return await new Promise((resolve) => {
      const finish = (idle: boolean): void => {
        clearTimeout(timer)
        unsubscribe()
        resolve(idle)
      }
      const timer = setTimeout(() => finish(true), IDLE_MS)
      const unsubscribe = changes.subscribe(() => {
        if (fresh()) finish(false)
      })
    })
  }
}
