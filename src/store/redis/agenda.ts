import { setMaxListeners } from 'node:events'

/** In the order of every script's answer. */
export const TOPICS = ['turns', 'effects', 'timers', 'watches'] as const
export type Topic = (typeof TOPICS)[number]

export interface Until {
  now: number
  maxMs: number
  signal: AbortSignal
}

interface Waiter {
  topics: readonly Topic[]
  /** Sets its alarm anew, from what is known now. */
  arm: () => void
  wake: () => void
}

/**
 * What this process knows of when something may be done in each partition, so that an idle system is not asked: told
 * by every script's answer, and by what others announce. It may think that something is due that somebody else has
 * taken (then one look tells), but must not miss what is:
 *
 * - An answer that left Redis before an announcement can come in after it. So an answer overrules what is known only
 *   when nothing was announced of its partition since the call was made.
 * - Announcements are lost with a connection; a look at all partitions then, and now and again, makes up for it.
 */
export class Agenda {
  readonly #due: Record<Topic, number[]>
  readonly #looks: Record<Topic, Map<number, Promise<unknown>>> = {
    turns: new Map(),
    effects: new Map(),
    timers: new Map(),
    watches: new Map(),
  }
  /** By partition: when, on our own count of moments, something was last announced of it. */
  readonly #announcedAt: number[]
  readonly #waiters = new Set<Waiter>()
  #moment = 0

  constructor(partitions: number) {
    const nothing = (): number[] => Array.from({ length: partitions }, () => Infinity)
    this.#due = { turns: nothing(), effects: nothing(), timers: nothing(), watches: nothing() }
    this.#announcedAt = Array.from({ length: partitions }, () => 0)
  }

  /** Stands for this moment: taken before a call, given back with its answer. */
  moment(): number {
    this.#moment += 1
    return this.#moment
  }

  /** An answer's word on a partition, by topic; `Infinity` for nothing. */
  answered(partition: number, due: readonly number[], calledAt: number): void {
    const isLatest = (this.#announcedAt[partition] ?? 0) < calledAt
    TOPICS.forEach((topic, index) => {
      const said = due[index] ?? Infinity
      this.#set(topic, partition, isLatest ? said : Math.min(said, this.#dueOf(topic, partition)))
    })
  }

  /** Another process's word that something may be done in a partition from `due` on. */
  announced(partition: number, topic: Topic, due: number): void {
    if (this.#due[topic][partition] === undefined) return
    this.#announcedAt[partition] = this.moment()
    this.#set(topic, partition, Math.min(due, this.#dueOf(topic, partition)))
  }

  /** Partitions in which something is due and at which nobody looks just now, that due longest first. */
  dueNow(topic: Topic, now: number): number[] {
    return [...this.#due[topic].keys()]
      .filter((partition) => this.#dueOf(topic, partition) <= now && !this.#looks[topic].has(partition))
      .sort((one, other) => this.#dueOf(topic, one) - this.#dueOf(topic, other))
  }

  /** Looks at a partition; others of this process wait for what it brings (`lookUnderWay`) instead of asking too. */
  look<T>(topic: Topic, partition: number, run: () => Promise<T>): Promise<T> {
    const look = run().finally(() => this.#looks[topic].delete(partition))
    this.#looks[topic].set(partition, look)
    return look
  }

  /** Settles with some look at a partition where something is due; `undefined` when there is none. */
  lookUnderWay(topic: Topic, now: number): Promise<unknown> | undefined {
    const looks = [...this.#looks[topic]].filter(([partition]) => this.#dueOf(topic, partition) <= now)
    return looks.length === 0 ? undefined : Promise.race(looks.map(([, look]) => look.catch(() => undefined)))
  }

  /** Resolves when something of these topics may be due by the caller's `now`, after `maxMs`, or on abort. */
  wait(topics: readonly Topic[], { now, maxMs, signal }: Until): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    setMaxListeners(0, signal)
    const startedAt = performance.now()
    return new Promise((resolve) => {
      let alarm: NodeJS.Timeout | undefined
      const waiter: Waiter = {
        topics,
        arm: () => {
          clearTimeout(alarm)
          const waitedMs = performance.now() - startedAt
          const leftMs = Math.min(this.#earliest(topics) - now, maxMs) - waitedMs
          alarm = setTimeout(waiter.wake, Math.max(0, Math.min(leftMs, MAX_TIMER_MS))).unref()
        },
        wake: () => {
          clearTimeout(alarm)
          signal.removeEventListener('abort', waiter.wake)
          this.#waiters.delete(waiter)
          resolve()
        },
      }
      signal.addEventListener('abort', waiter.wake)
      this.#waiters.add(waiter)
      waiter.arm()
    })
  }

  /** Lets everybody go on, to find the store closed. */
  close(): void {
    for (const waiter of [...this.#waiters]) waiter.wake()
  }

  #dueOf(topic: Topic, partition: number): number {
    return this.#due[topic][partition] ?? Infinity
  }

  #earliest(topics: readonly Topic[]): number {
    return Math.min(...topics.map((topic) => Math.min(...this.#due[topic])))
  }

  #set(topic: Topic, partition: number, due: number): void {
    const earlier = due < this.#dueOf(topic, partition)
    this.#due[topic][partition] = due
    if (!earlier) return
    for (const waiter of [...this.#waiters]) if (waiter.topics.includes(topic)) waiter.arm()
  }
}

/** The longest that `setTimeout` can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1
