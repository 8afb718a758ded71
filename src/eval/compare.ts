import { tally } from './rates.js'
import type { Trial } from './trial.js'

/** How a scenario did with two folders of texts; rates from 0 to 1. */
export interface Change {
  nome: string
  agora: number
  outro: number
  /** Seen from the folder that is tried: `melhor` passes more often here than there. */
  mudou: 'melhor' | 'pior' | 'igual'
}

/** Two runs of the same scenarios, side by side. */
export function compare(agora: readonly Trial[], outro: readonly Trial[]): Change[] {
  const others = new Map(tally(outro).map((one) => [one.nome, one]))
  return tally(agora).flatMap(({ nome, made, passed }) => {
    const other = others.get(nome)
    // What could not be played tells nothing.
    if (!other || made === 0 || other.made === 0) return []
    const here = passed / made
    const there = other.passed / other.made
    return [{ nome, agora: here, outro: there, mudou: here > there ? 'melhor' : here < there ? 'pior' : 'igual' }]
  })
}
