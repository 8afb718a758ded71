import { onCancelAction, onConfirmAction } from './flows/self-service/actions.js'
import { onChamado } from './flows/tickets/chamado-buttons.js'
import { offerConexao } from './flows/self-service/conexao.js'
import { onStepsDone } from './flows/problem/diagnosis.js'
import { onFatura, showPaid } from './flows/self-service/faturas.js'
import { askNotice } from './flows/self-service/outage-notice.js'
import { onPaid, onProofGiven } from './flows/self-service/paid.js'
import { offerUnlock } from './flows/self-service/unlock.js'
import { onVisit } from './flows/visits/visits.js'
import { ensureLevel } from './access.js'
import type { Turn } from './turn.js'

/**
 * Buttons of the diagnosis and of what customers do themselves. Each is level 2 by itself, however old it is. False
 * where it is none of them.
 */
export async function pressService(turn: Turn, data: string): Promise<boolean> {
  const [what = '', first = '', second = ''] = data.split(':')
  switch (what) {
    case 'ac':
      await onConfirmAction(turn, first)
      return true
    case 'av':
      await onRating(turn, first, Number(second))
      return true
    case 'ax':
      onCancelAction(turn, first)
      return true
    case 'aq':
      await askNotice(turn, first)
      return true
    case 'ch':
      await onChamado(turn, first, second)
      return true
    case 'cp':
      await onProofGiven(turn, first)
      return true
    case 'cx':
      await offerConexao(turn, first)
      return true
    case 'fa':
      if (first === 'pagas') await showPaid(turn)
      else await onFatura(turn, first, Number(second))
      return true
    case 'jf':
      await onJaFiz(turn, first)
      return true
    case 'jp':
      await onPaid(turn)
      return true
    case 'vs':
    case 'vh':
    case 'vt':
      await onVisit(turn, what, Number(first), Number(second))
      return true
    case 'ub':
      await offerUnlock(turn)
      return true
    default:
      return false
  }
}

/** A rating is 1 to 5; anything else was forged. */
async function onRating(turn: Turn, id: string, nota: number): Promise<void> {
  const { acao } = turn.session
  if (acao?.id === id && acao.tipo === 'fechamento' && Number.isInteger(nota) && nota >= 1 && nota <= 5) {
    await onConfirmAction(turn, id, nota)
  } else await onConfirmAction(turn, '')
}

async function onJaFiz(turn: Turn, draftId: string): Promise<void> {
  const { draft, flow } = turn.session
  if (!(await ensureLevel(turn, 2, 'ticket'))) return
  if (draft?.id === draftId && flow.name === 'diagnostico') await onStepsDone(turn, draft)
  else turn.say('cartao_velho', {}, [[['menu', 'menu:menu']]])
}
