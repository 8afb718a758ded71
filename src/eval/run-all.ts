import type { Scenario } from './scenario.js'
import { playTrial, type Trial, type TrialOptions } from './trial.js'

export interface RunOptions extends TrialOptions {
  /** How often each scenario is played. */
  trials: number
  /** How many are played at once. */
  atOnce: number
  /** Called as each ends. */
  onTrial(trial: Trial, done: number, total: number): void
}

/** Plays each scenario so often, several at once; in the order of the scenarios. */
export async function runAll(scenarios: readonly Scenario[], options: RunOptions): Promise<Trial[]> {
  const queue = scenarios.flatMap((scenario) => Array.from({ length: options.trials }, () => scenario))
  const trials: Trial[] = []
  let next = 0
  let done = 0
  const work = async (): Promise<void> => {
    while (next < queue.length) {
      const at = next
      next += 1
      const scenario = queue[at]
      if (!scenario) return
      const trial = await playTrial(scenario, options)
      trials[at] = trial
      done += 1
      options.onTrial(trial, done, queue.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(options.atOnce, queue.length) }, work))
  return trials
}
