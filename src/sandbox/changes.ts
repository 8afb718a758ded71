import { AppError } from '../domain/errors.js'

export interface WaitOptions {
  /** Default 10 s. */
  timeoutMs?: number
  /** What is waited for, and what was there instead, for the error. */
  describe?: () => string
}

/** Tells those who wait that something changed, so that nobody has to look again and again. */
export class Changes {
  readonly #listeners = new Set<() => void>()

  notify(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  /** Calls `listener` at each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Resolves with what `look` finds, now or at the change that brings it; throws `timeout`. */
  async until<T>(look: () => T | undefined, options: WaitOptions = {}): Promise<T> {
    const { timeoutMs = 10_000, describe = () => 'something' } = options
    const found = look()
    if (found !== undefined) return found
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        unsubscribe()
        const message = `waited ${timeoutMs} ms for ${describe()}`
        reject(new AppError('timeout', message, { retry: 'never' }))
      }, timeoutMs)
      const unsubscribe = this.subscribe(() => {
        const value = look()
        if (value === undefined) return
        clearTimeout(timer)
        unsubscribe()
        resolve(value)
      })
    })
  }
}
