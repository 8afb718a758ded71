import { AppError } from '../domain/errors.js'

/** Something an operator has to put right, in Portuguese. */
export interface PromptProblem {
  /** Its name in the operators' folder. */
  file: string
  /** From 1. */
  line: number
  /** Keys and positions joined by dots, e.g. `categorias.2.palavras.0`. */
  field: string
  what: string
}

/** What is wrong with the operators' folder: every problem at once, as `file:line field: what`. */
export class PromptsError extends AppError {
  constructor(readonly problems: readonly PromptProblem[]) {
    const lines = problems.map(({ file, line, field, what }) => `  ${file}:${line} ${field}: ${what}`)
    super('config', ['Há o que corrigir nos textos do provedor:', ...lines].join('\n'), { retry: 'never' })
  }
}
