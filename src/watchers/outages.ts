/** Which systems have been failing, and since when; told of every call. */
export interface Outages {
  onCall(call: { system: string; outcome: string }): void
  /** Since when a system has not answered once, in milliseconds since the epoch; those that answer are not there. */
  failing(): ReadonlyMap<string, number>
}

/** What says that a system is not there, as against a refusal: a no is a sign of life. */
const SILENT: ReadonlySet<string> = new Set([
  'timeout',
  'unreachable',
  'server-error',
  'bad-answer',
  'circuit-open',
  'unauthorized',
])

export function createOutages(now: () => number): Outages {
  const since = new Map<string, number>()
  return {
    onCall({ system, outcome }) {
      if (!SILENT.has(outcome)) since.delete(system)
      else if (!since.has(system)) since.set(system, now())
    },
    failing: () => since,
  }
}
