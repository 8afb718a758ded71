import type { OpsNotice } from '../../domain/event.js'
import type { Turn } from '../turn.js'

/** To the provider's own chat, which is nobody's conversation. */
export function tellOps(turn: Turn, { what, subject, reason, more = 0 }: OpsNotice): void {
  // The operators' chat writes nothing itself: only by trying is it known to be there again.
  turn.session.gone = false
  const motivo = reason ?? 'sem motivo conhecido'
  switch (what) {
    case 'dead':
      turn.notify('ops_dead', { assunto: subject, motivo })
      return
    case 'down':
      turn.notify('ops_down', { assunto: subject })
      return
    case 'back':
      turn.notify('ops_back', { assunto: subject })
      return
    case 'prompts-broken':
      turn.notify('ops_textos_recusados', { onde: subject, motivo, mais: more })
      return
    case 'prompts-good':
      turn.notify('ops_textos_aceitos', { versao: subject })
      return
    default:
      what satisfies never
  }
}
