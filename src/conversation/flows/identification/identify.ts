/**
 * Who is asking (docs/architecture.md, "Who is asking"). The order is documento → contact → one lookup, so that until something is
 * proved a stranger reads the same words for every documento. The Telegram user is limited and locked, a documento
 * never is: its owner's contact always passes.
 */
import { findDocumento } from '../../../domain/documento.js'
import type { Input } from '../../../domain/event.js'
import { parseNascimento } from '../../../domain/nascimento.js'
import { contactToE164Br, toE164Br } from '../../../domain/telefone.js'
import { normalizeWords, spellOut } from '../../../lib/plain-text.js'
import { detectCategoria } from '../../categoria.js'
import { isSmallTalk } from '../../inputs.js'
import { countWrongBirth, refuseWhileLocked } from '../../limits.js'
import type { Pending } from '../../session.js'
import { addWords } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { endPending, lookup } from './lookup.js'
import { forgetOthers } from './others.js'

/** A CPF may be kept for 15 minutes; the store takes up to half a minute to have nothing left of what is erased. */
const PENDING_MS = 15 * 60_000 - 30_000

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
  turn.say(told ? 'guardei_relato' : 'pedir_documento', {}, STRANGER_ROWS)
}

/** Typed text while nobody is identified, or a documento typed at any time. */
export function onDocumentoText(turn: Turn, text: string): void {
  const { session } = turn
  const found = findDocumento(text)
  switch (found.kind) {
    case 'valid': {
      const isAgain = AWAITED.has(session.flow.name) && isAboutProof(turn, found.rest, OF_ANOTHER)
      if (!isAgain) addWords(session.intent, found.rest)
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
      if (isAboutProof(turn, text)) {
        if (refuseWhileLocked(turn)) return
        session.flow = { name: 'documento' }
        turn.say('por_que_documento', {}, STRANGER_ROWS)
        return
      }
      const small = saysNothing(text)
      if (!small) addWords(session.intent, text)
      if (refuseWhileLocked(turn)) return
      const first = session.flow.name !== 'documento'
      session.flow = { name: 'documento' }
      const reminder = first ? 'pedir_documento' : 'lembrete_documento'
      const digits = small && /\d/u.test(text)
      const rows = digits ? ATENDENTE_ROW : STRANGER_ROWS
      turn.say(digits ? 'documento_invalido' : small ? reminder : 'guardei_relato', {}, rows)
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
    if (!saysNothing(text) && !isAboutProof(turn, text, OF_CONTATO) && normalizeWords(text) !== normalizeWords(label)) addWords(intent, text)
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
    forgetOthers(turn)
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

/** A greeting, or nothing but a few digits: a try at something. */
const saysNothing = (text: string): boolean => isSmallTalk(text) || !/\p{L}/u.test(text)

/** Short words about what is asked for, which tell of no problem: a doubt, a refusal, a button that is not found. */
function isAboutProof(turn: Turn, text: string, what: RegExp = OF_DOCUMENTO): boolean {
  const said = spellOut(text)
  return said.length <= SHORT && what.test(said) && detectCategoria(turn, [text]) === undefined
}

const SHORT = 80
const OF_DOCUMENTO =
  /\b(?:cpf|cnpj|documento|meus dados|golpe|titular|no nome d[oae])\b|^(?:nao vou passar|por ?que|pq|tenho medo|(?:e|isso e) seguro)\b/u
const OF_CONTATO =
  /\b(?:cpf|documento|botao|contato|numero|celular|chip|golpe|outro jeito|titular)\b|^(?:nao (?:vou|quero|posso|consigo|achei|acho|deu|apareceu|aparece|foi)|onde (?:fica|esta|e)|cade|por ?que|pq|uai|ja (?:mandei|enviei|apertei|toquei))\b/u
/** Whose the other documento was, or that it was mistyped. */
const OF_ANOTHER = /\b(?:marido|esposa|mulher|mae|pai|filh[oa]|irma\w*|errei|digitei|errado|o meu|a minha|agora sim|desculp\w+)\b/u

const AWAITED: ReadonlySet<string> = new Set(['documento', 'contato', 'nascimento'])

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

const MENU_ROW = [[['menu', 'menu:menu']]] as const
const ATENDENTE_ROW = [[['atendente', 'menu:atendente']]] as const
const STRANGER_ROWS = [[['nao_sou_cliente', 'pn:novo']], [['atendente', 'menu:atendente']]] as const
