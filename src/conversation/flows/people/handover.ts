/**
 * People take over (TempBox): asked for, opened, or not to be had. While it lasts every word of the customer is relayed
 * (relay.ts) and the bot keeps quiet except to commands. What comes after opening: handover-waiting.ts until somebody
 * takes it, handover-staff.ts for what attendants do, handover-end.ts.
 */
import { z } from 'zod'

import type { EffectSettled } from '../../../domain/event.js'
import { newReference, randomCode } from '../../../lib/ids.js'
import { encodedLength } from '../../../lib/plain-text.js'
import { checkLink } from '../../access.js'
import { isOpen } from '../../opening-hours.js'
import { LIMITS, type Draft, type Handover } from '../../session.js'
import { activeTicket, addWords, withPeople } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { codigosOf } from '../../whose.js'
import { passToPeople } from '../../written.js'
import { cancelHandoverTimers, closeForgotten, end } from './handover-end.js'
import { onArquivoSettled } from './handover-staff.js'
import { composeSummary, isShortened, toldWords } from './handover-summary.js'
import { asTicket, takeBackWords } from './handover-ticket.js'
import { onAgendarSettled, startWaiting, tellClosedHours } from './handover-waiting.js'
import { endPending } from '../identification/lookup.js'
import { FILE_NOTE, MARKER_ROOM, relay, relayEarlierFiles, relayWords, sendRelay } from './relay.js'

const SLOW_MS = 7_000
const FALLBACK_MS = 3 * 60_000

/** The customer wants a person. Any level may. */
export async function requestHandover(turn: Turn): Promise<void> {
  const { session, deps } = turn
  if (withPeople(session)) {
    turn.say('ja_com_atendente', {})
    return
  }
  if (deps.relayBudget === undefined) {
    asTicket(turn)
    return
  }
  await checkLink(turn)
  endPending(turn)
  const handover = session.handover && isSameCustomer(turn, session.handover) ? reopen(turn, session.handover) : open(turn)
  if (isOpen(deps.prompts.provider.atendimento_humano, turn.now)) turn.sayAndClear('chamando_atendente', {})
  else tellClosedHours(turn, handover)
}

/** Opened by nobody in particular, or by who asks now. */
const isSameCustomer = ({ session: { identity } }: Turn, { codigoCliente }: Handover): boolean =>
  codigoCliente === undefined || codigosOf(identity).includes(codigoCliente)

function open(turn: Turn): Handover {
  const { session } = turn
  const { identity, servico } = session
  const codigoCliente = identity.level === 2 ? (servico?.codigoCliente ?? identity.codigos[0]) : undefined
  const handover: Handover = {
    state: 'opening',
    id: randomCode(10),
    queue: [],
    closing: false,
    slowTold: false,
    words: [],
    since: [],
    taken: false,
    offered: false,
    ...(codigoCliente === undefined ? {} : { codigoCliente }),
  }
  session.handover = handover
  brief(turn, handover)
  turn.effect({
    id: `ho:${handover.id}:abrir`,
    kind: 'tempbox.abrir',
    lane: `tb:${turn.chatId}`,
    payload: codigoCliente === undefined ? {} : { codigoCliente },
    notify: true,
  })
  turn.setTimer('handover', SLOW_MS, handover.id)
  return handover
}

/** It was still opening when the customer closed it, and is wanted again: another one would leave two. */
function reopen(turn: Turn, handover: Handover): Handover {
  handover.closing = false
  brief(turn, handover)
  turn.setTimer('handover', handover.slowTold ? FALLBACK_MS : SLOW_MS, handover.id)
  return handover
}

/** Tells people what was told so far; the words themselves follow where the summary had to shorten them. */
function brief(turn: Turn, handover: Handover): void {
  const { session } = turn
  const words = toldWords(turn)
  const since = [...handover.since]
  relay(turn, handover, 'Plantão', composeSummary(turn, words))
  if (isShortened(words)) relayWords(turn, handover, words)
  relayEarlierFiles(turn, handover)
  passToPeople(session)
  // These are in the draft, or below.
  handover.since = since
  for (const word of session.intent) addWords(handover.words, word)
  if (session.draft) handover.draft = joined(handover.draft, session.draft)
  delete session.draft
  session.intent = []
  session.flow = { name: 'idle' }
}

