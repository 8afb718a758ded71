/**
 * From the customer's *Confirmar* to the last attachment: what is sent where, and what is said of each outcome. An
 * effect's id is made of the draft and an ordinal, so that a double tap or a stale card is the same effect.
 */
import type { EffectSettled } from '../../../domain/event.js'
import type { FileRef } from '../../../domain/file.js'
import { shorten } from '../../../lib/plain-text.js'
import { ensureLevel } from '../../access.js'
import { follow, ownsTicket } from '../../follow.js'
import { LIMITS, type Draft, type Ticket } from '../../session.js'
import { activeTicket, addWords, categoriaOf, composeDescricao, keepTicket, newCounts } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { isSomebodyElses, isTheirs } from '../../whose.js'
import { addMensagem, attach, onAdded, onAttached, succeeded } from './ticket-additions.js'

/** Sooner than an unknown outcome is first read back, so that the customer hears of it before its protocolo. */
const SLOW_MS = 4_000
const STILL_MS = 5 * 60_000

/** Sends the draft where `routing.yaml` says; from here on it is a ticket that is opening. */
export function openTicket(turn: Turn, draft: Draft): void {
  const { session, deps } = turn
  const { identity, servico } = session
  const idClienteServico = identity.level === 1 ? identity.idClienteServico : servico?.idClienteServico
  const codigoCliente = identity.level === 1 ? identity.codigoCliente : servico?.codigoCliente
  session.flow = { name: 'idle' }
  if (identity.level === 0 || idClienteServico === undefined || codigoCliente === undefined) {
    session.intent = draft.words
    session.heldFiles = draft.files
    delete session.draft
    turn.say('sem_servico', {}, [[['atendente', 'menu:atendente']]])
    return
  }
  delete session.draft
  const ticket: Ticket = {
    reference: draft.reference,
    draftId: draft.id,
    system: categoriaOf(turn, draft.categoria).destino === 'milvus' && deps.milvus ? 'milvus' : 'hubsoft',
    state: 'opening',
    idClienteServico,
    codigoCliente,
    verified: identity.level === 2,
    draft,
    assunto: subjectOf(turn, draft),
    categoria: draft.categoria,
    ...newCounts(turn),
    ...(identity.level === 2 && servico ? { rotulo: servico.rotulo } : {}),
  }
  keepTicket(turn, ticket)
  send(turn, ticket, draft)
  turn.say('enviando', {})
}

/** Adds the draft to an atendimento that was open already. */
export function addToExisting(turn: Turn, draft: Draft, aberto: { idAtendimento: number; protocolo: string }): void {
  const { session } = turn
  const { identity, servico } = session
  if (identity.level !== 2 || !servico) return
  delete session.draft
  session.flow = { name: 'idle' }
  const ticket: Ticket = {
    reference: draft.reference,
    draftId: draft.id,
    system: 'hubsoft',
    state: 'open',
    id: String(aberto.idAtendimento),
    protocolo: aberto.protocolo,
    idClienteServico: servico.idClienteServico,
    codigoCliente: servico.codigoCliente,
    verified: true,
    rotulo: servico.rotulo,
    assunto: subjectOf(turn, draft),
    categoria: draft.categoria,
    joined: true,
    ...newCounts(turn),
  }
  keepTicket(turn, ticket)
  addMensagem(turn, ticket, composeDescricao(turn, draft, ticket), draft.words.join('\n'))
  turn.say('acrescentado_existente', { protocolo: aberto.protocolo }, AFTER_ROW)
  attach(turn, ticket, draft.files)
}

/** Later words of the customer, to the ticket they belong to. */
export function addToTicket(turn: Turn, ticket: Ticket, words: string): void {
  turn.keptIn = ticket.reference
  if (ticket.state === 'opening') {
    addWords(ticket.waitingWords, words)
    turn.say('confirmando', {})
    return
  }
  addMensagem(turn, ticket, `Cliente: ${words}`, words)
  turn.say('acrescentando', { protocolo: ticket.protocolo ?? '' }, AFTER_ROW)
}

