/** Tokens that the bot's model took, as its metrics count them; 0 where it has none. */
export function tokensOf(metrics: string): number {
  return metrics
    .split('\n')
    .filter((line) => TOKENS.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1) ?? 0), 0)
}

const TOKENS = /^plantao_\w*tokens_total(?:\{[^}]*\})? /u
