import { normalizeWords } from '../../../lib/plain-text.js'
import { addWords } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { onStepsDone } from './diagnosis.js'
import { askNotice } from '../self-service/outage-notice.js'
import { onPaid } from '../self-service/paid.js'
import { onRespostaText } from './problem.js'
import { offerUnlock } from '../self-service/unlock.js'

/** Typed text below the cause that was found: "já reiniciei" is read again, not believed; else as below any answer. */
export async function onDiagnosticoText(turn: Turn, text: string): Promise<void> {
  const { draft, flow } = turn.session
  if (!draft || flow.name !== 'diagnostico') return
  const said = normalizeWords(text)
  if (flow.causa === 'offline' && saysDone(said)) {
    // Told in more than a word, it is for those who read the ticket.
    if (said.includes(' ')) addWords(draft.words, text)
    await onStepsDone(turn, draft)
  } else if (flow.causa === 'suspenso' && /\bpaguei\b/u.test(said)) await onPaid(turn)
  else if (flow.causa === 'suspenso' && (/\bdesbloque\w+/u.test(said) || YES.test(said))) await offerUnlock(turn)
  else if (flow.causa === 'falha' && (/\bavis[ae]\b/u.test(said) || YES.test(said))) await askNotice(turn, draft.id)
  else onRespostaText(turn, text)
}

/** Words that answer what was offered with the cause: to be read again, or done, not interpreted. */
export function isReply(text: string): boolean {
  const said = normalizeWords(text)
  return YES.test(said) || saysDone(said)
}

/** Whether the steps were done, or may have been: reading again is cheap, "sim" is no proof that anything is solved. */
const saysDone = (said: string): boolean =>
  said.length <= SHORT && (ACK.test(said) || (DONE.test(said) && !NOT_DONE.test(said)))

/** To what was offered last: to tell of the end, to ask for the unlock. Not that anything is solved. */
const YES = /^(?:sim|quero|pode|ok|claro|isso|por favor|aceito)(?: (?:sim|quero|pode|por favor|avisar|pedir|ser))*$/u
const SHORT = 160
const ACK = /^(?:sim|ok|okay|pronto|feito|certo|beleza|blz|ja|ja foi|tudo certo)$/u
const DONE = /\b(?:fiz|refiz|reiniciei|reiniciado|reiniciada|reiniciar|desliguei|religuei|liguei|resetei|tirei|tentei)\b/u
const NOT_DONE = /\bnao (?:\w+ ){0,2}(?:fiz|reiniciei|desliguei|consigo|consegui|posso|sei|da|quero)\b/u