/** Later files, to the ticket they belong to; told when they have arrived. */
export function attachToTicket(turn: Turn, ticket: Ticket, file: FileRef): void {
  turn.keptIn = ticket.reference
  const opening = ticket.state === 'opening'
  if (opening) ticket.waitingFiles.push(file)
  else attach(turn, ticket, [file])
  if (file.caption === undefined) return
  const words = `${file.name}: ${file.caption}`
  if (opening) addWords(ticket.waitingWords, words)
  else addMensagem(turn, ticket, `Cliente: ${words}`, file.caption)
}

/** What came of opening, adding words or attaching. */
export function onTicketSettled(turn: Turn, input: EffectSettled): void {
  const draftId = input.effectId.split(':')[0]
  const ticket = turn.session.tickets.find((known) => known.draftId === draftId)
  if (!ticket) return
  switch (input.effectKind) {
    case 'hubsoft.atendimento':
    case 'milvus.chamado':
      onOpened(turn, ticket, input)
      return
    case 'hubsoft.mensagem':
    case 'milvus.acompanhamento':
      onAdded(turn, ticket, input)
      return
    case 'hubsoft.anexo':
    case 'milvus.anexo':
      onAttached(turn, ticket, input)
      return
    default:
  }
}

/** The protocolo takes its time: says so within ten seconds of the press, and again after five minutes. */
export function onSlow(turn: Turn, reference: string): void {
  const ticket = turn.session.tickets.find((known) => known.reference === reference)
  if (ticket?.state !== 'opening' || isSomebodyElses(turn, ticket.codigoCliente)) return
  const first = turn.now - ticket.at < STILL_MS
  turn.say(first ? 'confirmando' : 'ainda_tentando', {}, first ? undefined : [[['atendente', 'menu:atendente']]])
  if (first) turn.setTimer(`slow:${reference}`, STILL_MS, reference)
}

/** *Tentar de novo* after a failure: the same draft, sent as a new effect. False when there is none to send. */
export async function onRetry(turn: Turn, draftId: string): Promise<boolean> {
  const ticket = turn.session.tickets.find((known) => known.draftId === draftId)
  if (ticket?.state !== 'failed' || !ticket.draft) return false
  if (ticket.verified && !(await ensureLevel(turn, 2, 'menu'))) return true
  if (!isTheirs(turn, ticket)) return false
  ticket.state = 'opening'
  ticket.at = turn.now
  ticket.draft.sends += 1
  turn.session.activeTicket = ticket.reference
  send(turn, ticket, ticket.draft)
  turn.say('enviando', {})
  return true
}

const AFTER_ROW = [
  [
    ['novo_assunto', 'menu:novo'],
    ['menu', 'menu:menu'],
  ],
] as const

const subjectOf = (turn: Turn, draft: Draft): string =>
  `${categoriaOf(turn, draft.categoria).rotulo}: ${shorten(draft.words.join(' / '), 300)}`

function send(turn: Turn, ticket: Ticket, draft: Draft): void {
  const { session } = turn
  const categoria = categoriaOf(turn, draft.categoria)
  const { reference, codigoCliente } = ticket
  const descricao = composeDescricao(turn, draft, ticket)
  const solicitante = ticket.verified ? {} : { solicitante: `${session.telegramName || 'Cliente'} (não verificado)` }
  const common = { lane: `tk:${reference}`, notify: true }
  const again = draft.sends > 0 ? { again: true } : {}
  const id = `${draft.id}:${ticket.system}:${String(draft.sends)}`
  turn.setTimer(`slow:${reference}`, SLOW_MS, reference)
  if (ticket.system === 'milvus') {
    const { mesa, setor, categoriaPrimaria, categoriaSecundaria } = categoria
    turn.effect({
      ...common,
      id,
      kind: 'milvus.chamado',
      payload: {
        reference,
        codigoCliente,
        assunto: `[${reference}] ${categoria.rotulo}`,
        descricao,
        ...solicitante,
        ...again,
        ...(mesa === undefined ? {} : { mesa }),
        ...(setor === undefined ? {} : { setor }),
        ...(categoriaPrimaria === undefined ? {} : { categoriaPrimaria }),
        ...(categoriaSecundaria === undefined ? {} : { categoriaSecundaria }),
      },
    })
    return
  }
  turn.effect({
    ...common,
    id,
    kind: 'hubsoft.atendimento',
    payload: {
      reference,
      codigoCliente,
      idClienteServico: ticket.idClienteServico,
      descricao,
      ...solicitante,
      ...again,
      ...(categoria.tipoAtendimento === undefined ? {} : { tipo: categoria.tipoAtendimento }),
      abrirOs: categoria.abrirOs && ticket.verified,
      parametros: { origem: 'telegram', canal: 'plantao', referencia: reference },
    },
  })
}

