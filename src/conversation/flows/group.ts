import type { Turn } from '../turn.js'

/** Customers are served in private only: says so, once a stay, and leaves. Of its own chat `gone` is then said too. */
export function leaveGroup(turn: Turn, added: boolean): void {
  const { session } = turn
  if (added) session.gone = false
  turn.say('so_em_particular', {})
  turn.leaveChat()
  session.gone = true
}
