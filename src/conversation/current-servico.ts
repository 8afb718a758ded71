import type { Cliente } from '../domain/cliente.js'
import { toAppError } from '../domain/errors.js'
import { bounded } from '../lib/bounded.js'
import { services, type Owned } from './access.js'
import type { Turn } from './turn.js'

/** One read among several that somebody waits for. */
const READ_MS = 7_000

/** Which service, and whose record it stands in. */
export interface ServicoRef {
  codigoCliente: number
  idClienteServico: number
}

/**
 * The service as the record tells it now, connection included: as this turn has read it, unless that record does not
 * tell of the connection. `gone` where it is not (any more) one of the identified customer's.
 */
export async function readServico(turn: Turn, of: ServicoRef): Promise<Owned | 'gone' | 'unavailable'> {
  const { identity } = turn.session
  if (identity.level !== 2 || !identity.codigos.includes(of.codigoCliente)) return 'gone'
  const known = find(turn.records ?? [], of)
  if (known?.servico.ultimaConexao) return known
  const cliente = await attempt(turn, 'servico', () => turn.deps.customers.findByCodigo(of.codigoCliente))
  if (cliente.kind === 'failed') return 'unavailable'
  return find(cliente.value === undefined ? [] : [cliente.value], of) ?? 'gone'
}

const find = (clientes: readonly Cliente[], { codigoCliente, idClienteServico }: ServicoRef): Owned | undefined =>
  services(clientes).find(
    ({ cliente, servico }) => cliente.codigoCliente === codigoCliente && servico.idClienteServico === idClienteServico,
  )

export type Attempt<T> = { kind: 'read'; value: T } | { kind: 'failed' }

/** A bounded read that may fail: logged by its name, and the rest goes on. */
export async function attempt<T>(turn: Turn, what: string, reading: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: 'read', value: await turn.read(() => bounded(reading(), READ_MS)) }
  } catch (error) {
    turn.deps.logger.warn(`${what}.read-failed`, { chat: turn.chatId, error: toAppError(error) })
    return { kind: 'failed' }
  }
}

/** Suspended, for whatever reason. */
export function isSuspended(statusPrefixo: string): boolean {
  return statusPrefixo.startsWith('suspenso_')
}

/** Suspended because something was not paid: not at the customer's own wish. */
export function isSuspendedForDebt(statusPrefixo: string): boolean {
  return isSuspended(statusPrefixo) && statusPrefixo !== 'suspenso_pedido_cliente'
}
