import { Changes } from '../changes.js'
import type { MethodResult, Update, Wire } from './types.js'

const CONFLICT = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'

/**
 * The updates that wait for the bot, as the Bot API keeps them: `offset` confirms all before it, for good; an update
 * that is not confirmed is handed out again and again. Of two polls at once the earlier one ends with 409.
 */
export class UpdateQueue {
  #updates: Update[] = []
  #nextId: number
  #allowed: readonly string[] = []
  readonly #changes = new Changes()
  #endOther: (() => void) | undefined

  constructor(firstId: number) {
    this.#nextId = firstId
  }

  /** Queues an update of this kind (`message`, …) and gives its id; undefined for a kind that was not asked for. */
  add(kind: string, content: Wire): number | undefined {
    if (!this.#wants(kind)) return undefined
    const id = this.takeId()
    this.#updates.push({ update_id: id, [kind]: content })
    this.#changes.notify()
    return id
  }

  /** The next update's id, for one that is not queued here. */
  takeId(): number {
    this.#nextId += 1
    return this.#nextId - 1
  }

  /** Queues the update of this id once more, as Telegram does after a slow webhook. */
  repeat(update: Update): void {
    this.#updates = [...this.#updates, update].sort((one, other) => one.update_id - other.update_id)
    this.#changes.notify()
  }

  allow(kinds: readonly string[] | undefined): void {
    if (kinds) this.#allowed = kinds
  }

  get pending(): readonly Update[] {
    return this.#updates
  }

  confirm(updateId: number): void {
    this.#updates = this.#updates.filter((update) => update.update_id !== updateId)
  }

  dropAll(): void {
    this.#updates = []
  }

  onChange(listener: () => void): () => void {
    return this.#changes.subscribe(listener)
  }

  /** One `getUpdates`; waits at most `timeoutS` for the first update, and no longer than the caller. */
  async poll(request: { offset: number; limit: number; timeoutS: number; gone: AbortSignal }): Promise<MethodResult> {
    this.#endOther?.()
    this.#confirmBefore(request.offset)
    const ready = this.#take(request.limit)
    if (ready.length > 0 || request.timeoutS <= 0) return { ok: true, result: ready }
    return await new Promise((resolve) => {
      const finish = (result: MethodResult): void => {
        clearTimeout(timer)
        unsubscribe()
        request.gone.removeEventListener('abort', leave)
        if (this.#endOther === conflict) this.#endOther = undefined
        resolve(result)
      }
      const answer = (): void => finish({ ok: true, result: this.#take(request.limit) })
      const leave = (): void => finish({ ok: true, result: [] })
      const conflict = (): void => finish({ ok: false, code: 409, description: CONFLICT })
      const timer = setTimeout(answer, request.timeoutS * 1000)
      const unsubscribe = this.#changes.subscribe(answer)
      request.gone.addEventListener('abort', leave)
      this.#endOther = conflict
    })
  }

  #take(limit: number): Update[] {
    return this.#updates.slice(0, limit)
  }

  #confirmBefore(offset: number): void {
    if (offset > 0) this.#updates = this.#updates.filter((update) => update.update_id >= offset)
    // A negative offset keeps the last ones and forgets the rest.
    else if (offset < 0) this.#updates = this.#updates.slice(offset)
  }

  #wants(kind: string): boolean {
    const unasked = ['chat_member', 'message_reaction', 'message_reaction_count']
    return this.#allowed.length === 0 ? !unasked.includes(kind) : this.#allowed.includes(kind)
  }
}
