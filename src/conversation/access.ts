import type { Cliente, Servico } from '../domain/cliente.js'
import { toAppError } from '../domain/errors.js'
import { toE164Br } from '../domain/telefone.js'
import { relay } from './flows/people/relay.js'
import type { Resume, Session } from './session.js'
import { activeTicket, NOT_VERIFIED, withPeople } from './tickets.js'
import type { Choice, Turn } from './turn.js'
import { codigosOf } from './whose.js'

const RECHECK_MS = 30 * 60_000
const LINK_ENDED = `${NOT_VERIFIED} O vínculo deste Telegram com o cadastro terminou agora: confirme quem fala antes de informar dados.`

/**
 * Whether the customer is identified at least so far; otherwise asks, and `next` goes on afterwards. A level 2 link is
 * held against the record now and then: it ends when the number has left it.
 */
export async function ensureLevel(turn: Turn, level: 1 | 2, next: Resume): Promise<boolean> {
  const { session } = turn
  const had = session.identity.level
  await checkLink(turn)
  if (session.identity.level >= level) return true
  if (withPeople(session)) {
    // Typed words are theirs: a documento asked for now would not come back here.
    turn.say('ja_com_atendente', {})
    return false
  }
  if (turn.linkEnded) turn.say('vinculo_encerrado', {})
  else if (had === 1) turn.say('precisa_verificar', {})
  session.resume = next
  turn.goTo('identify')
  return false
}

/** Whether a service is chosen (level 2) or known (level 1); otherwise reads the record and asks. */
export async function ensureServico(turn: Turn, next: Resume): Promise<boolean> {
  const { session } = turn
  if (session.servico !== undefined || session.identity.level !== 2) return true
  const clientes = await readRecords(turn)
  if (clientes === 'unavailable') {
    session.resume = next
    turn.say('sistema_indisponivel', {}, [[['atendente', 'menu:atendente'], ['menu', 'menu:menu']]])
    return false
  }
  return chooseServico(turn, clientes, next)
}

/** The customer's records, and whether the link still holds; `unavailable` when they can't be read now. */
export async function readRecords(turn: Turn): Promise<readonly Cliente[] | 'unavailable'> {
  const { identity } = turn.session
  if (identity.level !== 2) return []
  if (turn.records) return turn.records
  try {
    const { customers } = turn.deps
    const found = await turn.read(() => Promise.all(identity.codigos.map((codigo) => customers.findByCodigo(codigo))))
    turn.records = found.filter((cliente) => cliente !== undefined)
    return turn.records
  } catch (error) {
    turn.deps.logger.warn('customer.read-failed', { chat: turn.chatId, error: toAppError(error) })
    return 'unavailable'
  }
}

/** How a service is called to its owner: plan and street. */
export function labelOf(servico: Servico): string {
  return servico.endereco ? `${servico.nome} – ${servico.endereco}` : servico.nome
}

/** Ends the link of level 2 where it is over: in time, or because the number left the record. */
export async function checkLink(turn: Turn): Promise<void> {
  const { session } = turn
  expireLink(turn)
  if (session.identity.level !== 2) return
  if (turn.now - session.identity.checkedAt < RECHECK_MS) return
  const clientes = await readRecords(turn)
  // Unread is not gone: what needs data fails on its own, a ticket can still be opened.
  if (clientes === 'unavailable') return
  const { phoneTag } = session.identity
  const held = clientes.some(({ telefones }) =>
    telefones.some((phone) => turn.deps.tag('telefone', toE164Br(phone) ?? '') === phoneTag),
  )
  if (!held) {
    endLink(turn)
    return
  }
  session.identity.checkedAt = turn.now
  // A service may go over to another customer.
  const { servico } = session
  const isOwn = services(clientes).some((owned) => owned.servico.idClienteServico === servico?.idClienteServico)
  if (!isOwn) delete session.servico
}

/** Ends the link of level 2 where its time is over; reads nothing. */
export function expireLink(turn: Turn): void {
  const { identity } = turn.session
  if (identity.level === 2 && identity.until <= turn.now) endLink(turn)
}

function endLink(turn: Turn): void {
  const { session } = turn
  const { draft, intent, heldFiles } = session
  session.antes = { codigos: [...codigosOf(session.identity)], palavras: intent.length, arquivos: heldFiles.length }
  session.identity = { level: 0 }
  turn.linkEnded = true
  delete session.servico
  delete session.acao
  if (activeTicket(session)?.verified === true) delete session.activeTicket
  // An attendant believes in whom they were told of.
  const people = withPeople(session)
  if (people?.codigoCliente !== undefined) relay(turn, people, 'Plantão', LINK_ENDED)
  // What was read of that record is nobody else's.
  if (session.flow.name === 'existente' || session.flow.name === 'servico') session.flow = { name: 'idle' }
  delete draft?.diagnostico
  delete draft?.anterior
}

/** A service with the record it belongs to. */
export interface Owned {
  cliente: Cliente
  servico: Servico
}

/** Services that are not cancelled, over all records of the documento. */
export function services(clientes: readonly Cliente[]): Owned[] {
  return clientes.flatMap((cliente) =>
    cliente.servicos
      .filter(({ statusPrefixo }) => statusPrefixo !== 'cancelado')
      .map((servico) => ({ cliente, servico })),
  )
}

/** Takes the only service, or shows them to be picked from; whether one is taken. */
export function chooseServico(turn: Turn, clientes: readonly Cliente[], next: Resume): boolean {
  const { session } = turn
  const owned = services(clientes)
  const [only] = owned
  session.varios = owned.length > 1
  if (!only) {
    session.flow = { name: 'idle' }
    turn.say('sem_servico', {}, [[['atendente', 'menu:atendente']]])
    return false
  }
  if (owned.length === 1) {
    take(turn, only)
    return true
  }
  session.resume = next
  session.flow = { name: 'servico' }
  const rows = owned
    .slice(0, 20)
    .map(({ servico }): Choice[] => [[{ text: labelOf(servico) }, `sv:${String(servico.idClienteServico)}`]])
  turn.say('escolher_servico', {}, rows)
  return false
}

/** The service of whoever has but one, taken without a word; `undefined` where there is a choice to be made. */
export async function chooseOnly(turn: Turn): Promise<Session['servico'] | 'unavailable'> {
  const clientes = await readRecords(turn)
  if (clientes === 'unavailable') return 'unavailable'
  const [only, ...others] = services(clientes)
  if (!only || others.length > 0) return undefined
  turn.session.servico = referTo(only)
  return turn.session.servico
}

/** Makes a service the one that every later action names. */
export function take(turn: Turn, owned: Owned): void {
  turn.session.flow = { name: 'idle' }
  turn.session.servico = referTo(owned)
}

function referTo({ cliente, servico }: Owned): NonNullable<Session['servico']> {
  const { codigoCliente } = cliente
  return { codigoCliente, idClienteServico: servico.idClienteServico, rotulo: labelOf(servico) }
}

