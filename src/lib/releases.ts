import { toAppError } from '../domain/errors.js'
import type { Logger } from './logger.js'

/** What must be given back: last taken, first released; one that fails does not keep the others. */
export class Releases {
  readonly #steps: (() => Promise<void>)[] = []

  add(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  async run(logger: Logger): Promise<void> {
    for (let next = this.#steps.pop(); next; next = this.#steps.pop()) {
      try {
        await next()
      } catch (error) {
        logger.error('app.release-failed', { error: toAppError(error) })
      }
    }
  }
}
