import type { Trial } from './trial.js'

/** How often scenarios pass. */
export interface Rates {
  scenarios: number
  /** Of each scenario; of the one with the fewest, apart from those with none. */
  trials: number
  /** Trials that tell nothing; they are in no rate. */
  invalid: number
  /**
   * `passK[k - 1]` is pass^k as τ-bench has it: the chance that k trials of a scenario, taken at random from those
   * made, all pass; the mean over scenarios. 0 to 1.
   */
  passK: readonly number[]
}

/** How one scenario did. */
export interface Tally {
  nome: string
  /** Without those that are invalid. */
  made: number
  passed: number
  trials: readonly Trial[]
}

/** The rates of trials, however many each scenario had. */
export function ratesOf(trials: readonly Trial[]): Rates {
  const tallies = tally(trials).filter(({ made }) => made > 0)
  const invalid = trials.filter(({ invalida }) => invalida !== undefined).length
  const most = tallies.length === 0 ? 0 : Math.min(...tallies.map(({ made }) => made))
  const passK = Array.from({ length: most }, (_, index) => mean(tallies.map((count) => passHat(count, index + 1))))
  return { scenarios: tallies.length, trials: most, invalid, passK }
}

/** The trials of each scenario together, in their order. */
export function tally(trials: readonly Trial[]): Tally[] {
  return [...new Set(trials.map(({ nome }) => nome))].map((nome) => {
    const own = trials.filter((trial) => trial.nome === nome)
    const valid = own.filter(({ invalida }) => invalida === undefined)
    return { nome, made: valid.length, passed: valid.filter(({ falhas }) => falhas.length === 0).length, trials: own }
  })
}

/** `✔`, `✘` where one failed, `?` where one tells nothing. */
export function markOf({ made, passed, trials }: Tally): string {
  if (passed < made) return '✘'
  return made < trials.length ? '?' : '✔'
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