function onOpened(turn: Turn, ticket: Ticket, input: EffectSettled): void {
  const { draft } = ticket
  if (ticket.state !== 'opening' || !draft) return
  if (!succeeded(input)) {
    onNotOpened(turn, ticket, draft, input)
    return
  }
  turn.cancelTimer(`slow:${ticket.reference}`)
  const { id, protocolo } = openedAs(input.result)
  ticket.id = id
  ticket.protocolo = protocolo
  ticket.state = 'open'
  delete ticket.draft
  follow(turn, ticket)
  const files = [...draft.files, ...ticket.waitingFiles]
  const ativo = currentTicket(turn) === ticket
  // Whoever has left is owed the protocolo, but shown nothing of the record.
  const servico = ownsTicket(turn, ticket) ? (ticket.rotulo ?? '') : ''
  if (!isSomebodyElses(turn, ticket.codigoCliente)) {
    turn.say('protocolo', { protocolo, servico, arquivos: files.length, ativo }, AFTER_ROW)
  }
  const words = ticket.waitingWords.join('\n')
  if (words !== '') addMensagem(turn, ticket, `Cliente: ${words}`, words)
  attach(turn, ticket, files)
  ticket.waitingFiles = []
  ticket.waitingWords = []
}

function onNotOpened(turn: Turn, ticket: Ticket, draft: Draft, input: EffectSettled): void {
  // Milvus does not know this client, or refused the chamado: HubSoft always can file it.
  if (ticket.system === 'milvus' && input.state === 'rejected') {
    turn.deps.logger.warn('chamado.fell-back', { chat: turn.chatId, reason: input.reason ?? 'rejected' })
    ticket.system = 'hubsoft'
    send(turn, ticket, draft)
    return
  }
  turn.cancelTimer(`slow:${ticket.reference}`)
  ticket.state = 'failed'
  forgetOldFailures(turn)
  if (turn.session.activeTicket === ticket.reference) delete turn.session.activeTicket
  if (isSomebodyElses(turn, ticket.codigoCliente)) return
  turn.say('nao_foi_possivel', {}, [[['tentar_de_novo', `rt:${ticket.draftId}`]], [['atendente', 'menu:atendente']]])
}

/** What failed is kept to be tried again, but not without bound. */
function forgetOldFailures(turn: Turn): void {
  const failed = turn.session.tickets.filter(({ state, draft }) => state === 'failed' && draft)
  for (const old of failed.slice(0, -LIMITS.failedKept)) {
    delete old.draft
    old.waitingFiles = []
    old.waitingWords = []
  }
}

function openedAs(result: unknown): { id: string; protocolo: string } {
  const known = result as { idAtendimento?: number; protocolo?: string; codigo?: string }
  return { id: String(known.idAtendimento ?? known.codigo), protocolo: known.protocolo ?? known.codigo ?? '' }
}

/** The ticket that takes later words and files, when there is one to take them. */
export function currentTicket(turn: Turn): Ticket | undefined {
  const ticket = activeTicket(turn.session)
  return ticket && ticket.state !== 'failed' && isTheirs(turn, ticket) ? ticket : undefined
}
