import { onAdd, onAnother, onCancel, onConfirm, onCorrect } from './flows/card.js'
import { withoutContact } from './flows/identify.js'
import { forget } from './flows/menu.js'
import { onCategoria, solved } from './flows/problem.js'
import { onServico } from './flows/service.js'
import { onRetry } from './flows/ticket.js'
import { onEnough, onOption } from './flows/triage.js'
import type { Step, Turn } from './turn.js'

/**
 * A button's data: `what:argument…`, at most 64 bytes. Those of a draft name it, so that a stale card does nothing
 * or says what became of it. Not trusted: anyone can forge a press, so every argument is checked against the session.
 */
export async function press(turn: Turn, data: string): Promise<void> {
  const [what = '', first = '', second = '', third] = data.split(':')
  const number = Number(second)
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
      if (turn.session.draft?.id === first) solved(turn)
      return
    case 'nr':
      if (turn.session.draft?.id === first && turn.session.flow.name === 'resposta') turn.goTo('triage')
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
      onAdd(turn, first, number)
      return
    case 'ao':
      onAnother(turn, first)
      return
    case 'cf':
      onConfirm(turn, first)
      return
    case 'cr':
      onCorrect(turn, first)
      return
    case 'cn':
      onCancel(turn, first)
      return
    case 'rt':
      onRetry(turn, first)
      return
    case 'fg':
      forget(turn)
      return
    default:
      turn.say('cartao_velho', {}, [[['menu', 'menu:menu']]])
  }
}

const MENU_STEPS: Partial<Record<string, Step>> = {
  menu: 'menu',
  suporte: 'newProblem',
  novo: 'newProblem',
  faturas: 'faturas',
  conexao: 'conexao',
  chamados: 'chamados',
  atendente: 'handover',
}

function onMenu(turn: Turn, name: string): void {
  const step = MENU_STEPS[name] ?? 'menu'
  // While people talk with the customer, a new subject is theirs to take.
  if (step === 'newProblem' && turn.session.handover) turn.say('ja_com_atendente', {})
  else turn.goTo(step)
}
