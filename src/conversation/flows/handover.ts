/**
 * People take over (TempBox). While a hand-over lasts every word of the customer is relayed, in order, and the bot
 * keeps quiet except to commands. Each relayed message begins with a marker that is unique in the chat: by it an
 * unknown outcome is settled, and our own words are known when they come back.
 */
import type { EffectSettled, Input } from '../../domain/event.js'
import type { FileRef } from '../../domain/file.js'
import { randomCode } from '../../lib/ids.js'
import { shorten, splitEncoded } from '../../lib/plain-text.js'
import { LIMITS, type Handover } from '../session.js'
import { activeTicket, addWords, categoriaOf, NOT_VERIFIED } from '../tickets.js'
import type { Turn } from '../turn.js'

const SLOW_MS = 7_000
const FALLBACK_MS = 3 * 60_000
const MARKER_ROOM = 80

/** The customer wants a person. Any level may. */
export function requestHandover(turn: Turn): void {
  const { session, deps } = turn
  if (session.handover && !session.handover.closing) {
    turn.say('ja_com_atendente', {})
    return
  }
  if (deps.relayBudget === undefined) {
    asTicket(turn)
    return
  }
  const { identity, servico } = session
  const codigoCliente = identity.level === 2 ? (servico?.codigoCliente ?? identity.codigos[0]) : undefined
  const handover: Handover = {
    state: 'opening',
    id: randomCode(10),
    queue: [],
    closing: false,
    slowTold: false,
    ...(codigoCliente === undefined ? {} : { codigoCliente }),
  }
  session.handover = handover
  relay(turn, handover, 'Plantão', composeSummary(turn))
  if (session.draft) {
    session.heldFiles = [...session.heldFiles, ...session.draft.files].slice(0, LIMITS.files)
    delete session.draft
  }
  session.intent = []
  session.flow = { name: 'idle' }
  turn.effect({
    id: `ho:${handover.id}:abrir`,
    kind: 'tempbox.abrir',
    lane: `tb:${turn.chatId}`,
    payload: codigoCliente === undefined ? {} : { codigoCliente },
    notify: true,
  })
  turn.setTimer('handover', SLOW_MS, handover.id)
  turn.sayAndClear('chamando_atendente', {})
}

/** The customer's words, each message apart. */
export function relayWords(turn: Turn, handover: Handover, parts: readonly string[]): void {
  for (const part of parts) relay(turn, handover, 'Cliente', part)
}

/** A file can't be relayed: it goes to the ticket or is kept for one, and the attendant is told. */
export function tellOfFile(turn: Turn, handover: Handover, file: FileRef, protocolo: string | undefined): void {
  const where = protocolo ? `anexado ao protocolo ${protocolo}` : 'guardado pelo Plantão para o próximo chamado'
  relay(turn, handover, 'Plantão', `O cliente enviou um arquivo (${file.name}), ${where}.`)
  if (file.caption) relay(turn, handover, 'Cliente', file.caption)
  turn.say('arquivo_ao_atendente', { nome: file.name, protocolo: protocolo ?? '' })
}

/** What came of opening, relaying or closing. */
export function onHandoverSettled(turn: Turn, input: EffectSettled): void {
  const { session } = turn
  const { handover } = session
  const done = input.state === 'confirmed' || input.state === 'reconciled'
  if (input.effectKind === 'tempbox.mensagem') {
    if (!done && handover) turn.say('relato_nao_entregue', {})
    return
  }
  if (input.effectKind !== 'tempbox.abrir' || input.effectId !== `ho:${handover?.id ?? ''}:abrir` || !handover) return
  turn.cancelTimer('handover')
  if (!done) {
    delete session.handover
    if (handover.closing) return
    for (const { marker, mensagem } of handover.queue) if (marker.startsWith('[Cliente')) addWords(session.intent, mensagem)
    asTicket(turn)
    return
  }
  const { atendimento } = input.result as { atendimento: string }
  const { queue } = handover
  handover.state = 'open'
  handover.atendimento = atendimento
  handover.queue = []
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

function relay(turn: Turn, handover: Handover, who: 'Cliente' | 'Plantão', text: string): void {
  const { session, deps } = turn
  const parts = splitEncoded(text, Math.max(300, (deps.relayBudget ?? 0) - MARKER_ROOM))
  session.relays += 1
  parts.forEach((mensagem, index) => {
    const part = parts.length > 1 ? ` ${String(index + 1)}/${String(parts.length)}` : ''
    const marker = `[${who} ${String(session.relays)}${part}]`
    if (handover.atendimento !== undefined) sendRelay(turn, handover, handover.atendimento, marker, mensagem)
    else if (handover.queue.length < LIMITS.relayQueue) handover.queue.push({ marker, mensagem })
    else turn.say('ainda_chamando', {})
  })
}

function sendRelay(turn: Turn, handover: Handover, atendimento: string, marker: string, mensagem: string): void {
  const { codigoCliente } = handover
  turn.effect({
    id: `ho:${handover.id}:${marker}`,
    kind: 'tempbox.mensagem',
    lane: `tb:${turn.chatId}`,
    payload: { atendimento, marker, mensagem, ...(codigoCliente === undefined ? {} : { codigoCliente }) },
    notify: true,
  })
}

/** What an attendant needs to act in ten seconds; without any data of the record below level 2. */
function composeSummary(turn: Turn): string {
  const { session } = turn
  const { identity, servico, draft } = session
  const ticket = activeTicket(session)
  const words = [...session.intent, ...(draft?.words ?? [])]
  return [
    identity.level === 2
      ? `Cliente verificado: ${identity.firstName} (código ${String(servico?.codigoCliente ?? identity.codigos[0])})`
      : `${NOT_VERIFIED} Nome no Telegram: ${session.telegramName || 'não informado'}.`,
    identity.level === 2 && servico ? `Serviço: ${servico.rotulo}` : '',
    draft?.categoria === undefined ? '' : `Assunto: ${categoriaOf(turn, draft.categoria).rotulo}`,
    words.length > 0 ? `Relato: ${shorten(words.join(' / '), 700)}` : ticket ? '' : 'Ainda não contou o problema.',
    draft?.resposta ? 'A base de conhecimento respondeu e não resolveu.' : '',
    ...(draft?.answers ?? []).map(({ pergunta, resposta }) => `${pergunta} ${resposta}`),
    ticket ? `Chamado${ticket.protocolo === undefined ? ' sendo aberto' : ` ${ticket.protocolo}`}: ${ticket.assunto}` : '',
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** Without TempBox a hand-over becomes a ticket, for whoever may open one. */
function asTicket(turn: Turn): void {
  const { session } = turn
  if (session.intent.length === 0 && !session.draft) addWords(session.intent, 'Quero falar com um atendente.')
  turn.sayAndClear('atendente_por_chamado', {})
  turn.goTo(session.draft && session.identity.level > 0 ? 'collected' : 'problem')
}
