/**
 * Who is asking (design, "Who is asking"). The order is documento → contact → one lookup, so that until something is
 * proved a stranger reads the same words for every documento. The Telegram user is limited and locked, a documento
 * never is: its owner's contact always passes.
 */
import type { Cliente } from '../../domain/cliente.js'
import { findDocumento } from '../../domain/documento.js'
import { toAppError } from '../../domain/errors.js'
import type { Input } from '../../domain/event.js'
import { parseNascimento } from '../../domain/nascimento.js'
import { contactToE164Br, samePhone, toE164Br } from '../../domain/telefone.js'
import { normalizeWords } from '../../lib/plain-text.js'
import { isSmallTalk } from '../inputs.js'
import { countWrongBirth, refuseWhileLocked, takeLookup } from '../limits.js'
import type { Pending } from '../session.js'
import { addWords } from '../tickets.js'
import type { Turn } from '../turn.js'

const PENDING_MS = 15 * 60_000
const LINK_MS = 90 * 24 * 3_600_000
const LOOKUP_RETRIES_MS = [15_000, 45_000, 120_000]

/** Asks for the documento, or for what it still waits for, unless this Telegram user is locked. */
export function startIdentification(turn: Turn): void {
  const { session } = turn
  if (refuseWhileLocked(turn)) return
  if (session.pending) {
    askForProof(turn, session.pending)
    return
  }
  session.flow = { name: 'documento' }
  const told = session.intent.length > 0 || session.draft !== undefined
  turn.say(told ? 'guardei_relato' : 'pedir_documento', {}, ATENDENTE_ROW)
}

/** Typed text while nobody is identified, or a documento typed at any time. */
export function onDocumentoText(turn: Turn, text: string): void {
  const { session } = turn
  const found = findDocumento(text)
  switch (found.kind) {
    case 'valid': {
      addWords(session.intent, found.rest)
      if (refuseWhileLocked(turn)) return
      session.pending = { documento: found.documento, expiresAt: turn.now + PENDING_MS, retries: 0 }
      turn.setTimer('pending', PENDING_MS)
      turn.cancelTimer('lookup')
      askForContact(turn, 'pedir_contato')
      return
    }
    case 'invalid':
      addWords(session.intent, found.rest)
      if (refuseWhileLocked(turn)) return
      session.flow = { name: 'documento' }
      turn.say('documento_invalido', {}, ATENDENTE_ROW)
      return
    case 'none': {
      const small = isSmallTalk(text)
      if (!small) addWords(session.intent, text)
      if (refuseWhileLocked(turn)) return
      const first = session.flow.name !== 'documento'
      session.flow = { name: 'documento' }
      const key = small ? (first ? 'pedir_documento' : 'lembrete_documento') : 'guardei_relato'
      turn.say(key, {}, ATENDENTE_ROW)
      return
    }
    default:
      found satisfies never
  }
}

/** Typed text while the contact is awaited. */
export function onContatoText(turn: Turn, text: string): void {
  const { pending, intent } = turn.session
  if (findDocumento(text).kind === 'valid') {
    onDocumentoText(turn, text)
  } else if (pending?.contato !== undefined) {
    if (!isSmallTalk(text)) addWords(intent, text)
    turn.say('consulta_indisponivel', {})
  } else if (toE164Br(text) !== undefined && !/\p{L}{4,}/u.test(text)) {
    askForContact(turn, 'numero_digitado')
  } else {
    const label = turn.deps.prompts.messages.button('enviar_contato')
    if (!isSmallTalk(text) && normalizeWords(text) !== normalizeWords(label)) addWords(intent, text)
    askForContact(turn, 'lembrete_contato')
  }
}

/** A contact: proof only when it is the sender's own, certified by Telegram. */
export async function onContact(turn: Turn, input: Extract<Input, { kind: 'contact' }>): Promise<void> {
  const { session } = turn
  if (!session.pending) {
    if (session.identity.level === 2) turn.say('ja_identificado', { nome: session.identity.firstName }, MENU_ROW)
    else startIdentification(turn)
    return
  }
  if (!input.own) {
    askForContact(turn, 'contato_alheio')
    return
  }
  // Also after the birth date was asked for: the owner's contact always passes.
  delete session.pending.candidates
  session.pending.contato = contactToE164Br(input.phone) ?? ''
  await lookup(turn)
}

/** The customer can't or won't share the contact: the birth date may still prove level 1. */
export async function withoutContact(turn: Turn): Promise<void> {
  if (!turn.session.pending) {
    startIdentification(turn)
    return
  }
  if (turn.session.pending.candidates) {
    askForProof(turn, turn.session.pending)
    return
  }
  turn.session.pending.contato = ''
  await lookup(turn)
}

/** The one lookup; tried again by timer while the system is away and the documento may still be kept. */
export async function lookup(turn: Turn): Promise<void> {
  const { session } = turn
  const { pending } = session
  if (pending?.contato === undefined || pending.candidates) return
  // One lookup of the hour, however often the system has to be asked for it.
  if (pending.retries === 0) {
    const lookup = takeLookup(turn)
    if (lookup.kind === 'none') {
      endPending(turn)
      turn.sayAndClear('limite_consultas', { minutos: lookup.minutos })
      return
    }
  }
  let clientes: readonly Cliente[]
  try {
    clientes = await turn.deps.customers.findByDocumento(pending.documento)
  } catch (error) {
    turn.deps.logger.warn('identification.lookup-failed', { chat: turn.chatId, error: toAppError(error) })
    retryLookup(turn, pending)
    return
  }
  const { contato } = pending
  const proved = contato !== '' && clientes.some(({ telefones }) => telefones.some((phone) => samePhone(phone, contato)))
  if (proved) {
    verified(turn, clientes, contato)
    return
  }
  session.pending = {
    documento: pending.documento,
    candidates: clientes.map((cliente) => candidate(turn, cliente)),
    expiresAt: pending.expiresAt,
    retries: 0,
  }
  session.flow = { name: 'nascimento' }
  turn.sayAndClear('pedir_nascimento', {})
}

