import * as card from './flows/tickets/card.js'
import { showChamados } from './flows/tickets/chamados.js'
import { showConexao } from './flows/self-service/conexao.js'
import { showFaturas } from './flows/self-service/faturas.js'
import { offerUnlock } from './flows/self-service/unlock.js'
import * as handover from './flows/people/handover.js'
import * as identify from './flows/identification/identify.js'
import * as menu from './flows/menu.js'
import { startPlans } from './flows/plans/plans.js'
import * as problem from './flows/problem/problem.js'
import { afterIdentified, changeServico } from './flows/service.js'
import * as triage from './flows/problem/triage.js'
import type { Step, Turn } from './turn.js'

/** Takes one step: the flow that another goes on with. */
export async function takeStep(turn: Turn, step: Step): Promise<void> {
  switch (step) {
    case 'identify':
      identify.startIdentification(turn)
      return
    case 'afterIdentified':
      afterIdentified(turn)
      return
    case 'resume':
      resume(turn)
      return
    case 'problem':
      await problem.startProblem(turn)
      return
    case 'newProblem':
      await problem.newProblem(turn)
      return
    case 'triage':
      await triage.startTriage(turn)
      return
    case 'collected':
      await card.collected(turn)
      return
    case 'servico':
      await changeServico(turn)
      return
    case 'menu':
      menu.showMenu(turn)
      return
    case 'chamados':
      await showChamados(turn)
      return
    case 'faturas':
      await showFaturas(turn)
      return
    case 'conexao':
      await showConexao(turn)
      return
    case 'desbloqueio':
      await offerUnlock(turn)
      return
    case 'contatos':
      turn.say('contatos', {}, menu.MENU_ROWS)
      return
    case 'planos':
      startPlans(turn)
      return
    case 'handover':
      await handover.requestHandover(turn)
      return
    default:
      step satisfies never
  }
}

/** What the customer came for, once it is known who is asking. */
function resume(turn: Turn): void {
  const { session } = turn
  const next = session.resume
  delete session.resume
  if (next === 'ticket') turn.goTo(session.draft ? 'triage' : 'problem')
  else if (next === undefined || next === 'menu') turn.goTo(session.intent.length > 0 ? 'problem' : 'menu')
  else turn.goTo(next)
}
