/** Exponential delay with full jitter above half: between half and all of `baseMs * 2^attempt`, at most `maxMs`. */
export function backoffMs(attempt: number, options: { baseMs: number; maxMs: number; random?: () => number }): number {
  const ceiling = Math.min(options.maxMs, options.baseMs * 2 ** Math.min(attempt, 30))
  return Math.round(ceiling / 2 + (options.random ?? Math.random)() * (ceiling / 2))
}
