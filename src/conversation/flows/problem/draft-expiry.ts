/** What was told and never sent is kept for `retencao.rascunho_horas` after the customer's last word, and then erased. */
import { silenceUntil } from '../../local-time.js'
import type { Session } from '../../session.js'
import { endWritten } from '../../written.js'
import type { Turn } from '../../turn.js'

const HOUR_MS = 3_600_000
const TIMER = 'rascunho'

/** Set with the customer's last word, where something of theirs was not sent. */
export function setDraftExpiry(turn: Turn): void {
  const { session } = turn
  if (isHolding(session)) turn.setTimer(TIMER, keptMs(turn))
  else if (session.timers.includes(TIMER)) turn.cancelTimer(TIMER)
}

/** The timer: erases it, and says so once, not in silent hours. */
export function onDraftExpiry(turn: Turn): void {
  const { session } = turn
  if (session.expirou) {
    tell(turn)
    return
  }
  // People have all of it, and may give it back.
  if (session.handover) turn.setTimer(TIMER, keptMs(turn))
  else if (expire(turn)) tell(turn)
}

/** Before the customer's next words are taken: what expired is erased however late the timer, and told of. */
export function tellExpired(turn: Turn): void {
  const { session } = turn
  if (!session.handover && session.lastAt + keptMs(turn) <= turn.now) expire(turn)
  if (!session.expirou) return
  session.expirou = false
  turn.cancelTimer(TIMER)
  turn.say('rascunho_expirou', {})
}

function tell(turn: Turn): void {
  const until = silenceUntil(turn.deps.prompts.provider.silencio, turn.now)
  if (until !== undefined) {
    turn.setTimer(TIMER, until - turn.now)
    return
  }
  turn.session.expirou = false
  turn.say('rascunho_expirou', {}, [[['menu', 'menu:menu']]])
}

/** Whether there was anything. */
function expire({ session }: Turn): boolean {
  if (!isHolding(session)) return false
  delete session.draft
  session.intent = []
  delete session.aprendido
  delete session.duvida
  session.heldFiles = []
  session.flow = { name: 'idle' }
  session.expirou = true
  endWritten(session)
  return true
}

const isHolding = ({ draft, intent, heldFiles }: Session): boolean =>
  draft !== undefined || intent.length > 0 || heldFiles.length > 0

const keptMs = (turn: Turn): number => turn.deps.prompts.provider.retencao.rascunho_horas * HOUR_MS
