import { maskDocumentos } from '../../../domain/documento.js'
import { normalizeWords, shorten } from '../../../lib/plain-text.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { LIMITS, type Draft } from '../../session.js'
import { ASKED_STEPS, askedFor } from '../../asked.js'
import { detectCategoria } from '../../categoria.js'
import { addWords, categoriaOf } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { givesUp, isBack } from '../../ways-out.js'
import { onCancel } from '../tickets/card.js'
import { diagnose } from './diagnosis.js'
import { categoryRows, solved } from './problem.js'

const QUESTIONS = 3

/** The category's questions, then the files. */
export async function startTriage(turn: Turn): Promise<void> {
  const { session } = turn
  if (!(await ensureLevel(turn, 1, 'ticket')) || !(await ensureServico(turn, 'ticket'))) return
  const { draft } = session
  if (!draft) {
    turn.goTo('problem')
    return
  }
  if (draft.categoria === undefined) {
    session.flow = { name: 'categoria' }
    turn.say('perguntar_categoria', {}, [...categoryRows(turn), lastRow(draft, 'ct'), [['atendente', 'menu:atendente']]])
    return
  }
  if (await diagnose(turn, draft)) return
  if (categoriaOf(turn, draft.categoria).direto) turn.goTo('collected')
  else ask(turn, draft, draft.pergunta)
}

/** Typed text as the answer to the question that stands. */
export function onTriagemText(turn: Turn, text: string): void {
  const { session } = turn
  const { draft, flow } = session
  if (!draft || flow.name !== 'triagem') return
  if (onWayOut(turn, draft, text) || onAside(turn, draft, text)) return
  const said = normalizeWords(text)
  // The buttons' own words, when something else was shown since.
  if (SKIP.test(said)) ask(turn, draft, flow.pergunta + 1)
  else if (OPEN_NOW.test(said)) turn.goTo('collected')
  else answer(turn, draft, flow.pergunta, text)
}

/** Typed text while the category is asked for: more words, and maybe the category. */
export function onCategoriaText(turn: Turn, text: string): void {
  const { draft } = turn.session
  if (!draft) return
  const said = normalizeWords(text)
  if (OPEN_NOW.test(said)) {
    turn.goTo('collected')
    return
  }
  // "Cancelar" may be the category.
  if (isBack(text)) {
    solved(turn)
    return
  }
  if (!SKIP.test(said)) addWords(draft.words, text)
  draft.categoria = detectCategoria(turn, [text]) ?? 'outro'
  turn.goTo('triage')
}

/** An option, or *Pular*, pressed below question `index`; an old question's buttons do nothing. */
export function onOption(turn: Turn, draftId: string, index: number, option: number | undefined): void {
  const { session } = turn
  const { draft, flow } = session
  if (draft?.id !== draftId) return
  if (flow.name === 'categoria' && option === undefined) {
    draft.categoria = 'outro'
    ask(turn, draft, 0)
    return
  }
  if (flow.name !== 'triagem' || flow.pergunta !== index) return
  const label = option === undefined ? undefined : questions(turn, draft)[index]?.opcoes?.[option]
  if (option === undefined) ask(turn, draft, index + 1)
  else if (label !== undefined) answer(turn, draft, index, label)
}

/** *Pronto*, or *Abrir agora*: enough was said. */
export function onEnough(turn: Turn, draftId: string): void {
  const { draft, flow } = turn.session
  const asking = flow.name === 'categoria' || flow.name === 'triagem' || flow.name === 'arquivos'
  if (draft?.id === draftId && asking) turn.goTo('collected')
}

/** Typed text while files are awaited: more words, or "that's all". */
export function onArquivosText(turn: Turn, text: string): void {
  const { draft } = turn.session
  if (!draft) return
  if (ENOUGH.test(normalizeWords(text))) {
    turn.goTo('collected')
    return
  }
  if (onWayOut(turn, draft, text) || onAside(turn, draft, text)) return
  addWords(draft.words, text)
  turn.say('anotado', {}, [[['pronto', `pr:${draft.id}`]]])
}

/** It works again, or is not wanted any more: nothing is opened; whether it was that. */
function onWayOut(turn: Turn, draft: Draft, text: string): boolean {
  if (isBack(text)) solved(turn)
  else if (givesUp(text)) onCancel(turn, draft.id)
  else return false
  return true
}

/** Something else is asked for in between: it is shown, and the question asked again. Of an invoice's report, it is an answer. */
function onAside(turn: Turn, draft: Draft, text: string): boolean {
  const asked = draft.categoria === 'fatura' ? undefined : askedFor(turn, [text])
  if (asked === undefined || asked === 'atendente') return false
  turn.session.flow = { name: 'idle' }
  turn.goTo(ASKED_STEPS[asked])
  return true
}

/** Asks for files; *Pronto* goes on. */
export function askFiles(turn: Turn, draft: Draft): void {
  turn.session.flow = { name: 'arquivos' }
  draft.pergunta = QUESTIONS
  turn.say('pedir_arquivos', {}, [[['pronto', `pr:${draft.id}`]]])
}

/** *Pular*, *Abrir agora* and *Pronto* in words, where they are awaited. */
export function isMove(text: string): boolean {
  const said = normalizeWords(text)
  return SKIP.test(said) || OPEN_NOW.test(said) || ENOUGH.test(said)
}

const SKIP = /^(?:pular|pula|proxima|prefiro nao (?:dizer|responder))$/u
const OPEN_NOW = /^(?:abrir agora|abre agora|abre logo|abrir logo|abrir|pode abrir)$/u
const ENOUGH =
  /^(?:pronto|nao|nao tenho|sem (?:fotos?|arquivos?)|sem|nenhum\w*|(?:e )?so isso|e isso|acabou|pode abrir|ok|ja|ja foi|terminei|nada)$/u

function answer(turn: Turn, draft: Draft, index: number, text: string): void {
  const pergunta = questions(turn, draft)[index]
  if (pergunta) draft.answers.push({ pergunta: pergunta.texto, resposta: shorten(maskDocumentos(text), LIMITS.answerLength) })
  ask(turn, draft, index + 1)
}

function ask(turn: Turn, draft: Draft, index: number): void {
  const perguntas = questions(turn, draft)
  const isOpen = ({ texto }: { texto: string }): boolean => !draft.answers.some(({ pergunta }) => pergunta === texto)
  const at = perguntas.findIndex((pergunta, place) => place >= index && isOpen(pergunta))
  const pergunta = perguntas[at]
  if (!pergunta) {
    askFiles(turn, draft)
    return
  }
  turn.session.flow = { name: 'triagem', pergunta: at }
  draft.pergunta = at
  const options = (pergunta.opcoes ?? []).map((text, option): Choice[] => [
    [{ text }, `op:${draft.id}:${String(at)}:${String(option)}`],
  ])
  const vars = { texto: pergunta.texto, numero: at + 1, total: perguntas.length }
  turn.say('triagem', vars, [...options, lastRow(draft, String(at))])
}

function questions(turn: Turn, draft: Draft): readonly { texto: string; opcoes?: readonly string[] | undefined }[] {
  return categoriaOf(turn, draft.categoria).perguntas.slice(0, QUESTIONS)
}

function lastRow(draft: Draft, step: string): Choice[] {
  return [
    ['pular', `pl:${draft.id}:${step}`],
    ['abrir_agora', `ag:${draft.id}`],
  ]
}
