import type { Trial } from './trial.js'

/** How often scenarios pass. */
export interface Rates {
  scenarios: number
  /** Of each scenario; of the one with the fewest. */
  trials: number
  /**
   * `passK[k - 1]` is pass^k as τ-bench has it: the chance that k trials of a scenario, taken at random from those
   * made, all pass; the mean over scenarios. 0 to 1.
   */
  passK: readonly number[]
}

/** How one scenario did. */
export interface Tally {
  nome: string
  made: number
  passed: number
  trials: readonly Trial[]
}

/** The rates of trials, however many each scenario had. */
export function ratesOf(trials: readonly Trial[]): Rates {
  const tallies = tally(trials)
  const most = tallies.length === 0 ? 0 : Math.min(...tallies.map(({ made }) => made))
  const passK = Array.from({ length: most }, (_, index) => mean(tallies.map((count) => passHat(count, index + 1))))
  return { scenarios: tallies.length, trials: most, passK }
}

/** The trials of each scenario together, in their order. */
export function tally(trials: readonly Trial[]): Tally[] {
  return [...new Set(trials.map(({ nome }) => nome))].map((nome) => {
    const own = trials.filter((trial) => trial.nome === nome)
    return { nome, made: own.length, passed: own.filter(({ falhas }) => falhas.length === 0).length, trials: own }
  })
}

/** C(passed, k) / C(made, k). */
export function passHat({ made, passed }: Pick<Tally, 'made' | 'passed'>, k: number): number {
  let chance = 1
  for (let taken = 0; taken < k; taken += 1) chance *= Math.max(0, passed - taken) / (made - taken)
  return chance
}

/** The chance that all of so many trials pass: what a threshold is held against. */
export const passAll = ({ passK }: Rates): number => passK.at(-1) ?? 0

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
