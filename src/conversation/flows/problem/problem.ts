import { normalizeWords, shorten, spellOut } from '../../../lib/plain-text.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { ASKED_STEPS, askedFor } from '../../asked.js'
import { detectCategoria } from '../../categoria.js'
import { isSmallTalk } from '../../inputs.js'
import { learn } from '../../model/learned.js'
import type { Draft } from '../../session.js'
import { addWords, categoriaOf, newDraft } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { isBack } from '../../ways-out.js'
import { diagnose, tellNoHurry } from './diagnosis.js'
import { checkPaid } from '../self-service/paid.js'
import { askKnowledge } from './knowledge.js'

/** Kept of an answer, for those who read the ticket. */
const ANSWER_KEPT = 2_000

/** Takes the words kept so far as a problem (of category `picked`, if one was): the knowledge base first, then triage. */
export async function startProblem(turn: Turn, picked?: string): Promise<void> {
  const { session } = turn
  const words = session.intent
  const anonymous = session.identity.level === 0 && turn.deps.prompts.routing.baseConhecimento.nivelZero
  if (!(anonymous && words.length > 0)) {
    if (!(await ensureLevel(turn, 1, 'problem'))) return
    if (!(await ensureServico(turn, 'problem'))) return
  }
  if (session.draft) {
    // Something came between: what was told goes on, and nothing of it is asked for again.
    for (const more of words) addWords(session.draft.words, more)
    session.intent = []
    learn(session.draft, session.aprendido, turn)
    delete session.aprendido
    delete session.duvida
    turn.goTo('triage')
    return
  }
  if (words.length === 0 && session.heldFiles.length === 0) {
    session.flow = { name: 'problema' }
    turn.say('perguntar_problema', {}, categoryRows(turn))
    return
  }
  if (picked === undefined && goAsked(turn)) return
  session.intent = []
  delete session.activeTicket
  const { aprendido } = session
  delete session.aprendido
  delete session.duvida
  const categoria = picked ?? aprendido?.categoria ?? detectCategoria(turn, words)
  const draft = newDraft(words, session.heldFiles, categoria)
  learn(draft, aprendido, turn)
  session.draft = draft
  session.heldFiles = []
  if (categoriaOf(turn, categoria).direto) {
    turn.goTo('triage')
    return
  }
  if ((await diagnose(turn, draft)) || (await checkPaid(turn, draft))) return
  const resposta = turn.knowledge ?? (await askKnowledge(turn, words))
  if (resposta === '') turn.goTo('triage')
  else quoteBase(turn, draft, resposta)
}

/** What was only asked for is shown; nothing is opened for it. */
function goAsked(turn: Turn): boolean {
  const { session } = turn
  if (session.aprendido || session.heldFiles.length > 0) return false
  const asked = askedFor(turn, session.intent)
  if (!asked) return false
  // A person is told what was written.
  if (asked !== 'atendente') session.intent = []
  if (session.flow.name === 'problema') session.flow = { name: 'idle' }
  turn.goTo(ASKED_STEPS[asked])
  return true
}

/** The knowledge base's own words, and whether they helped. */
export function quoteBase(turn: Turn, draft: Draft, resposta: string): void {
  draft.resposta = shorten(resposta, ANSWER_KEPT)
  turn.session.flow = { name: 'resposta' }
  const { id } = draft
  turn.say('resposta_base', { texto: resposta }, [
    [
      ['resolveu', `ok:${id}`],
      ['nao_resolveu', `nr:${id}`],
    ],
  ])
}

/** "Suporte": a new subject; one that is half told goes on first, as nothing of it may be lost. */
export async function newProblem(turn: Turn): Promise<void> {
  delete turn.session.activeTicket
  await startProblem(turn)
}

/** Whether a text asks for something that always is a ticket of its own (to cancel, to move). */
export function isRequest(turn: Turn, text: string): boolean {
  const categoria = detectCategoria(turn, [text])
  return categoria !== undefined && categoriaOf(turn, categoria).direto
}

/** Takes it as one, whatever ticket later words would go to. */
export function startRequest(turn: Turn, text: string): void {
  delete turn.session.activeTicket
  addWords(turn.session.intent, text)
  turn.goTo('problem')
}

/** Typed text while the problem is asked for. */
export async function onProblemText(turn: Turn, text: string): Promise<void> {
  if (isSmallTalk(text)) {
    turn.say('perguntar_problema', {}, categoryRows(turn))
    return
  }
  addWords(turn.session.intent, text)
  await startProblem(turn)
}

/** A category picked before a word was written. */
export async function onCategoria(turn: Turn, id: string): Promise<void> {
  const { session } = turn
  const categoria = turn.deps.prompts.routing.categorias.find((known) => known.id === id)
  if (!categoria) return
  if (session.draft) {
    // A second tap, or an old list: the category is chosen already.
    if (session.flow.name !== 'categoria') return
    session.draft.categoria = categoria.id
    turn.goTo('triage')
    return
  }
  // Without a word of their own, the label is what the customer said.
  addWords(session.intent, categoria.rotulo)
  await startProblem(turn, categoria.id)
}

/** Typed text below the knowledge base's answer: thanks, or more about what did not help. */
export function onRespostaText(turn: Turn, text: string): void {
  const said = normalizeWords(text)
  if ((SOLVED.test(said) && !BUT.test(said)) || isBack(text)) {
    solved(turn)
    return
  }
  const { draft } = turn.session
  if (draft && willTry(text)) {
    tellNoHurry(turn, draft)
    return
  }
  if (draft && !NOT_SOLVED.test(said)) addWords(draft.words, text)
  turn.goTo('triage')
}

/** Words that say whether it helped, and nothing else. */
export function isVerdict(text: string): boolean {
  const said = normalizeWords(text)
  return NOT_SOLVED.test(said) || (SOLVED.test(said) && !BUT.test(said))
}

/** The answer helped: nothing is opened. */
export function solved(turn: Turn): void {
  delete turn.session.draft
  turn.session.flow = { name: 'idle' }
  turn.say('que_bom', {}, [[['menu', 'menu:menu']]])
}

/** The categories as buttons, two a row. */
export function categoryRows(turn: Turn): Choice[][] {
  const choices = turn.deps.prompts.routing.categorias.map(({ id, rotulo }): Choice => [{ text: rotulo }, `ct:${id}`])
  return choices.flatMap((_, index) => (index % 2 === 0 ? [choices.slice(index, index + 2)] : []))
}

/** "Vou tentar", "peraí": the answer is still to come. */
export function willTry(text: string): boolean {
  const said = spellOut(text)
  return said.length <= 60 && WILL_TRY.test(said) && !/\bnao\b/u.test(said)
}

const WILL_TRY = /\b(?:vou (?:la )?(?:tentar|fazer|ver|testar|olhar)|(?:to|estou) (?:tentando|fazendo)|ja volto|(?:es)?pera(?: ai)?|(?:so )?um (?:minuto|momento|instante))\b/u
const SOLVED =
  /^(?:sim|resolveu|ja resolveu|resolvido|deu certo|funcionou|voltou|ja voltou|obrigad[oa]|valeu|vlw|consegui|show|otimo|perfeito)(?: .{0,40})?$/u
/** "Obrigado, mas continua lenta" is no solution. */
const BUT = /\b(?:nao|mas|porem|so que|ainda|continua\w*|nada|cair|caiu|caindo|de novo|lent\w+|pior\w*)\b/u
const NOT_SOLVED = /^(?:nao|n|nao resolveu|nao deu certo|nao funcionou|nada|continua|nao adiantou)$/u
