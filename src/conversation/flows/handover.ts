/**
 * People take over (TempBox): opening, closing, and what attendants write. While it lasts every word of the customer
 * is relayed (relay.ts) and the bot keeps quiet except to commands.
 */
import type { EffectSettled, Input } from '../../domain/event.js'
import { randomCode } from '../../lib/ids.js'
import { checkLink } from '../access.js'
import { LIMITS, type Draft, type Handover } from '../session.js'
import { addWords, newDraft, withPeople } from '../tickets.js'
import type { Turn } from '../turn.js'
import { passToPeople } from '../written.js'
import { composeSummary, isShortened, toldWords } from './handover-summary.js'
import { endPending } from './lookup.js'
import { relay, relayWords, sendRelay } from './relay.js'

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
  if (session.handover) reopen(turn, session.handover)
  else open(turn)
  turn.sayAndClear('chamando_atendente', {})
}

function open(turn: Turn): void {
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
}

/** It was still opening when the customer closed it, and is wanted again: another one would leave two. */
function reopen(turn: Turn, handover: Handover): void {
  handover.closing = false
  brief(turn, handover)
  turn.setTimer('handover', handover.slowTold ? FALLBACK_MS : SLOW_MS, handover.id)
}

/** Tells people what was told so far; the words themselves follow where the summary had to shorten them. */
function brief(turn: Turn, handover: Handover): void {
  const { session } = turn
  const words = toldWords(turn)
  relay(turn, handover, 'Plantão', composeSummary(turn, words))
  if (isShortened(words)) relayWords(turn, handover, words)
  passToPeople(session)
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

/** What came of opening, relaying or closing. */
export function onHandoverSettled(turn: Turn, input: EffectSettled): void {
  const { handover } = turn.session
  const done = input.state === 'confirmed' || input.state === 'reconciled'
  if (input.effectKind === 'tempbox.mensagem') {
    // Of our own notes the customer knows nothing.
    if (!done && handover && input.effectId.includes(':[Cliente')) turn.say('relato_nao_entregue', {})
    return
  }
  if (input.effectKind !== 'tempbox.abrir') return
  if (input.effectId !== `ho:${handover?.id ?? ''}:abrir` || !handover) {
    if (done && !handover) closeForgotten(turn, input)
  } else if (done) onOpened(turn, handover, openedAs(input.result))
  else onNotOpened(turn, handover)
}

function onOpened(turn: Turn, handover: Handover, atendimento: string): void {
  const { session } = turn
  const { queue } = handover
  turn.cancelTimer('handover')
  handover.state = 'open'
  handover.atendimento = atendimento
  handover.queue = []
  handover.words = []
  session.heldFiles = [...session.heldFiles, ...(handover.draft?.files ?? [])].slice(0, LIMITS.files)
  delete handover.draft
  for (const { marker, mensagem } of queue) sendRelay(turn, handover, atendimento, marker, mensagem)
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
  turn.say('atendente_pronto', {})
}

/** Nobody could be called: what was told, before and since, becomes a ticket. */
function onNotOpened(turn: Turn, handover: Handover): void {
  const { session } = turn
  turn.cancelTimer('handover')
  delete session.handover
  if (handover.closing) return
  const { draft, words, queue } = handover
  if (draft) session.draft = { ...draft, files: [...draft.files, ...session.heldFiles].slice(0, LIMITS.files) }
  if (draft) session.heldFiles = []
  const told = session.draft?.words ?? session.intent
  for (const word of words) addWords(told, word)
  for (const { marker, mensagem } of queue) {
    if (marker.startsWith('[Cliente') && !told.includes(mensagem)) addWords(told, mensagem)
  }
  asTicket(turn)
}

/** Opened after the conversation was forgotten (`/esquecer`): nobody would ever close it. */
function closeForgotten(turn: Turn, { effectId, result }: EffectSettled): void {
  turn.effect({
    id: effectId.replace(/abrir$/u, 'encerrar'),
    kind: 'tempbox.encerrar',
    lane: `tb:${turn.chatId}`,
    payload: { atendimento: openedAs(result) },
    notify: false,
  })
}

const openedAs = (result: unknown): string => (result as { atendimento: string }).atendimento

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

/** The customer blocked the bot: an attendant must not wait for an answer. */
export function tellGone(turn: Turn): void {
  const people = withPeople(turn.session)
  if (!people || turn.session.gone) return
  relay(turn, people, 'Plantão', 'O cliente bloqueou este canal no Telegram e não recebe as respostas.')
}

/** And unblocked it again. */
export function tellBack(turn: Turn): void {
  const people = withPeople(turn.session)
  if (people && turn.session.gone) relay(turn, people, 'Plantão', 'O cliente desbloqueou este canal e volta a receber as respostas.')
}

/** What an attendant wrote. */
export function onStaffMessage(turn: Turn, input: Extract<Input, { kind: 'staffMessage' }>): void {
  const nome = input.author ?? ''
  if (input.text.trim() !== '') turn.say('fala_atendente', { nome, texto: input.text })
  if (input.hasFile === true) turn.say('arquivo_atendente', { nome })
}

/** The attendant's side closed it. */
export function onStaffClosed(turn: Turn, atendimento: string): void {
  const { session } = turn
  if (session.handover?.atendimento !== atendimento) return
  delete session.handover
  turn.cancelWatch(`tempbox:${turn.chatId}`)
  turn.say('atendimento_humano_encerrado', {}, [[['menu', 'menu:menu']]])
}

/** The customer's side closes it. */
export function closeHandover(turn: Turn, handover: Handover): void {
  if (handover.state === 'opening') {
    handover.closing = true
    turn.cancelTimer('handover')
  } else end(turn, handover)
  turn.say('atendimento_humano_encerrado', {}, [[['menu', 'menu:menu']]])
}

function end(turn: Turn, handover: Handover): void {
  delete turn.session.handover
  turn.cancelWatch(`tempbox:${turn.chatId}`)
  if (handover.atendimento === undefined) return
  turn.effect({
    id: `ho:${handover.id}:encerrar`,
    kind: 'tempbox.encerrar',
    lane: `tb:${turn.chatId}`,
    payload: { atendimento: handover.atendimento },
    notify: false,
  })
}

/** Without people to talk to a hand-over becomes a ticket, for whoever may open one. */
function asTicket(turn: Turn): void {
  const { session } = turn
  turn.sayAndClear('atendente_por_chamado', {})
  if (!session.draft) {
    const words = session.intent.length > 0 ? session.intent : ['Quero falar com um atendente.']
    // No question for the knowledge base: a person was asked for.
    session.draft = newDraft(words, session.heldFiles, undefined)
    session.intent = []
    session.heldFiles = []
    turn.goTo('triage')
    return
  }
  for (const word of session.intent) addWords(session.draft.words, word)
  session.intent = []
  turn.goTo(session.identity.level > 0 && session.flow.name !== 'idle' ? 'collected' : 'triage')
}
