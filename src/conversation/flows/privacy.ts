/** What a customer may know of what is kept, and have erased (LGPD). */
import { erase } from '../erase.js'
import { ownsTicket } from '../follow.js'
import type { TurnInput } from '../inputs.js'
import type { Turn } from '../turn.js'
import { closeHandover } from './people/handover-end.js'

/** A yes to a question that was asked longer ago is asked for again. */
const ASKED_MS = 30 * 60_000

/** `/privacidade`: what is kept, why, how long, who sees it. */
export function tellPrivacy(turn: Turn): void {
  turn.say('privacidade', {})
}

/** `/esquecer`: asks first. */
export function askForget(turn: Turn): void {
  turn.session.esquecer = turn.now
  turn.say('confirmar_esquecer', {}, [[['sim_esquecer', 'fg:sim']], [['menu', 'menu:menu']]])
}

/** The yes below the question; one of long ago asks again. */
export function onForget(turn: Turn): void {
  const { esquecer } = turn.session
  if (esquecer === undefined || turn.now - esquecer > ASKED_MS) askForget(turn)
  else forget(turn)
}

/**
 * Whether it was for a chat that is erased already, and changes nothing of that: the command again, the yes pressed
 * again. Anything else begins a new conversation.
 */
export function answersErased(turn: Turn, input: Extract<TurnInput, { from: unknown }>): boolean {
  const { esquecido, esquecer } = turn.session
  if (esquecido?.vazio !== true) return false
  const yes = input.kind === 'button' && input.data.startsWith('fg:')
  if (yes) {
    turn.acknowledge(input.callbackId, input.messageId, true)
    delete turn.session.esquecer
    if (esquecer === undefined) turn.say('ja_esquecido', {})
    else turn.say('esquecido', { protocolos: '', conversa: false })
    return true
  }
  if (input.kind === 'command' && input.name === 'esquecer') {
    askForget(turn)
    return true
  }
  esquecido.vazio = false
  return false
}

function forget(turn: Turn): void {
  const { session } = turn
  const protocolos = openProtocolos(turn)
  const { handover } = session
  if (handover) closeHandover(turn, handover)
  erase(turn)
  turn.sayAndClear('esquecido', { protocolos: protocolos.join(', '), conversa: handover !== undefined })
  turn.lines.length = 0
}

/** By which the customer can ask the provider; those of a verified customer only while it is proved who asks. */
function openProtocolos(turn: Turn): string[] {
  return turn.session.tickets.flatMap((ticket) => {
    const shown = ticket.state === 'open' && (!ticket.verified || ownsTicket(turn, ticket))
    return shown && ticket.protocolo !== undefined ? [ticket.protocolo] : []
  })
}
