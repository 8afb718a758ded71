import type { Change } from './compare.js'
import { markOf, tally, type Rates, type Tally } from './rates.js'
import type { Trial } from './trial.js'

type Cost = Pick<Trial, 'ms' | 'tokens' | 'tokensPapel'>

/** The table at the end of a run, for a terminal: times and tokens are of all trials of a scenario together. */
export function table(trials: readonly Trial[]): string {
  const tallies = tally(trials)
  const width = Math.max(8, ...tallies.map(({ nome }) => nome.length))
  const line = (mark: string, [nome = '', ...cells]: readonly string[]): string =>
    `${mark} ${[nome.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join('  ')}`
  const rows = tallies.map((one) => {
    const { nome, made, passed } = one
    return [line(markOf(one), [nome, `${String(passed)}/${String(made)}`, ...cost(one.trials)]), ...troubles(one)].join('\n')
  })
  const total = line(' ', ['total', '', ...cost(trials)])
  return [line(' ', ['cenário', 'passou', 'tempo', 'tokens', 'papel']), ...rows, total].join('\n')
}

/** Sums over trials, as cells. */
function cost(trials: readonly Cost[]): string[] {
  const { ms, tokens, tokensPapel } = costOf(trials)
  return [`${(ms / 1_000).toFixed(1)} s`, String(tokens), String(tokensPapel)]
}

/** What trials took together; in time each for itself, though several may have run at once. */
export function costOf(trials: readonly Cost[]): Cost {
  const sum = (of: keyof Cost): number => trials.reduce((all, trial) => all + trial[of], 0)
  return { ms: sum('ms'), tokens: sum('tokens'), tokensPapel: sum('tokensPapel') }
}

function troubles({ trials }: Tally): string[] {
  const told = trials.flatMap(({ falhas, invalida }) => (invalida === undefined ? falhas : [`inválido: ${invalida}`, ...falhas]))
  return [...new Set(told)].map((text) => `      ${text}`)
}

/** `63 cenários · pass^1 98.4% · pass^2 …` */
export function describeRates({ scenarios, trials, invalid, passK }: Rates): string {
  const rates = passK.map((rate, index) => `pass^${String(index + 1)} ${percent(rate)}`)
  const none = invalid === 0 ? [] : [`${String(invalid)} sem resultado`]
  return [`${String(scenarios)} ${scenarios === 1 ? 'cenário' : 'cenários'}`, `${String(trials)} ${trials === 1 ? 'vez' : 'vezes'} cada`, ...rates, ...none].join(' · ')
}

/** What changed between two folders of texts. */
export function describeChanges(changes: readonly Change[]): string {
  const changed = changes.filter(({ mudou }) => mudou !== 'igual')
  if (changed.length === 0) return 'Nenhum cenário mudou.'
  return changed.map(({ nome, agora, outro, mudou }) => `${mudou === 'melhor' ? '▲' : '▼'} ${nome}: ${percent(outro)} → ${percent(agora)}`).join('\n')
}

export const percent = (rate: number): string => `${(rate * 100).toFixed(1)}%`
