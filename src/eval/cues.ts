import { actElsewhere } from './elsewhere.js'
import { fits } from './fits.js'
import type { Act, Step } from './steps.js'
import type { Talk } from './talk.js'

interface Cue {
  act: Act
  /** What has to have been said, or relayed to people, before it; absent: at once. */
  after: string | undefined
}

/**
 * What the script has others do (staff, the bank, the network), for a conversation that does not follow the script:
 * each in its order, once what the script waited for before it was said.
 */
export class Cues {
  readonly #left: Cue[]

  constructor(steps: readonly Step[]) {
    this.#left = cuesOf(steps)
  }

  /** Does what is due now. */
  async play(talk: Talk): Promise<void> {
    for (let next = this.#left[0]; next && isDue(next, talk); next = this.#left[0]) {
      this.#left.shift()
      await actElsewhere(talk, next.act)
    }
  }
}

/** Whether it is done by others than the customer. */
export const isOfOthers = (step: Step): boolean => Object.keys(step).some((name) => OTHERS.test(name))

const OTHERS = /^(?:atendente|equipe)_|^(?:banco_confirma|conexao|cai_sistema|volta_sistema)$/u

function cuesOf(steps: readonly Step[]): Cue[] {
  let after: string | undefined
  return steps.flatMap((step): Cue[] => {
    if (step.se) return cuesOf(step.se.entao)
    after = step.espera ?? step.espera_equipe ?? after
    return isOfOthers(step) ? [{ act: step, after }] : []
  })
}

function isDue({ after }: Cue, { lines, stage }: Talk): boolean {
  if (after === undefined) return lines.length > 0
  const relayed = stage.sandbox.tempbox.conversations().flatMap(({ mensagens }) => mensagens.map(({ texto }) => texto))
  return [...lines.filter(({ quem }) => quem === 'bot').map(({ texto }) => texto), ...relayed].some((texto) => fits(after, texto))
}
