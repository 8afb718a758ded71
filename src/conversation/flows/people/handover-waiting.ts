/**
 * Until an attendant takes it: closed hours and long waits are said, with a choice that the customer may change as long
 * as nobody has come. Timers: `espera` (nobody came in time), `abertura` (people are back).
 */
import { localStamp } from '../../local-time.js'
import { isOpen, nextOpening, sayMoment } from '../../opening-hours.js'
import type { Handover } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import { leaveForTicket } from './handover-ticket.js'
import { relay } from './relay.js'

const DEFAULT_WAIT_MINUTES = 10

/** It was opened, and nobody has it yet. */
export function startWaiting(turn: Turn, handover: Handover): void {
  const opening = nextOpening(hoursOf(turn), turn.now)
  const open = isOpen(hoursOf(turn), turn.now)
  if (handover.retorno !== undefined) schedule(turn, handover, handover.retorno)
  else if (open) turn.setTimer('espera', waitMinutes(turn) * 60_000, handover.id)
  else if (opening !== undefined) turn.setTimer('abertura', opening - turn.now, handover.id)
}

/** People were asked for and are not there: when they are, and what can be done until then. It is opened all the same. */
export function tellClosedHours(turn: Turn, handover: Handover): void {
  turn.sayAndClear('fora_do_horario', { abertura: opensAt(turn), aviso: hoursOf(turn)?.aviso ?? '' })
  offer(turn, handover)
}

/** Nobody came in time. */
export function onEspera(turn: Turn, id: string): void {
  const handover = waiting(turn, id)
  if (handover?.state !== 'open') return
  if (isOpen(hoursOf(turn), turn.now)) {
    turn.say('sem_atendente_ainda', { minutos: waitMinutes(turn) })
    offer(turn, handover)
    return
  }
  // They closed meanwhile.
  startWaiting(turn, handover)
  tellClosedHours(turn, handover)
}

/** People are back: they and the customer hear of each other, and the wait begins. */
export function onAbertura(turn: Turn, id: string): void {
  const handover = waiting(turn, id)
  if (handover?.state !== 'open') return
  const called = handover.retorno !== undefined
  delete handover.retorno
  const note = called ? 'O horário abriu e o cliente pediu para ser chamado agora.' : 'O horário abriu e o cliente espera atendimento.'
  relay(turn, handover, 'Plantão', note)
  turn.say('atendimento_aberto', { retorno: called })
  startWaiting(turn, handover)
}

/** A button of the choice was pressed; which conversation it is for, and that it was offered, is looked at again. */
export function onEscolha(turn: Turn, what: string, id: string): void {
  const { handover } = turn.session
  if (handover?.id !== id || !handover.offered || handover.closing) {
    turn.say('cartao_velho', {}, [[['menu', 'menu:menu']]])
    return
  }
  if (handover.taken) {
    turn.say('ja_com_atendente', {})
    return
  }
  if (what === 'esperar') turn.say('espera_combinada', { abertura: opensAt(turn) }, [[['abrir_chamado', `pe:chamado:${id}`]]])
  else if (what === 'chamado') leaveForTicket(turn, handover)
  else if (what === 'retorno') callBack(turn, handover)
  else turn.say('cartao_velho', {}, [[['menu', 'menu:menu']]])
}

/** What TempBox said to the call back. The bot's own timer reminds people in any case. */
export function onAgendarSettled(turn: Turn, effectId: string, done: boolean): void {
  const { handover } = turn.session
  const { retorno, id, taken } = handover ?? {}
  if (!handover || retorno === undefined || taken === true || effectId !== `ho:${id ?? ''}:agendar:${String(retorno)}`) return
  const abertura = sayMoment(retorno, turn.now)
  const rows: (readonly Choice[])[] = [[['abrir_chamado', `pe:chamado:${handover.id}`]]]
  if (done) turn.say('retorno_marcado', { abertura, protocolo: handover.protocolo ?? '' }, rows)
  else turn.say('retorno_nao_marcado', { abertura }, rows)
}

function callBack(turn: Turn, handover: Handover): void {
  const at = nextOpening(hoursOf(turn), turn.now)
  if (at === undefined) {
    turn.say('espera_combinada', { abertura: '' }, [[['abrir_chamado', `pe:chamado:${handover.id}`]]])
    return
  }
  turn.say('retorno_pedido', { abertura: sayMoment(at, turn.now) })
  if (handover.retorno === at) return
  handover.retorno = at
  if (handover.state === 'open') schedule(turn, handover, at)
}

/** Asks TempBox to remind people when they open, and ourselves to do so too. */
function schedule(turn: Turn, handover: Handover, at: number): void {
  const { session } = turn
  turn.cancelTimer('espera')
  turn.setTimer('abertura', Math.max(0, at - turn.now), handover.id)
  if (handover.atendimento === undefined) return
  session.relays += 1
  turn.effect({
    id: `ho:${handover.id}:agendar:${String(at)}`,
    kind: 'tempbox.agendar',
    lane: `tb:${turn.chatId}`,
    payload: {
      atendimento: handover.atendimento,
      marker: `[Plantão ${String(session.relays)}]`,
      mensagem: `Retorno combinado: o cliente pediu para ser chamado na abertura. Protocolo ${handover.protocolo ?? ''}`.trim(),
      quando: localStamp(at),
    },
    notify: true,
  })
}

function offer(turn: Turn, handover: Handover): void {
  handover.offered = true
  const { id } = handover
  const rows: (readonly Choice[])[] = [[['esperar', `pe:esperar:${id}`], ['abrir_chamado', `pe:chamado:${id}`]]]
  if (nextOpening(hoursOf(turn), turn.now) !== undefined) rows.push([['me_chamem', `pe:retorno:${id}`]])
  turn.say('o_que_prefere', {}, rows)
}

/** The hand-over of this timer, while nobody has taken it. */
function waiting({ session: { handover } }: Turn, id: string): Handover | undefined {
  return handover?.id === id && !handover.closing && !handover.taken ? handover : undefined
}

/** In words, where they are closed now and will open. */
function opensAt(turn: Turn): string {
  const at = isOpen(hoursOf(turn), turn.now) ? undefined : nextOpening(hoursOf(turn), turn.now)
  return at === undefined ? '' : sayMoment(at, turn.now)
}

const hoursOf = ({ deps }: Turn) => deps.prompts.provider.atendimento_humano

const waitMinutes = (turn: Turn): number => hoursOf(turn)?.espera_minutos ?? DEFAULT_WAIT_MINUTES