/** Typed text while the birth date is awaited. */
export function onNascimentoText(turn: Turn, text: string): void {
  const { session } = turn
  const { pending } = session
  if (!pending?.candidates) {
    startIdentification(turn)
    return
  }
  const typed = parseNascimento(text, turn.now)
  if (typed === undefined) {
    if (findDocumento(text).kind === 'valid') {
      onDocumentoText(turn, text)
      return
    }
    if (isReport(text)) addWords(session.intent, text)
    turn.say('nascimento_ilegivel', {}, ATENDENTE_ROW)
    return
  }
  const tag = turn.deps.tag('nascimento', typed)
  const match = pending.candidates.find((known) => known.tag === tag)
  if (match) {
    session.limits.birthFailures = 0
    endPending(turn)
    const { codigoCliente, idClienteServico } = match
    session.identity = { level: 1, codigoCliente, ...(idClienteServico === undefined ? {} : { idClienteServico }) }
    turn.say('nivel_um', {})
    turn.goTo('resume')
    return
  }
  const restantes = countWrongBirth(turn)
  if (restantes > 0) {
    turn.say('nascimento_errado', { restantes }, ATENDENTE_ROW)
    return
  }
  endPending(turn)
  refuseWhileLocked(turn)
}

/** The documento that waited its time is erased, whatever the customer was about to do, and however late the timer. */
export function onPendingExpired(turn: Turn): void {
  const { session } = turn
  if (!session.pending || session.pending.expiresAt > turn.now) return
  endPending(turn)
  turn.sayAndClear('identificacao_expirou', {})
}

/** The identification under way ends: nothing of it is kept. */
export function endPending(turn: Turn): void {
  const { session } = turn
  delete session.pending
  if (['documento', 'contato', 'nascimento'].includes(session.flow.name)) session.flow = { name: 'idle' }
  turn.cancelTimer('pending')
  turn.cancelTimer('lookup')
}

function candidate(turn: Turn, cliente: Cliente): NonNullable<Pending['candidates']>[number] {
  const servico = cliente.servicos.find(({ statusPrefixo }) => statusPrefixo !== 'cancelado')
  return {
    // A record without a real birth date gets a tag no date can have, so that nothing tells it from the others.
    tag: turn.deps.tag('nascimento', cliente.nascimento ?? 'none'),
    codigoCliente: cliente.codigoCliente,
    ...(servico ? { idClienteServico: servico.idClienteServico } : {}),
  }
}

function verified(turn: Turn, clientes: readonly Cliente[], contato: string): void {
  const { session } = turn
  const [first] = clientes
  const firstName = first?.tipoPessoa === 'pf' ? firstNameOf(first.nome) : session.telegramName
  session.identity = {
    level: 2,
    codigos: clientes.map(({ codigoCliente }) => codigoCliente),
    firstName,
    phoneTag: turn.deps.tag('telefone', contato),
    until: turn.now + LINK_MS,
    checkedAt: turn.now,
  }
  session.limits.birthFailures = 0
  delete session.servico
  endPending(turn)
  turn.sayAndClear('saudacao', { nome: firstName })
  turn.records = clientes
  turn.goTo('afterIdentified')
}

/** "MARIA DA SILVA" → "Maria". */
function firstNameOf(nome: string): string {
  const word = nome.trim().split(/\s+/u)[0] ?? ''
  return word.charAt(0).toLocaleUpperCase('pt-BR') + word.slice(1).toLocaleLowerCase('pt-BR')
}

/** Words that tell of something, not a try at a date (which must not be kept). */
function isReport(text: string): boolean {
  return !/\d/u.test(text) && (text.match(/\p{L}{2,}/gu) ?? []).length > 3
}

function askForProof(turn: Turn, pending: Pending): void {
  if (pending.candidates) {
    turn.session.flow = { name: 'nascimento' }
    turn.sayAndClear('pedir_nascimento', {})
  } else if (pending.contato === undefined) askForContact(turn, 'pedir_contato')
  else turn.say('consulta_indisponivel', {})
}

function askForContact(turn: Turn, key: 'pedir_contato' | 'lembrete_contato' | 'numero_digitado' | 'contato_alheio'): void {
  turn.session.flow = { name: 'contato' }
  turn.askContact(key, [
    ['sem_contato', 'id:sem_contato'],
    ['atendente', 'menu:atendente'],
  ])
}

function retryLookup(turn: Turn, pending: Pending): void {
  const delayMs = LOOKUP_RETRIES_MS[pending.retries]
  pending.retries += 1
  if (delayMs !== undefined) {
    turn.setTimer('lookup', delayMs)
    if (pending.retries === 1) turn.sayAndClear('consulta_indisponivel', {})
    return
  }
  endPending(turn)
  turn.say('consulta_sem_sucesso', {}, ATENDENTE_ROW)
}

const MENU_ROW = [[['menu', 'menu:menu']]] as const
const ATENDENTE_ROW = [[['atendente', 'menu:atendente']]] as const
