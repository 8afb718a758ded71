import type { AgentRequest } from '../conversation/agent.js'
import type { Masking } from './masking.js'

/** The most of one text, and of the turn's new words together. */
const ONE_TEXT = 1_500
const NEW_WORDS = 4_000
const SAID_BEFORE = 30

/**
 * What the model is told of this turn: data in JSON, so that nothing a customer writes can look like anything else. What
 * is the same for all customers stands first, what is new in this turn last.
 */
export function writeRequest(request: AgentRequest, masking: Masking, instructions: string): string {
  const { typed, said } = masking
  const { relato, resumo } = request
  const short = (text: string): string => text.slice(0, ONE_TEXT)
  const categorias = request.categorias.filter(({ id }) => !instructions.includes(id))
  return JSON.stringify({
    ...(categorias.length > 0 && { categorias }),
    ...(request.conhecido.length > 0 && { pode_dizer: request.conhecido }),
    nivel: request.level,
    abertos: request.abertos.map(({ protocolo, assunto }) => ({
      protocolo: said(`protocolo ${protocolo}`).replace(/^protocolo /u, ''),
      assunto: typed(short(assunto)),
    })),
    ...(resumo !== undefined && { resumo: typed(short(resumo)) }),
    antes: request.historico
      .slice(-SAID_BEFORE)
      .map(({ quem, texto }) => ({ quem, texto: typed(short(texto)) })),
    ...(relato && {
      relato: {
        ...(relato.categoria !== undefined && { categoria: relato.categoria }),
        palavras: relato.palavras.map((palavra) => typed(short(palavra))),
        respostas: relato.respostas.map(({ pergunta, resposta }) => ({ pergunta, resposta: typed(short(resposta)) })),
      },
    }),
    esperando: typed(short(request.esperando)),
    mensagem: typed(request.words.join('\n').slice(0, NEW_WORDS)),
  })
}
