import type { Handover } from '../../session.js'
import type { Turn } from '../../turn.js'
import { relay } from './relay.js'

const GIVEN_UP = 'O cliente encerrou esta conversa e não espera mais o retorno combinado.'

/** The attendant's side closed it. */
export function onStaffClosed(turn: Turn, atendimento: string): void {
  const { handover } = turn.session
  if (handover?.atendimento !== atendimento) return
  delete turn.session.handover
  cancelHandoverTimers(turn)
  turn.cancelWatch(`tempbox:${turn.chatId}`)
  tellEnd(turn, handover)
}

/** The customer's side closes it. */
export function closeHandover(turn: Turn, handover: Handover): void {
  // What TempBox was asked to say at the opening cannot be taken back.
  if (handover.retorno !== undefined) relay(turn, handover, 'Plantão', GIVEN_UP)
  if (handover.state === 'opening') closeWhenOpen(turn, handover)
  else end(turn, handover)
  tellEnd(turn, handover)
}

/** It is being opened and no longer wanted: it is closed as soon as there is something to close. */
export function closeWhenOpen(turn: Turn, handover: Handover): void {
  handover.closing = true
  cancelHandoverTimers(turn)
}

/** Closes it at TempBox, and here. */
export function end(turn: Turn, handover: Handover): void {
  delete turn.session.handover
  cancelHandoverTimers(turn)
  turn.cancelWatch(`tempbox:${turn.chatId}`)
  if (handover.atendimento !== undefined) close(turn, `ho:${handover.id}:encerrar`, handover.atendimento)
}

/** Opened after the conversation was forgotten (`/esquecer`): nobody would ever close it. */
export function closeForgotten(turn: Turn, opening: string, atendimento: string): void {
  close(turn, opening.replace(/abrir$/u, 'encerrar'), atendimento)
}

/** Whatever it waits for. */
export function cancelHandoverTimers(turn: Turn): void {
  for (const name of ['handover', 'espera', 'abertura']) turn.cancelTimer(name)
}

function close(turn: Turn, id: string, atendimento: string): void {
  turn.effect({ id, kind: 'tempbox.encerrar', lane: `tb:${turn.chatId}`, payload: { atendimento }, notify: false })
}

function tellEnd(turn: Turn, handover: Handover): void {
  turn.say('atendimento_humano_encerrado', { protocolo: handover.protocolo ?? '' }, [[['menu', 'menu:menu']]])
}
