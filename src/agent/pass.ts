/** Replaces in a piece of text that holds no placeholder. */
export type Pass = (piece: string) => string

/** What a piece is called where it stood, in capitals: `CPF`, `TELEFONE`. */
export type Put = (kind: string, found: string) => string
