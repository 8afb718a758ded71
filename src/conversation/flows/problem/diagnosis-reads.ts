import { findOutage } from '../../../domain/alerta.js'
import type { Atendimento } from '../../../domain/atendimento.js'
import type { Servico } from '../../../domain/cliente.js'
import { toAppError } from '../../../domain/errors.js'
import type { Fatura } from '../../../domain/fatura.js'
import type { OrdemServico } from '../../../domain/ordem-servico.js'
import { bounded } from '../../../lib/bounded.js'
import { readServico, type ServicoRef } from '../../current-servico.js'
import { dateTime, day, money } from '../../format.js'
import type { Turn } from '../../turn.js'

/** What is known of a service; `undefined` is what could not be read. */
export interface Findings {
  servico: Servico | undefined
  /** The provider's words for a fault that is known. */
  falha: string | undefined
  abertos: readonly Atendimento[] | undefined
  /** Open ones alone. */
  ordens: readonly OrdemServico[] | undefined
  vencidas: readonly Fatura[] | undefined
}

/** How long a customer waits for all of it at most; what has not come by then counts as not read. */
const READS_MS = 6_000

/** Reads all that may explain a connection complaint, side by side, within six seconds; what fails is left out. */
export async function readFindings(turn: Turn, of: ServicoRef): Promise<Findings> {
  const { deps } = turn
  const id = of.idClienteServico
  const [owned = 'unavailable', abertos, ordens, faturas] = await Promise.all([
    look(turn, 'servico', () => readServico(turn, of)),
    look(turn, 'atendimentos', () => deps.atendimentos.listOpen(id)),
    readOrdensAbertas(turn, of),
    look(turn, 'faturas', () => deps.faturas.listPending(id)),
  ])
  const known = typeof owned === 'string' ? undefined : owned
  return {
    servico: known?.servico,
    falha: known && findOutage(known.cliente.alertas, deps.prompts.routing.alertas),
    abertos,
    ordens,
    vencidas: faturas?.filter(({ situacao }) => situacao === 'vencida'),
  }
}

/** Open visits: what is planned next first, then what has no date or one that is past; `undefined` when not read. */
export async function readOrdensAbertas(turn: Turn, of: ServicoRef): Promise<readonly OrdemServico[] | undefined> {
  const ordens = await look(turn, 'ordens', () => turn.deps.ordens.listByServico(of.idClienteServico))
  const when = ({ inicioProgramado: at = Infinity, terminoProgramado: until = at }: OrdemServico): number =>
    until < turn.now ? Infinity : at
  return ordens?.filter(({ aberta }) => aberta).sort((a, b) => (when(a) === when(b) ? 0 : when(a) - when(b)))
}

/** One of several readings: neither an earlier one that failed keeps it from being made, nor a slow one the others. */
async function look<T>(turn: Turn, what: string, reading: () => Promise<T>): Promise<T | undefined> {
  try {
    return await bounded(reading(), READS_MS)
  } catch (error) {
    turn.deps.logger.warn(`${what}.read-failed`, { chat: turn.chatId, error: toAppError(error) })
    return undefined
  }
}

/** When a visit is planned, for people; empty without a date. */
export function scheduleOf({ inicioProgramado, terminoProgramado }: OrdemServico): string {
  if (inicioProgramado === undefined) return ''
  const end = terminoProgramado === undefined ? '' : ` até ${dateTime(terminoProgramado)}`
  return `${dateTime(inicioProgramado)}${end}`
}

/** The findings for those who read the ticket: every number and date from a field. */
export function describeFindings(turn: Turn, findings: Findings): string {
  const { servico, falha, abertos, ordens, vencidas } = findings
  const unread = [
    servico === undefined ? 'cadastro' : '',
    abertos === undefined ? 'atendimentos' : '',
    ordens === undefined ? 'ordens de serviço' : '',
    vencidas === undefined ? 'faturas' : '',
  ].filter((name) => name !== '')
  return [
    `lido em ${dateTime(turn.now)}`,
    servico === undefined ? '' : `situação: ${servico.status}`,
    servico === undefined ? '' : describeConnection(servico),
    falha === undefined ? '' : `falha conhecida: ${falha}`,
    abertos?.length ? `atendimentos abertos: ${abertos.map(({ protocolo }) => protocolo).join(', ')}` : '',
    ordens?.length ? `ordens de serviço abertas: ${ordens.map(describeOrdem).join(', ')}` : '',
    vencidas?.length
      ? `faturas vencidas: ${vencidas.map(({ vencimento, amountCents }) => `${day(vencimento)} ${money(amountCents)}`).join(', ')}`
      : '',
    unread.length === 0 ? '' : `não foi possível ler: ${unread.join(', ')}`,
  ]
    .filter((fact) => fact !== '')
    .join('; ')
}

/** The connection as the record tells it. */
export function describeConnection({ ultimaConexao }: Servico): string {
  if (ultimaConexao === undefined) return 'sem registro de conexão'
  const since = ultimaConexao.desde === undefined ? '' : ` desde ${dateTime(ultimaConexao.desde)}`
  return `${ultimaConexao.conectado ? 'conectado' : 'sem conexão'}${since}`
}

function describeOrdem(ordem: OrdemServico): string {
  const when = scheduleOf(ordem)
  return `${ordem.numero} (${ordem.status}${when === '' ? '' : `, ${when}`})`
}
