import { randomUUID } from 'node:crypto'

export interface Attendant {
  hash: string
  nome: string
  /** Otherwise one of the desk's robots or integrations. */
  humano: boolean
}

/** Who may attend: the integration itself, two made-up people, and whoever shows up. */
export class Attendants {
  readonly #all: Attendant[] = [
    { hash: '00000000-0000-4000-8000-00000000000a', nome: 'Plantão', humano: false },
    { hash: '00000000-0000-4000-8000-0000000000a1', nome: 'Marina Fictícia', humano: true },
    { hash: '00000000-0000-4000-8000-0000000000a2', nome: 'Bento Fictício', humano: true },
  ]

  list(): readonly Attendant[] {
    return this.#all
  }

  byHash(hash: unknown): Attendant | undefined {
    return typeof hash === 'string' ? this.#all.find((one) => one.hash === hash.toLowerCase()) : undefined
  }

  /** The one of this name; who is not known yet is new. */
  named(nome: string): Attendant {
    const known = this.#all.find((one) => one.nome === nome)
    if (known) return known
    const attendant = { hash: randomUUID(), nome, humano: true }
    this.#all.push(attendant)
    return attendant
  }
}
