import { Changes, type WaitOptions } from './changes.js'

export type System = 'HubSoft' | 'Milvus' | 'TempBox'

/** One thing that landed in a system, told for people (pt-BR). */
export interface Landing {
  system: System
  /** `atendimento`, `mensagem`, `anexo`, `chamado`, … */
  kind: string
  text: string
  /** Milliseconds since the epoch. */
  at: number
}

/** Everything that landed, over all systems, in its order. */
export class Landings {
  readonly #all: Landing[] = []
  readonly #changes = new Changes()

  constructor(private readonly now: () => number) {}

  record(system: System, kind: string, text: string): void {
    this.#all.push({ system, kind, text, at: this.now() })
    this.#changes.notify()
  }

  list(system?: System): readonly Landing[] {
    return this.#all.filter((landing) => system === undefined || landing.system === system)
  }

  /** Calls `listener` with each landing from now on. */
  subscribe(listener: (landing: Landing) => void): () => void {
    let told = this.#all.length
    return this.#changes.subscribe(() => {
      const news = this.#all.slice(told)
      told = this.#all.length
      news.forEach(listener)
    })
  }

  /** Resolves once `look` finds what it wants after some landing. */
  async until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T> {
    return await this.#changes.until(look, options)
  }
}
