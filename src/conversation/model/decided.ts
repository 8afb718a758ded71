/**
 * The model proposes; this is what comes of it. Nothing here has an effect on another system but calling a person: flows
 * ask for their levels and for the customer's own press as they do without it, and no fact is said that was not read.
 */
import type { AgentDecision, AgentOutcome } from '../agent.js'
import { knownWords, namesOf, privateWords } from './agent-request.js'
import type { ReadNotes } from './agent-tools.js'
import { keepDoubt, takeDoubts } from './doubts.js'
import { onPaid } from '../flows/self-service/paid.js'
import { quoteBase } from '../flows/problem/problem.js'
import { offerUnlock } from '../flows/self-service/unlock.js'
import { currentTicket } from '../flows/tickets/ticket.js'
import { ground, type Sources } from './grounding.js'
import { learn } from './learned.js'
import { isOwn } from './own-words.js'
import { normalizeWords, shorten } from '../../lib/plain-text.js'
import { BUTTONS } from '../messages.js'
import type { Session } from '../session.js'
import { addWords } from '../tickets.js'
import type { Choice, Turn } from '../turn.js'

const ANSWER = 1_000
const QUESTION = 300
const QUESTIONS_IN_A_ROW = 2
const ANSWERS = 5

export interface Decided {
  /** The customer's words of this turn. */
  text: string
  parts: readonly string[]
  decided: Extract<AgentOutcome, { kind: 'decided' }>
  versao: string
  notes: ReadNotes
}

/** Applies it; false where the rules are to take the words. */
export async function applyDecision(turn: Turn, decided: Decided): Promise<boolean> {
  const { decision } = decided.decided
  switch (decision.tipo) {
    case 'responder':
      return answer(turn, decided, decision.texto)
    case 'perguntar':
      return askBack(turn, decided, decision.texto)
    case 'fluxo':
      return await takeFlow(turn, decided, decision)
    case 'atendente':
      for (const words of [...takeDoubts(turn.session), decided.text]) addWords(turn.session.intent, words)
      turn.goTo('handover')
      return true
    case 'seguir':
      return false
    default:
      decision satisfies never
      return false
  }
}

/** Facts read in this turn, said as far as they hold; the knowledge base speaks for itself. */
function answer(turn: Turn, decided: Decided, texto: string): boolean {
  const { session, deps } = turn
  const { baseConhecimento, modelo } = deps.prompts.routing
  const { lido, base } = decided.notes
  if (lido.length === 0 || (session.identity.level === 0 && !baseConhecimento.nivelZero)) return false
  if (base !== '') return quote(turn, decided)
  if (modelo.procedimentos.some((pattern) => pattern.test(texto))) return false
  const { texto: held } = ground(texto, sourcesOf(turn, decided), { promessas: modelo.promessas, max: ANSWER, only: true })
  if (held === '') return false
  takeDoubts(session)
  stamp(turn, decided)
  turn.say('resposta_modelo', { texto: held }, answerRows(session))
  // What was asked before still is.
  if (session.draft && ASKING.has(session.flow.name)) turn.goTo('triage')
  return true
}

function quote(turn: Turn, decided: Decided): boolean {
  const { session } = turn
  if (session.draft) {
    takeDoubts(session)
    stamp(turn, decided)
    addWords(session.draft.words, decided.text)
    quoteBase(turn, session.draft, decided.notes.base)
    return true
  }
  return begin(turn, decided, undefined, {})
}

/** One question; after two the rules go on. */
function askBack(turn: Turn, decided: Decided, texto: string): boolean {
  const { session, deps } = turn
  if ((session.duvida?.perguntas ?? 0) >= QUESTIONS_IN_A_ROW || SECRETS.test(texto)) return false
  const { promessas, procedimentos } = deps.prompts.routing.modelo
  const { texto: held, dropped } = ground(texto, sourcesOf(turn, decided), {
    promessas: [...promessas, ...procedimentos],
    max: QUESTION,
    only: false,
  })
  if (dropped > 0 || !held.endsWith('?')) return false
  keepDoubt(session, decided.text)
  stamp(turn, decided)
  turn.say('pergunta_modelo', { texto: held }, LAST_ROWS)
  return true
}

/** What only a flow with its own checks asks for, or nobody does. */
const SECRETS = /senha|cart[aã]o|cvv|c[oó]digo de seguran|token|\bpin\b|\bcpf\b|\bcnpj\b|documento|nascimento|telefone|e-?mail|nome d[ao] m[aã]e|\bchave\b|\brg\b|\bcnh\b|c[oó]digo (?:que|de)|(?:mand|envi|pass|transf|fa[zç])\p{L}*\b.{0,30}\bpix\b|(?:qual|seu|diga).{0,20}endere[cç]o/iu

