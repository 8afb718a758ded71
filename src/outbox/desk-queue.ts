import type { System } from './policy.js'

/**
 * How many calls each system has under way, and a short queue of those that wait for their turn. The sum of the
 * bounds is the dispatcher's concurrency, so a system whose calls hang takes nothing from the others.
 */
export class DeskQueue<T> {
  readonly #running = new Map<System, number>()
  readonly #held = new Map<System, T[]>()

  constructor(readonly bounds: Readonly<Record<System, number>>) {}

  /** `run`: its slot is taken. `held`: it waits here. `full`: it must be given back. */
  offer(system: System, item: T): 'run' | 'held' | 'full' {
    if (this.#take(system)) return 'run'
    const held = this.#held.get(system) ?? []
    if (held.length >= this.bounds[system]) return 'full'
    this.#held.set(system, [...held, item])
    return 'held'
  }

  /** Frees a slot and hands out who waits for it, the slot taken again. */
  done(system: System): T | undefined {
    this.#running.set(system, this.running(system) - 1)
    const next = this.#held.get(system)?.shift()
    if (next !== undefined) this.#take(system)
    return next
  }

  /** Hands back all that wait, none of them started. */
  clear(): readonly T[] {
    const held = [...this.#held.values()].flat()
    this.#held.clear()
    return held
  }

  running(system: System): number {
    return this.#running.get(system) ?? 0
  }

  get total(): number {
    return [...this.#running.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Whether leasing more could start anything. */
  get hasRoom(): boolean {
    return SYSTEMS.some((system) => this.running(system) < this.bounds[system])
  }

  #take(system: System): boolean {
    const running = this.running(system)
    if (running >= this.bounds[system]) return false
    this.#running.set(system, running + 1)
    return true
  }
}

const SYSTEMS: readonly System[] = ['telegram', 'hubsoft', 'milvus', 'tempbox']
