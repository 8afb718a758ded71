import type { Change } from './compare.js'
import { tally, type Rates } from './rates.js'
import type { Trial } from './trial.js'

/** The table at the end of a run, for a terminal. */
export function table(trials: readonly Trial[]): string {
  const tallies = tally(trials)
  const width = Math.max(8, ...tallies.map(({ nome }) => nome.length))
  const rows = tallies.map(({ nome, made, passed, trials: own }) => {
    const seconds = own.reduce((sum, { ms }) => sum + ms, 0) / made / 1_000
    const tokens = own.reduce((sum, trial) => sum + trial.tokens, 0)
    const cells = [nome.padEnd(width), `${String(passed)}/${String(made)}`.padStart(7), `${seconds.toFixed(1)} s`.padStart(8)]
    const failures = [...new Set(own.flatMap(({ falhas }) => falhas))].map((line) => `      ${line}`)
    return [`${passed === made ? '✔' : '✘'} ${[...cells, String(tokens).padStart(8)].join('  ')}`, ...failures].join('\n')
  })
  const head = `  ${'cenário'.padEnd(width)}  ${'passou'.padStart(7)}  ${'tempo'.padStart(8)}  ${'tokens'.padStart(8)}`
  return [head, ...rows].join('\n')
}

/** `63 cenários · pass^1 98.4% · pass^2 …` */
export function describeRates({ scenarios, trials, passK }: Rates): string {
  const rates = passK.map((rate, index) => `pass^${String(index + 1)} ${percent(rate)}`)
  return [`${String(scenarios)} cenários`, `${String(trials)} ${trials === 1 ? 'vez' : 'vezes'} cada`, ...rates].join(' · ')
}

/** What changed between two folders of texts. */
export function describeChanges(changes: readonly Change[]): string {
  const changed = changes.filter(({ mudou }) => mudou !== 'igual')
  if (changed.length === 0) return 'Nenhum cenário mudou.'
  return changed.map(({ nome, agora, outro, mudou }) => `${mudou === 'melhor' ? '▲' : '▼'} ${nome}: ${percent(outro)} → ${percent(agora)}`).join('\n')
}

export const percent = (rate: number): string => `${(rate * 100).toFixed(1)}%`