async function takeFlow(
  turn: Turn,
  decided: Decided,
  { fluxo, categoria, respostas }: Extract<AgentDecision, { tipo: 'fluxo' }>,
): Promise<boolean> {
  const { session } = turn
  if (fluxo === 'problema') {
    return session.draft
      ? goOn(turn, decided, categoria, respostas ?? {})
      : begin(turn, decided, categoria, respostas ?? {})
  }
  takeDoubts(session)
  stamp(turn, decided)
  switch (fluxo) {
    case 'faturas':
    case 'conexao':
    case 'chamados':
    case 'visitas':
      // What was asked before is asked again below it.
      if (session.draft && ASKING.has(session.flow.name)) session.flow = { name: 'idle' }
      turn.goTo(fluxo === 'visitas' ? 'chamados' : fluxo)
      return true
    case 'planos':
    case 'menu':
      turn.goTo(fluxo)
      return true
    case 'ja_paguei':
      await onPaid(turn)
      return true
    case 'desbloqueio':
      await offerUnlock(turn)
      return true
    case 'encerrar': {
      const { draft } = session
      turn.say('oferecer_encerrar', {}, [[['encerrar', draft ? `cn:${draft.id}` : 'lb:cancelar'], ['menu', 'menu:menu']]])
      return true
    }
    default:
      fluxo satisfies never
      return false
  }
}

/** A report begins, with what was understood; it may have to wait until it is known who tells it. */
function begin(turn: Turn, decided: Decided, categoria: string | undefined, respostas: Record<string, string>): boolean {
  const { session } = turn
  for (const words of [...takeDoubts(session), decided.text]) addWords(session.intent, words)
  session.aprendido = learned(turn, decided, categoria, respostas)
  if (currentTicket(turn)) delete session.activeTicket
  turn.goTo('problem')
  return true
}

/** More of the report under way: false where the rules know better what the words are. */
function goOn(turn: Turn, decided: Decided, categoria: string | undefined, respostas: Record<string, string>): boolean {
  const { session } = turn
  const { draft, flow } = session
  if (!draft) return false
  takeDoubts(session)
  const before = draft.answers.length
  learn(draft, learned(turn, decided, categoria, respostas), turn)
  const isTaken =
    flow.name === 'resposta' ||
    flow.name === 'diagnostico' ||
    (flow.name === 'categoria' && draft.categoria !== undefined) ||
    (flow.name === 'triagem' && draft.answers.length > before)
  if (!isTaken) return false
  addWords(draft.words, decided.text)
  turn.goTo('triage')
  return true
}

/** Answers are an option of their question, or the customer's own words: nothing that they never wrote. */
function learned(
  turn: Turn,
  decided: Decided,
  categoria: string | undefined,
  respostas: Readonly<Record<string, string>>,
): NonNullable<Session['aprendido']> {
  const { session, deps } = turn
  const { categorias } = deps.prompts.routing
  const told = [...decided.parts, ...(session.draft?.words ?? []), ...session.intent]
  const options = (id: string): string[] =>
    categorias.flatMap(({ perguntas }) => perguntas.flatMap((pergunta) => (pergunta.id === id ? pergunta.opcoes : [])))
  const kept = Object.entries(respostas).slice(0, ANSWERS).flatMap(([id, resposta]) => {
    const texto = shorten(resposta.replace(/\s+/gu, ' ').trim(), QUESTION)
    const isOption = options(id).some((option) => normalizeWords(option) === normalizeWords(texto))
    return texto !== '' && (isOption || isOwn(texto, told)) ? [[id, texto] as const] : []
  })
  const isKnown = categorias.some(({ id }) => id === categoria)
  return {
    ...(isKnown && categoria !== undefined ? { categoria } : {}),
    respostas: Object.fromEntries(kept),
    versao: decided.versao,
  }
}

function sourcesOf(turn: Turn, { notes, parts }: Decided): Sources {
  const { messages, routing } = turn.deps.prompts
  const labels = [...BUTTONS.map((key) => messages.button(key)), ...routing.categorias.map(({ rotulo }) => rotulo)]
  const questions = routing.categorias.flatMap(({ perguntas }) => perguntas.flatMap(({ texto, opcoes }) => [texto, ...opcoes]))
  // Labels and questions give their words, not their numbers.
  const names = [...privateWords(turn), ...labels, ...questions].map((label) => label.replace(/\d+/gu, ''))
  return { lido: notes.lido, conhecido: [...knownWords(turn), ...names], nomes: namesOf(turn), palavras: parts }
}

/** Which prompts a report was understood by. */
function stamp({ session: { draft } }: Turn, { versao }: Decided): void {
  if (draft) draft.versao = versao
}

const ASKING: ReadonlySet<string> = new Set(['categoria', 'triagem', 'arquivos'])

function answerRows({ draft, flow }: Session): Choice[][] {
  if (!draft || (flow.name !== 'resposta' && flow.name !== 'diagnostico')) return LAST_ROWS
  return [
    [
      ['resolveu', `ok:${draft.id}`],
      ['nao_resolveu', `nr:${draft.id}`],
    ],
    ...LAST_ROWS,
  ]
}

const LAST_ROWS: Choice[][] = [
  [
    ['suporte', 'menu:suporte'],
    ['menu', 'menu:menu'],
  ],
  [['atendente', 'menu:atendente']],
]
