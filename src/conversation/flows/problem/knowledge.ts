import { toAppError } from '../../../domain/errors.js'
import { normalizeWords } from '../../../lib/plain-text.js'
import { maskPersonalData } from '../../../lib/redaction.js'
import type { Turn } from '../../turn.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const QUESTION_LENGTH = 600

/** The knowledge base's answer to the masked words; empty when it has none, is slow, down, or not to be asked. */
export async function askKnowledge(turn: Turn, words: readonly string[]): Promise<string> {
  const { deps, session } = turn
  const { baseConhecimento } = deps.prompts.routing
  const pergunta = maskPersonalData(words.join('\n')).trim().slice(0, QUESTION_LENGTH)
  if (!deps.knowledge || normalizeWords(pergunta).length < 6) return ''
  const asked = session.limits.perguntas.filter((at) => at > turn.now - DAY_MS)
  session.limits.perguntas = asked
  if (asked.length >= baseConhecimento.limitePorDiaChat) return ''
  if (asked.filter((at) => at > turn.now - HOUR_MS).length >= baseConhecimento.limitePorHoraChat) return ''
  asked.push(turn.now)
  try {
    const resposta = (await deps.knowledge.ask(pergunta)).trim()
    const nonAnswer = baseConhecimento.naoRespostas.some((pattern) => pattern.test(resposta))
    return nonAnswer ? '' : resposta
  } catch (error) {
    deps.logger.warn('knowledge.failed', { chat: turn.chatId, error: toAppError(error) })
    return ''
  }
}
