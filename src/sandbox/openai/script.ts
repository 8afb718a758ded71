import { AppError } from '../../domain/errors.js'
import { lastUserText, toolTexts, type Model, type ModelAnswer, type ModelRequest } from './types.js'

/** One thing that the model does, once (or `times`), when it is asked something that fits. */
export interface Step {
  /** Of the user's last message, or of the whole request. Absent: whatever is asked. */
  when?: RegExp | ((request: ModelRequest) => boolean)
  /** Only once so many tools have answered since then; default: any number. */
  afterTools?: number
  answer: ModelAnswer | ((request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>)
  /** How often; default once. */
  times?: number
}

/**
 * A model that does what stands in its script: the first step that fits and is left. What fits no step goes to
 * `otherwise`; without one it is unexpected, answered with an error, and reported, as is a step that never came.
 */
export class ScriptedModel {
  readonly #left: { step: Step; left: number }[]
  readonly #unexpected: ModelRequest[] = []

  constructor(
    steps: readonly Step[],
    private readonly otherwise?: Model,
  ) {
    this.#left = steps.map((step) => ({ step, left: step.times ?? 1 }))
  }

  /** To be given to the stand-in. */
  readonly respond: Model = async (request) => {
    const next = this.#left.find(({ step, left }) => left > 0 && fits(step, request))
    if (!next) {
      if (this.otherwise) return await this.otherwise(request)
      this.#unexpected.push(request)
      return undefined
    }
    next.left -= 1
    const { answer } = next.step
    return typeof answer === 'function' ? await answer(request) : answer
  }

  /** Requests that no step was for. */
  get unexpected(): readonly ModelRequest[] {
    return this.#unexpected
  }

  /** Steps that were asked for less often than they stand in the script. */
  get unconsumed(): readonly Step[] {
    return this.#left.filter(({ left }) => left > 0).map(({ step }) => step)
  }

  /** Throws `internal` when something unexpected was asked, or something expected was not. */
  assertComplete(): void {
    const { unexpected, unconsumed } = this
    if (unexpected.length === 0 && unconsumed.length === 0) return
    const asked = unexpected.map((request) => JSON.stringify(lastUserText(request).slice(-120))).join(', ')
    const missing = unconsumed.map(({ when }) => String(when ?? 'anything')).join(', ')
    const message = `the script was not followed: unexpected [${asked}], never asked for [${missing}]`
    throw new AppError('internal', message, { retry: 'never' })
  }
}

function fits({ when, afterTools }: Step, request: ModelRequest): boolean {
  if (afterTools !== undefined && toolTexts(request).length !== afterTools) return false
  if (when === undefined) return true
  return typeof when === 'function' ? when(request) : when.test(lastUserText(request))
}
