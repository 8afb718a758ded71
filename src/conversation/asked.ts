import { CONSULTAS, type Consulta } from '../domain/routing.js'
import { spellOut } from '../lib/plain-text.js'
import type { Step, Turn } from './turn.js'

/** Who writes more tells of something, and all of it is kept. */
const LONGEST = 160

/** What a sentence asks to see or to get, where nothing in it is to be reported. */
export function askedFor(turn: Turn, words: readonly string[]): Consulta | undefined {
  const said = spellOut(words.join(' '))
  if (said.length > LONGEST) return undefined
  const { categorias, consultas } = turn.deps.prompts.routing
  const isReport = categorias.some(({ id, palavras }) => id !== 'fatura' && palavras.some((pattern) => pattern.test(said)))
  return isReport ? undefined : CONSULTAS.find((kind) => consultas[kind].some((pattern) => pattern.test(said)))
}

/** Where each is shown. */
export const ASKED_STEPS: Readonly<Record<Consulta, Step>> = {
  atendente: 'handover',
  desbloqueio: 'desbloqueio',
  chamados: 'chamados',
  faturas: 'faturas',
  conexao: 'conexao',
  contatos: 'contatos',
}

/** Whether somebody tells of danger, in the operator's words. */
export function tellsOfDanger(turn: Turn, text: string): boolean {
  const said = spellOut(text)
  return turn.deps.prompts.routing.perigo.some((pattern) => pattern.test(said))
}
