import { maskDocumentos } from '../../domain/documento.js'
import { normalizeWords, shorten } from '../../lib/plain-text.js'
import type { Draft, Session } from '../session.js'
import { categoriaOf } from '../tickets.js'
import type { Turn } from '../turn.js'

const ANSWER = 300

/** Fills in what the model understood of the customer's words: a category where there was none, answers to open questions. */
export function learn(draft: Draft, aprendido: Session['aprendido'], turn: Turn): void {
  if (!aprendido) return
  if (aprendido.versao !== undefined) draft.versao = aprendido.versao
  const known = turn.deps.prompts.routing.categorias.find(({ id }) => id === aprendido.categoria)
  if (known && draft.categoria === undefined) draft.categoria = known.id
  if (draft.categoria === undefined) return
  for (const pergunta of categoriaOf(turn, draft.categoria).perguntas) {
    const told = Object.entries(aprendido.respostas).find(([id]) => id === pergunta.id)?.[1].trim()
    if (!told || draft.answers.some((answer) => answer.pergunta === pergunta.texto)) continue
    const said = normalizeWords(told)
    const option = pergunta.opcoes.find((opcao) => normalizeWords(opcao) === said)
    draft.answers.push({ pergunta: pergunta.texto, resposta: option ?? shorten(maskDocumentos(told), ANSWER) })
  }
}
