/**
 * How long a conversation is kept after its customer's last word (`retencao.conversa_dias`). Looked at every week at
 * most, so that a shorter time in the configuration holds for old conversations too.
 */
import { erase, TOMBSTONE_MS } from './erase.js'
import { hasLimits } from './limits.js'
import type { Session } from './session.js'
import type { Turn } from './turn.js'

const DAY_MS = 24 * 3_600_000
const LOOK_MS = 7 * DAY_MS

/** Sees to it that the conversation is looked at in time. */
export function setRetention(turn: Turn): void {
  const { session } = turn
  if (session.esquecido?.vazio === true) turn.setTimer('retencao', TOMBSTONE_MS)
  else if (!session.timers.includes('retencao')) turn.setTimer('retencao', Math.min(keptMs(turn), LOOK_MS))
}

/** The timer: erases what has been kept long enough, without a word. */
export function onRetention(turn: Turn): void {
  const { session, now } = turn
  const { esquecido, lastAt } = session
  if (esquecido && esquecido.em + TOMBSTONE_MS <= now && !esquecido.vazio) delete session.esquecido
  const leftMs = lastAt + (esquecido?.vazio === true ? TOMBSTONE_MS : keptMs(turn)) - now
  if (leftMs > 0) {
    turn.setTimer('retencao', Math.min(leftMs, LOOK_MS))
    return
  }
  if (isHeld(session, lastAt, now, keptMs(turn))) {
    turn.setTimer('retencao', DAY_MS)
    return
  }
  erase(turn)
  if (!hasLimits(session.limits)) turn.ends = true
  else turn.setTimer('retencao', TOMBSTONE_MS)
}

const keptMs = (turn: Turn): number => turn.deps.prompts.provider.retencao.conversa_dias * DAY_MS

/** Something is still under way. A ticket that nobody is seen to close holds it for as long again, and no longer. */
function isHeld({ handover, tickets, acoes }: Session, lastAt: number, now: number, kept: number): boolean {
  if (handover || acoes.length > 0) return true
  const held = tickets.some(({ state, attaching }) => state === 'opening' || Object.keys(attaching).length > 0)
  return held || (now < lastAt + 2 * kept && tickets.some(({ state }) => state === 'open'))
}
