/**
 * Typed words and the model: where a flow takes free language, it is asked once a turn, and what it proposes is held
 * against the conversation's own policy (decided.ts). Without it, beyond its limits, or when it gives nothing, the rules
 * take the words as they always did.
 */
import { AGENT_MS } from '../../domain/agent-flow.js'
import { findDocumento } from '../../domain/documento.js'
import { toAppError } from '../../domain/errors.js'
import { bounded } from '../../lib/bounded.js'
import { normalizeWords } from '../../lib/plain-text.js'
import { checkLink } from '../access.js'
import type { Agent, AgentOutcome } from '../agent.js'
import { buildRequest } from './agent-request.js'
import { createAgentTools, type ReadNotes } from './agent-tools.js'
import { applyDecision } from './decided.js'
import { takeDoubts } from './doubts.js'
import { isReply } from '../flows/problem/diagnosis-text.js'
import { isVerdict } from '../flows/problem/problem.js'
import { isMove } from '../flows/problem/triage.js'
import { isFarewell, isSmallTalk } from '../inputs.js'
import { countUse, mayAskModel } from './model-limits.js'
import type { Flow } from '../session.js'
import type { Turn } from '../turn.js'

/** Where free language is expected. */
const FREE: ReadonlySet<Flow['name']> = new Set([
  'idle',
  'problema',
  'resposta',
  'categoria',
  'triagem',
  'arquivos',
  'diagnostico',
])

/** The port ends by itself; this is for one that does not. */
const GRACE_MS = 1_000

/** Takes a burst of words with the model's help; what is left for the rules to take, if anything. */
export async function understandWith(turn: Turn, agent: Agent, parts: readonly string[]): Promise<string | undefined> {
  const text = parts.join('\n')
  if (!turn.modelAsked && FREE.has(turn.session.flow.name) && !isPlain(turn, text) && mayAskModel(turn)) {
    turn.modelAsked = true
    await checkLink(turn)
    const asked = await ask(turn, agent, parts)
    if (asked && (await applyDecision(turn, { text, parts, ...asked }))) return undefined
  }
  // Its questions were about these words: the rules take them together.
  return [...takeDoubts(turn.session), text].join('\n')
}

/** What costs no call: greetings, a digit, an answer in so many words, a documento. */
function isPlain({ session }: Turn, text: string): boolean {
  const { flow, identity, duvida } = session
  const said = normalizeWords(text)
  if (/^\d?$/u.test(said)) return true
  const found = findDocumento(text).kind
  if (found === 'valid' || (found === 'invalid' && identity.level < 2)) return true
  // "Sim" to a question of the model's own is no small talk.
  // Who takes leave may want it all closed.
  if (isFarewell(text)) return false
  if (isSmallTalk(text)) return !(duvida && duvida.perguntas > 0 && YES_OR_NO.test(said))
  switch (flow.name) {
    case 'resposta':
      return isVerdict(text)
    case 'diagnostico':
      return isVerdict(text) || isReply(text)
    case 'categoria':
    case 'triagem':
    case 'arquivos':
      return isMove(text)
    default:
      return false
  }
}

const YES_OR_NO = /^(?:sim|nao|certo|ok|beleza|blz)\b/u

type Decided = Extract<AgentOutcome, { kind: 'decided' }>

async function ask(
  turn: Turn,
  agent: Agent,
  parts: readonly string[],
): Promise<{ decided: Decided; versao: string; notes: ReadNotes } | undefined> {
  const { deps, chatId } = turn
  const { tools, notes } = createAgentTools(turn, parts.join('\n'))
  const outcome = await decide(turn, () => agent.decide(buildRequest(turn, parts), tools))
  notes.closed = true
  countUse(turn, outcome?.uso ?? { calls: 1, tokens: 0 })
  if (outcome?.kind !== 'decided') {
    const why = word(outcome?.why ?? 'failed')
    deps.logger.warn('model.unavailable', { chat: chatId, reason: why })
    turn.note('sistema', `modelo indisponivel ${why}`)
    return undefined
  }
  const versao = word(outcome.versao)
  const { tipo } = outcome.decision
  deps.logger.info('model.decided', { chat: chatId, kind: tipo, version: versao, count: outcome.uso.tokens })
  turn.note('sistema', `modelo ${tipo} ${versao}`)
  return { decided: outcome, versao, notes }
}

async function decide(turn: Turn, deciding: () => Promise<AgentOutcome>): Promise<AgentOutcome | undefined> {
  try {
    return await bounded(deciding(), AGENT_MS + GRACE_MS)
  } catch (error) {
    turn.deps.logger.error('model.failed', { chat: turn.chatId, error: toAppError(error) })
    return undefined
  }
}

/** A machine's word, whoever says it. */
const word = (text: string): string => text.slice(0, 200).replace(/[^\w.-]/gu, '').slice(0, 40)
