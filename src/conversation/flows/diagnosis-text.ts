import { normalizeWords } from '../../lib/plain-text.js'
import type { Turn } from '../turn.js'
import { onStepsDone } from './diagnosis.js'
import { askNotice } from './outage-notice.js'
import { onPaid } from './paid.js'
import { onRespostaText } from './problem.js'
import { offerUnlock } from './unlock.js'

/** Typed text below the cause that was found: "já reiniciei" is read again, not believed; else as below any answer. */
export async function onDiagnosticoText(turn: Turn, text: string): Promise<void> {
  const { draft, flow } = turn.session
  if (!draft || flow.name !== 'diagnostico') return
  const said = normalizeWords(text)
  if (flow.causa === 'offline' && DONE.test(said)) await onStepsDone(turn, draft)
  else if (flow.causa === 'suspenso' && /\bpaguei\b/u.test(said)) await onPaid(turn)
  else if (flow.causa === 'suspenso' && /\bdesbloque\w+/u.test(said)) await offerUnlock(turn)
  else if (flow.causa === 'falha' && /\bavis[ae]\b/u.test(said)) askNotice(turn, draft.id)
  else onRespostaText(turn, text)
}

const DONE = /^(?:(?:eu )?ja )?(?:fiz|reiniciei|desliguei|tirei|religuei|liguei|resetei)\b.{0,60}$|^ja (?:fiz|foi) .{0,40}$/u
