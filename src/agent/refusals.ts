/** What an endpoint cannot do, as it said itself; asked again after an hour. */
export interface Refusals {
  has(what: string): boolean
  note(what: string): void
}

const REMEMBER_MS = 3_600_000

export function createRefusals(now: () => number): Refusals {
  const until = new Map<string, number>()
  return {
    has: (what) => (until.get(what) ?? 0) > now(),
    note: (what) => {
      until.set(what, now() + REMEMBER_MS)
    },
  }
}
