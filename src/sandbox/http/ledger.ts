/** One request as a stand-in met it. */
export interface Exchange {
  /** Counts up over the stand-in's life. */
  seq: number
  /** When it came, milliseconds since the epoch. */
  at: number
  method: string
  /** Path without its query. */
  path: string
  query: Record<string, string>
  fields: Record<string, unknown>
  files: readonly { field: string; fileName: string; bytes: number }[]
  /** What was answered; absent when nothing was (yet). */
  status?: number
  /** The fault that met it. */
  fault?: string
}

const KEPT = 5_000

export type OnRequest = (exchange: Exchange) => void

/** Remembers the last 5,000 requests of a stand-in, and counts them all. */
export class Ledger {
  #exchanges: Exchange[] = []
  #count = 0
  readonly #listeners = new Set<OnRequest>()

  open(exchange: Omit<Exchange, 'seq'>): Exchange {
    this.#count += 1
    const entry = { seq: this.#count, ...exchange }
    this.#exchanges.push(entry)
    if (this.#exchanges.length > KEPT) this.#exchanges = this.#exchanges.slice(-KEPT)
    for (const listener of [...this.#listeners]) listener(entry)
    return entry
  }

  /** Calls `listener` as each request comes, its body not read yet, until the returned function is called. */
  onRequest(listener: OnRequest): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** How many requests ever came. */
  get count(): number {
    return this.#count
  }

  /** Requests whose `METHOD path` matches a pattern (`*` stands for anything), oldest first. */
  list(pattern = '* *'): readonly Exchange[] {
    const matches = compilePattern(pattern)
    return this.#exchanges.filter(({ method, path }) => matches(method, path))
  }
}

/** `POST /api/x*`, `* *\/sendMessage`: a method and a path, `*` standing for any run of characters; case aside. */
export function compilePattern(pattern: string): (method: string, path: string) => boolean {
  const whole = pattern.includes(' ') ? pattern : `* ${pattern}`
  const source = whole.replace(/[.+?^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '.*')
  const expression = new RegExp(`^${source}$`, 'iu')
  return (method, path) => expression.test(`${method} ${path}`)
}
