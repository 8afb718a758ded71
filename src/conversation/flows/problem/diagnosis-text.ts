import { normalizeWords, spellOut } from '../../../lib/plain-text.js'
import { askedFor } from '../../asked.js'
import type { Draft } from '../../session.js'
import { addWords } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { onStepsDone, readOutage, tellNoHurry, tellOutageAgain, tellWaysOn } from './diagnosis.js'
import { askNotice } from '../self-service/outage-notice.js'
import { onPaid } from '../self-service/paid.js'
import { isVerdict, onRespostaText, willTry } from './problem.js'
import { offerUnlock } from '../self-service/unlock.js'

/** Typed text below the cause that was found: "já reiniciei" is read again, not believed; else as below any answer. */
export async function onDiagnosticoText(turn: Turn, text: string): Promise<void> {
  const { draft, flow } = turn.session
  if (!draft || flow.name !== 'diagnostico') return
  const said = normalizeWords(text)
  if (flow.causa === 'offline' && willTry(text)) tellNoHurry(turn, draft)
  else if (flow.causa === 'offline' && saysDone(said)) {
    // Told in more than a word, it is for those who read the ticket.
    if (said.includes(' ')) addWords(draft.words, text)
    await onStepsDone(turn, draft)
  } else if (flow.causa === 'suspenso') await onSuspendedText(turn, draft, text)
  else if (flow.causa === 'falha' && (/\bavis[ae]\b/u.test(said) || YES.test(said))) await askNotice(turn, draft.id)
  else if (flow.causa === 'falha' && WHEN.test(said) && (await tellOutageAgain(turn, draft))) return
  else onRespostaText(turn, text)
}

/** What is asked about the router helps nobody who has not paid: what can be done is said once more before that. */
async function onSuspendedText(turn: Turn, draft: Draft, text: string): Promise<void> {
  const { session } = turn
  const said = spellOut(text)
  const isRepeated = session.flow.name === 'diagnostico' && session.flow.repetido === true
  const asked = askedFor(turn, [text])
  if (/\b(?:paguei|quitei|fiz o pix|(?:esta|ta|foi) pag[oa])\b/u.test(said)) await onPaid(turn)
  else if (asked === 'desbloqueio' || YES.test(said) || IN_CONFIDENCE.test(said)) await offerUnlock(turn)
  else if (asked === 'faturas') turn.goTo('faturas')
  else if (isRepeated || isVerdict(text) || /\bchamado\b/u.test(said)) onRespostaText(turn, text)
  else {
    addWords(draft.words, text)
    const falha = OUTAGE.test(said) ? await readOutage(turn) : undefined
    if (falha !== undefined) turn.say('alerta', { texto: falha })
    tellWaysOn(turn, draft)
  }
}

const IN_CONFIDENCE =
  /\b(?:desbloque\w+|libera\w*|religa\w*|(?:sem|nao tenho) (?:o )?(?:dinheiro|grana|como pagar)|desempregad[oa]|(?:so )?recebo|ate (?:segunda|terca|quarta|quinta|sexta|sabado|domingo|amanha|dia \d+|semana que vem))\b/u
/** Who is suspended may ask about the outage beside it. */
const OUTAGE = /\b(?:quedas?|falha|rompimento|bairro|rua|vizinh\w+|manutencao|previsao)\b/u
const WHEN = /\b(?:que horas?|quando|quanto tempo|previsao|demora\w*|volta|voltar)\b/u

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
