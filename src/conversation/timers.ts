import type { Input } from '../domain/event.js'
import * as handover from './flows/handover.js'
import * as identify from './flows/identify.js'
import { lookup } from './flows/lookup.js'
import * as menu from './flows/menu.js'
import { onNewsTimer } from './flows/news.js'
import { lookAgain } from './flows/outage-notice.js'
import * as ticket from './flows/ticket.js'
import { onVerify } from './flows/verify.js'
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
    case 'news':
      await onNewsTimer(turn)
      return
    case 'verifica':
      await onVerify(turn, input.name, input.arg)
      return
    case 'voltou':
      await lookAgain(turn)
      return
    case 'idle':
      if (!turn.session.handover) menu.endConversation(turn.session)
      return
    default:
      turn.deps.logger.warn('timer.unknown', { kind: input.name })
  }
}
