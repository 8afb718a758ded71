import { SYSTEMS, type Result, type State, type SystemName } from './check.js'

/** Nothing is wider. */
export const WIDTH = 100
const TITLE = 28
const TIME = 9
const FIRST = 4
const TOLD = WIDTH - FIRST - TITLE - 1 - TIME
const MARKS: Readonly<Record<State, string>> = { ok: '✔', warning: '⚠', error: '✖', skipped: '–' }
const COLOURS: Readonly<Record<State, string>> = { ok: '32', warning: '33', error: '31', skipped: '90' }

/** The results as a person reads them, by system. */
export function table(results: readonly Result[], { colour, ms }: { colour: boolean; ms: number }): string {
  const systems = Object.keys(SYSTEMS).filter((name): name is SystemName => results.some(({ system }) => system === name))
  const groups = systems.map((name) => {
    const own = results.filter(({ system }) => system === name)
    return [SYSTEMS[name], ...gathered(own).flatMap((result) => rows(result, colour))].join('\n')
  })
  return `${[...groups, summary(results, ms)].join('\n\n')}\n`
}

/** Those of a system that were not looked at for one and the same reason are one line. */
function gathered(results: readonly Result[]): Result[] {
  return results.flatMap((result) => {
    if (result.state !== 'skipped') return [result]
    const same = results.filter(({ state, told }) => state === 'skipped' && told === result.told)
    if (same[0] !== result) return []
    return [same.length === 1 ? result : { ...result, title: `${result.title} e mais ${String(same.length - 1)}` }]
  })
}

/** How many there are of each state. */
export function tally(results: readonly Result[]): Record<State, number> {
  const count = (state: State): number => results.filter((result) => result.state === state).length
  return { ok: count('ok'), warning: count('warning'), error: count('error'), skipped: count('skipped') }
}

function summary(results: readonly Result[], ms: number): string {
  const { ok, warning, error, skipped } = tally(results)
  const many = (count: number, one: string, more: string): string => `${String(count)} ${count === 1 ? one : more}`
  const counts = [`${String(ok)} ✔`, many(warning, 'aviso', 'avisos'), `${String(error)} a corrigir`, many(skipped, 'não verificado', 'não verificados')]
  const end = error > 0 ? 'Corrija os ✖ e rode outra vez.' : warning > 0 ? 'Pode iniciar; leia os avisos.' : 'Tudo certo.'
  return `${counts.join(', ')}, em ${(ms / 1_000).toFixed(1)} s. ${end}`
}

function rows({ state, title, told, advice = [], ms }: Result, colour: boolean): string[] {
  const [first = '', ...rest] = wrap(told, TOLD)
  const mark = colour ? `\u001B[${COLOURS[state]}m${MARKS[state]}\u001B[0m` : MARKS[state]
  const time = state === 'skipped' ? '' : `${String(ms)} ms`
  const line = `  ${mark} ${title.padEnd(TITLE)} ${first.padEnd(TOLD)}${time.padStart(TIME)}`.trimEnd()
  return [
    line,
    ...rest.map((more) => ' '.repeat(FIRST + TITLE + 1) + more),
    ...advice.flatMap((one) => wrap(one, WIDTH - 8).map((part, index) => `${index === 0 ? '      → ' : '        '}${part}`)),
  ]
}

/** At words; a word that is too long alone is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/u)) {
    let rest = word
    if (line !== '' && line.length + 1 + rest.length > width) {
      lines.push(line)
      line = ''
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width))
      rest = rest.slice(width)
    }
    line = line === '' ? rest : `${line} ${rest}`
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}
