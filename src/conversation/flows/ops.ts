import type { OpsNotice } from '../../domain/event.js'
import type { Turn } from '../turn.js'

/** To the provider's own chat, which is nobody's conversation. */
export function tellOps(turn: Turn, { what, subject, reason }: OpsNotice): void {
  // The operators' chat writes nothing itself: only by trying is it known to be there again.
  turn.session.gone = false
  if (what === 'dead') turn.notify('ops_dead', { assunto: subject, motivo: reason ?? 'sem motivo conhecido' })
  else turn.notify(what === 'down' ? 'ops_down' : 'ops_back', { assunto: subject })
}
