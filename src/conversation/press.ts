import { onAdd, onAnother, onCancel, onConfirm, onCorrect, oldCard } from './flows/tickets/card.js'
import { onEscolha } from './flows/people/handover-waiting.js'
import { withoutContact } from './flows/identification/identify.js'
import { onNudgeButton } from './flows/nudge.js'
import { onPlansButton } from './flows/plans/plans.js'
import { onCategoria, solved } from './flows/problem/problem.js'
import { onNewsButton } from './flows/tickets/news-closed.js'
import { onForget } from './flows/privacy.js'
import { onServico } from './flows/service.js'
import { onRetry } from './flows/tickets/ticket.js'
import { onEnough, onOption } from './flows/problem/triage.js'
import { pressService } from './press-service.js'
import { withPeople } from './tickets.js'
import type { Step, Turn } from './turn.js'

/**
 * A button's data: `what:argument…`, at most 64 bytes. Those of a draft name it, so that a stale card does nothing
 * or says what became of it. Not trusted: anyone can forge a press, so every argument is checked against the session.
 */
export async function press(turn: Turn, data: string): Promise<void> {
  const [what = '', first = '', second = '', third] = data.split(':')
  const number = Number(second)
  // While people talk with the customer, what asks for typed words would talk past them.
  if (withPeople(turn.session) && ['id', 'ct', 'sv'].includes(what) && turn.session.flow.name !== 'servico') {
    turn.say('ja_com_atendente', {})
    return
  }
  if (OF_QUESTIONS.has(what) && turn.session.draft?.id !== first) {
    oldCard(turn, first)
    return
  }
  if (isPaused(turn, first) && what in PAUSED) {
    turn.goTo(PAUSED[what] ?? 'triage')
    return
  }
  switch (what) {
    case 'menu':
      onMenu(turn, first)
      return
    case 'id':
      await withoutContact(turn)
      return
    case 'sv':
      await onServico(turn, Number(first))
      return
    case 'ct':
      await onCategoria(turn, first)
      return
    case 'ok':
      onSolved(turn, first)
      return
    case 'nr':
      if (isAnswered(turn)) turn.goTo('triage')
      return
    case 'op':
      onOption(turn, first, number, Number(third))
      return
    case 'pl':
      onOption(turn, first, number, undefined)
      return
    case 'ag':
    case 'pr':
      onEnough(turn, first)
      return
    case 'ad':
      await onAdd(turn, first, number)
      return
    case 'ao':
      await onAnother(turn, first)
      return
    case 'cf':
      await onConfirm(turn, first)
      return
    case 'cr':
      onCorrect(turn, first)
      return
    case 'cn':
      onCancel(turn, first)
      return
    case 'rt':
      if (!(await onRetry(turn, first))) oldCard(turn, first)
      return
    case 'pn':
    case 'pc':
    case 'px':
      onPlansButton(turn, what, first, number)
      return
    case 'nw':
      await onNewsButton(turn, first, second, third ?? '')
      return
    case 'fg':
      onForget(turn)
      return
    case 'pe':
      onEscolha(turn, first, second)
      return
    case 'lb':
      onNudgeButton(turn, first)
      return
    default:
      if (!(await pressService(turn, data))) turn.say('cartao_velho', {}, [[['menu', 'menu:menu']]])
  }
}

/** An answer, or the cause that was found, stands and waits for whether it helped. */
const isAnswered = ({ session: { flow } }: Turn): boolean => flow.name === 'resposta' || flow.name === 'diagnostico'

function onSolved(turn: Turn, draftId: string): void {
  const { draft, flow } = turn.session
  if (draft?.id === draftId && (isAnswered(turn) || flow.name === 'idle')) solved(turn)
  // A second tap finds no draft; it helped all the same.
  else if (!draft && flow.name === 'idle') turn.say('que_bom', {}, [[['menu', 'menu:menu']]])
}

/** Buttons below a question of a draft: without it they say what became of it. */
const OF_QUESTIONS = new Set(['nr', 'op', 'pl', 'ag', 'pr'])

/** The report it names is there still, though what was asked of it ended with the silence. */
const isPaused = ({ session: { draft, flow } }: Turn, draftId: string): boolean =>
  draft?.id === draftId && flow.name === 'idle'

/** Where the buttons of such a report go on: nothing is sent before its card was shown again. */
const PAUSED: Partial<Record<string, Step>> = {
  nr: 'triage',
  op: 'triage',
  pl: 'triage',
  ag: 'triage',
  pr: 'triage',
  jf: 'triage',
  cp: 'triage',
  ad: 'collected',
  ao: 'collected',
  cf: 'collected',
  cr: 'collected',
}

const MENU_STEPS: Partial<Record<string, Step>> = {
  menu: 'menu',
  suporte: 'newProblem',
  novo: 'newProblem',
  faturas: 'faturas',
  conexao: 'conexao',
  chamados: 'chamados',
  servico: 'servico',
  atendente: 'handover',
}

function onMenu(turn: Turn, name: string): void {
  const step = MENU_STEPS[name] ?? 'menu'
  // While people talk with the customer, a new subject is theirs to take.
  if (step === 'newProblem' && withPeople(turn.session)) turn.say('ja_com_atendente', {})
  else turn.goTo(step)
}
