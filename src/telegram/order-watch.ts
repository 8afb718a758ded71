/** How many updates before one are looked for: Telegram has at most so many on their way at a time. */
const WINDOW = 40
/** How long an update that was not seen is waited for. After that it was another replica's, or none of ours. */
const PATIENCE_MS = 5_000
/** How long what came too early waits in the inbox for what was sent before it. */
export const CATCH_UP_MS = 250

/**
 * Telegram sends a webhook's updates in parallel, so a later one may come first. `update_id`s are without gaps over
 * the whole bot; while some before this one have not been seen, one of them may be of the same chat. A turn sorts what
 * is in the inbox when it begins, so it is put off for a moment; what comes later than that is taken as it comes.
 * Processes behind one webhook tell each other what they took; what was told is no gap any more.
 */
export class OrderWatch {
  /** Updates jumped over, with when they were: oldest first. */
  readonly #missing = new Map<number, number>()
  #highest: number | undefined

  /** Notes an update as it arrives; gives the least quiet, in milliseconds, that its event must have. */
  arrive(updateId: number, now: number): number {
    this.note(updateId, now)
    return [...this.#missing.keys()].some((id) => id < updateId) ? CATCH_UP_MS : 0
  }

  /** Notes an update that another process has put into the inbox. */
  note(updateId: number, now: number): void {
    for (const [id, since] of this.#missing) if (now - since >= PATIENCE_MS) this.#missing.delete(id)
    this.#missing.delete(updateId)
    // After a quiet week Telegram may number updates afresh.
    const isAfresh = this.#highest !== undefined && updateId < this.#highest - 100 * WINDOW
    if (this.#highest === undefined || isAfresh || updateId > this.#highest) {
      this.#missBetween(isAfresh ? undefined : this.#highest, updateId, now)
      this.#highest = updateId
    }
  }

  #missBetween(last: number | undefined, updateId: number, now: number): void {
    const first = Math.max(updateId - WINDOW, last === undefined ? 0 : last + 1)
    for (let id = first; id < updateId; id += 1) this.#missing.set(id, now)
  }
}
