/** Who had something done: how surely known, and for which service. */
export interface Origin {
  level: 0 | 1 | 2
  idClienteServico?: number
}
