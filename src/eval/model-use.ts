/** What the bot's model did in a trial, as the bot's metrics count it. */
export interface ModelUse {
  /** Sent and received, over all models. */
  tokens: number
  /** Why the endpoint gave nothing, where it did: words of `plantao_agent_uses_total`. */
  outages: readonly string[]
}

/** Reads the metrics, in Prometheus' form. */
export function modelUseOf(metrics: string): ModelUse {
  const lines = metrics.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^(plantao_agent_\w+)\{([^}]*)\} (\S+)/u.exec(line) ?? []
    return name === '' ? [] : [{ name, labels, value: Number(value) }]
  })
  // Cached ones are some of those sent.
  const counted = lines.filter(({ name, labels }) => name === 'plantao_agent_tokens_total' && /what="(?:in|out)"/u.test(labels))
  const ends = lines.filter(({ name, value }) => name === 'plantao_agent_uses_total' && value > 0)
  const outages = ends.map(({ labels }) => /outcome="([^"]*)"/u.exec(labels)?.[1] ?? '').filter((word) => OUTAGES.has(word))
  return { tokens: counted.reduce((sum, { value }) => sum + value, 0), outages: [...new Set(outages)] }
}

const OUTAGES: ReadonlySet<string> = new Set([
  ...['timeout', 'busy', 'circuit-open', 'unreachable', 'rate-limited', 'server-error', 'unauthorized', 'refused'],
])
