import type { Input } from '../domain/event.js'
import { onDraftExpiry } from './flows/problem/draft-expiry.js'
import * as handover from './flows/people/handover.js'
import * as waiting from './flows/people/handover-waiting.js'
import * as identify from './flows/identification/identify.js'
import { lookup } from './flows/identification/lookup.js'
import * as menu from './flows/menu.js'
import { onAfterClose } from './flows/tickets/after-close.js'
import { holdUntil, onNewsTimer } from './flows/tickets/news.js'
import { onNudge } from './flows/nudge.js'
import { onPlansExpired } from './flows/plans/plans.js'
import { resumeNotice } from './flows/self-service/outage-notice.js'
import * as ticket from './flows/tickets/ticket.js'
import { onVerify } from './flows/identification/verify.js'
import { onRetention } from './retention.js'
import type { Turn } from './turn.js'

/** A timer that a turn set is due; its name says whose it is. */
export async function onTimer(turn: Turn, input: Extract<Input, { kind: 'timer' }>): Promise<void> {
  const [name] = input.name.split(':')
  switch (name) {
    case 'pending':
      identify.onPendingExpired(turn)
      return
    case 'lookup':
      await lookup(turn, true)
      return
    case 'slow':
      ticket.onSlow(turn, input.arg)
      return
    case 'handover':
      handover.onHandoverSlow(turn, input.arg)
      return
    case 'espera':
      waiting.onEspera(turn, input.arg)
      return
    case 'abertura':
      waiting.onAbertura(turn, input.arg)
      return
    case 'news':
      await onNewsTimer(turn)
      return
    case 'interesse':
      onPlansExpired(turn, input.arg)
      return
    case 'voltou':
      resumeNotice(turn)
      return
    case 'verifica':
      await onVerify(turn, input.name, input.arg)
      return
    case 'restaura':
      await onAfterClose(turn, input.name, input.arg, (held) => holdUntil(held, false))
      return
    case 'idle':
      if (!turn.session.handover) menu.pauseConversation(turn.session)
      return
    case 'lembrete':
      onNudge(turn)
      return
    case 'rascunho':
      onDraftExpiry(turn)
      return
    case 'retencao':
      onRetention(turn)
      return
    default:
      turn.deps.logger.warn('timer.unknown', { kind: input.name })
  }
}