function joined(before: Draft | undefined, draft: Draft): Draft {
  if (!before) return draft
  for (const word of before.words) addWords(draft.words, word)
  return { ...draft, before: [...before.before, ...draft.before], files: [...before.files, ...draft.files].slice(0, LIMITS.files) }
}

/** What came of opening, relaying, scheduling, or of sending an attendant's file on. */
export function onHandoverSettled(turn: Turn, input: EffectSettled): void {
  const { handover } = turn.session
  const done = input.state === 'confirmed' || input.state === 'reconciled'
  switch (input.effectKind) {
    case 'tempbox.mensagem':
      if (!done && handover) tellLost(turn, input.effectId)
      return
    case 'tempbox.agendar':
      onAgendarSettled(turn, input.effectId, done)
      return
    case 'telegram.arquivo':
      if (!done) onArquivoSettled(turn, input.reason)
      return
    case 'tempbox.abrir':
      if (input.effectId === `ho:${handover?.id ?? ''}:abrir` && handover) {
        if (done) onOpened(turn, handover, opened.parse(input.result))
        else onNotOpened(turn, handover)
      } else if (done) {
        closeForgotten(turn, input.effectId, opened.parse(input.result).atendimento)
      }
      return
    default:
  }
}

/** Of our own notes the customer knows nothing, but of those that tell of a file. */
function tellLost(turn: Turn, effectId: string): void {
  if (effectId.includes(`:${FILE_NOTE}`)) turn.say('arquivo_nao_entregue', {})
  else if (effectId.includes(':[Cliente')) turn.say('relato_nao_entregue', {})
}

const opened = z.object({ atendimento: z.string(), numero: z.string().optional() })

function onOpened(turn: Turn, handover: Handover, { atendimento, numero }: z.output<typeof opened>): void {
  const { session, deps } = turn
  const { queue } = handover
  turn.cancelTimer('handover')
  handover.state = 'open'
  handover.atendimento = atendimento
  handover.protocolo = numero ?? activeTicket(session)?.protocolo ?? newReference()
  handover.queue = []
  if (handover.draft) {
    session.heldFiles = [...session.heldFiles, ...handover.draft.files].slice(0, LIMITS.files)
    handover.draft.files = []
  }
  const noted = withProtocolo(turn, queue, handover.protocolo)
  for (const part of noted.queue) sendRelay(turn, handover, atendimento, part)
  if (noted.left !== undefined) relay(turn, handover, 'Plantão', noted.left)
  if (handover.closing) {
    end(turn, handover)
    return
  }
  turn.watch({
    id: `tempbox:${turn.chatId}`,
    kind: 'tempbox',
    dueAt: turn.now,
    state: JSON.stringify({
      atendimento,
      ...(handover.codigoCliente === undefined ? {} : { codigoCliente: handover.codigoCliente }),
    }),
  })
  const aberto = isOpen(deps.prompts.provider.atendimento_humano, turn.now)
  turn.say('atendente_pronto', { protocolo: handover.protocolo, aberto })
  startWaiting(turn, handover)
}

/** The number that the customer is told stands in the summary, or below it where no room is left there. */
function withProtocolo(
  turn: Turn,
  queue: Handover['queue'],
  protocolo: string,
): { queue: Handover['queue']; left: string | undefined } {
  const line = `Protocolo informado ao cliente: ${protocolo}`
  const [summary, ...rest] = queue
  if (!summary) return { queue, left: line }
  const mensagem = `${summary.mensagem}\n${line}`
  if (encodedLength(mensagem) > (turn.deps.relayBudget ?? 0) - MARKER_ROOM) return { queue, left: line }
  return { queue: [{ ...summary, mensagem }, ...rest], left: undefined }
}

/** Nobody could be called: what was told, before and since, becomes a ticket. */
function onNotOpened(turn: Turn, handover: Handover): void {
  cancelHandoverTimers(turn)
  delete turn.session.handover
  if (handover.closing) return
  takeBackWords(turn, handover)
  asTicket(turn)
}

/** Opening takes its time: says so, and after three minutes what else can be done. */
export function onHandoverSlow(turn: Turn, id: string): void {
  const { handover } = turn.session
  if (handover?.id !== id || handover.state !== 'opening' || handover.closing) return
  if (handover.slowTold) {
    turn.say('atendente_indisponivel', {})
    return
  }
  handover.slowTold = true
  turn.say('ainda_chamando', {})
  turn.setTimer('handover', FALLBACK_MS, id)
}
