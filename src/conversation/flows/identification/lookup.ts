import type { Cliente } from '../../../domain/cliente.js'
import { toAppError } from '../../../domain/errors.js'
import { samePhone } from '../../../domain/telefone.js'
import { takeLookup } from '../../limits.js'
import type { Pending } from '../../session.js'
import type { Turn } from '../../turn.js'
import { forgetOthers } from './others.js'

const LINK_MS = 90 * 24 * 3_600_000
const LOOKUP_RETRIES_MS = [15_000, 45_000, 120_000]

/**
 * The one lookup, of a documento whose contact was given or withheld; tried again by timer (`again`) while the system
 * is away and the documento may still be kept.
 */
export async function lookup(turn: Turn, again = false): Promise<void> {
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
    retryLookup(turn, pending, again)
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
  forgetOthers(turn)
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

function retryLookup(turn: Turn, pending: Pending, again: boolean): void {
  const delayMs = LOOKUP_RETRIES_MS[pending.retries]
  pending.retries += 1
  if (delayMs !== undefined) {
    turn.setTimer('lookup', delayMs)
    if (!again) turn.sayAndClear('consulta_indisponivel', {})
    return
  }
  endPending(turn)
  turn.say('consulta_sem_sucesso', {}, [[['atendente', 'menu:atendente']]])
}
