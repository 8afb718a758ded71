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
import { isSmallTalk } from '../inputs.js'
import type { Pending, Resume } from '../session.js'
import { addWords } from '../tickets.js'
import type { Turn } from '../turn.js'

const PENDING_MS = 15 * 60_000
const LOOKUPS_PER_HOUR = 5
const HOUR_MS = 3_600_000
const LOCK_MS = 30 * 60_000
const BIRTH_TRIES = 3
const LINK_MS = 90 * 24 * HOUR_MS
const LOOKUP_RETRIES_MS = [15_000, 45_000, 120_000]

/** Asks for the documento, unless this Telegram user is locked. `next` is what goes on afterwards. */
export function startIdentification(turn: Turn, next?: Resume): void {
  const { session } = turn
  if (next) session.resume = next
  if (refuseWhileLocked(turn)) return
  session.flow = { name: 'documento' }
  turn.say(session.intent.length > 0 ? 'guardei_relato' : 'pedir_documento', {}, [[['atendente', 'menu:atendente']]])
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
      session.flow = { name: 'documento' }
      turn.say('documento_invalido', {}, [[['atendente', 'menu:atendente']]])
      return
    case 'none': {
      const small = isSmallTalk(text)
      if (!small) addWords(session.intent, text)
      const first = session.flow.name !== 'documento'
      session.flow = { name: 'documento' }
      const key = small ? (first ? 'pedir_documento' : 'lembrete_documento') : 'guardei_relato'
      turn.say(key, {}, [[['atendente', 'menu:atendente']]])
      return
    }
    default:
      found satisfies never
  }
}

/** Typed text while the contact is awaited. */
export function onContatoText(turn: Turn, text: string): void {
  const found = findDocumento(text)
  if (found.kind === 'valid') {
    onDocumentoText(turn, text)
  } else if (toE164Br(text) !== undefined && !/\p{L}{4,}/u.test(text)) {
    askForContact(turn, 'numero_digitado')
  } else {
    if (!isSmallTalk(text)) addWords(turn.session.intent, text)
    askForContact(turn, 'lembrete_contato')
  }
}

/** A contact: proof only when it is the sender's own, certified by Telegram. */
export async function onContact(turn: Turn, input: Extract<Input, { kind: 'contact' }>): Promise<void> {
  const { session } = turn
  if (!session.pending || session.pending.candidates) {
    if (session.identity.level === 2) turn.say('ja_identificado', { nome: session.identity.firstName }, MENU_ROW)
    else if (session.pending?.candidates) turn.sayAndClear('pedir_nascimento', {})
    else startIdentification(turn)
    return
  }
  if (!input.own) {
    askForContact(turn, 'contato_alheio')
    return
  }
  session.pending.contato = contactToE164Br(input.phone) ?? ''
  await lookup(turn)
}

/** The customer can't or won't share the contact: the birth date may still prove level 1. */
export async function withoutContact(turn: Turn): Promise<void> {
  if (!turn.session.pending) {
    startIdentification(turn)
    return
  }
  if (turn.session.pending.candidates) return
  turn.session.pending.contato = ''
  await lookup(turn)
}

/** The one lookup; tried again by timer while the system is away and the documento may still be kept. */
export async function lookup(turn: Turn): Promise<void> {
  const { session } = turn
  const { pending } = session
  if (pending?.contato === undefined || pending.candidates) return
  if (refuseWhileLocked(turn) || refuseOverLimit(turn)) return
  session.limits.lookups.push(turn.now)
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
  const { pending, limits } = session
  if (!pending?.candidates) {
    startIdentification(turn)
    return
  }
  const typed = parseNascimento(text, turn.now)
  if (typed === undefined) {
    if (findDocumento(text).kind === 'valid') onDocumentoText(turn, text)
    else turn.say('nascimento_ilegivel', {}, [[['atendente', 'menu:atendente']]])
    return
  }
  const tag = turn.deps.tag('nascimento', typed)
  const match = pending.candidates.find((known) => known.tag === tag)
  if (match) {
    limits.birthFailures = 0
    endPending(turn)
    const { codigoCliente, idClienteServico } = match
    session.identity = { level: 1, codigoCliente, ...(idClienteServico === undefined ? {} : { idClienteServico }) }
    turn.say('nivel_um', {})
    turn.goTo('resume')
    return
  }
  limits.birthFailures += 1
  if (limits.birthFailures < BIRTH_TRIES) {
    turn.say('nascimento_errado', { restantes: BIRTH_TRIES - limits.birthFailures }, [[['atendente', 'menu:atendente']]])
    return
  }
  limits.birthFailures = 0
  limits.lockedUntil = turn.now + LOCK_MS
  endPending(turn)
  refuseWhileLocked(turn)
}

/** The documento that waited is erased, whatever the customer was about to do. */
export function onPendingExpired(turn: Turn): void {
  const { session } = turn
  if (!session.pending || session.pending.expiresAt > turn.now) return
  endPending(turn)
  turn.sayAndClear('identificacao_expirou', {})
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

function endPending(turn: Turn): void {
  delete turn.session.pending
  turn.session.flow = { name: 'idle' }
  turn.cancelTimer('pending')
  turn.cancelTimer('lookup')
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
  turn.say('consulta_sem_sucesso', {}, [[['atendente', 'menu:atendente']]])
}

function refuseWhileLocked(turn: Turn): boolean {
  const { session } = turn
  const { lockedUntil } = session.limits
  if (lockedUntil === undefined || lockedUntil <= turn.now) {
    delete session.limits.lockedUntil
    return false
  }
  session.flow = { name: 'idle' }
  turn.say('bloqueado', { minutos: minutesUntil(turn, lockedUntil) }, [[['atendente', 'menu:atendente']]])
  return true
}

function refuseOverLimit(turn: Turn): boolean {
  const { limits } = turn.session
  limits.lookups = limits.lookups.filter((at) => at > turn.now - HOUR_MS)
  const [oldest] = limits.lookups
  if (oldest === undefined || limits.lookups.length < LOOKUPS_PER_HOUR) return false
  endPending(turn)
  const minutos = minutesUntil(turn, oldest + HOUR_MS)
  turn.sayAndClear('limite_consultas', { minutos })
  return true
}

const minutesUntil = (turn: Turn, at: number): number => Math.max(1, Math.ceil((at - turn.now) / 60_000))

const MENU_ROW = [[['menu', 'menu:menu']]] as const
