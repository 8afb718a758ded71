import type { Atendimento } from '../../domain/atendimento.js'
import type { Servico } from '../../domain/cliente.js'
import type { Fatura } from '../../domain/fatura.js'
import type { OrdemServico } from '../../domain/ordem-servico.js'
import type { Owned } from '../access.js'
import { attempt, readServico, type Attempt, type ServicoRef } from '../current-servico.js'
import { dateTime, day, money } from '../format.js'
import type { Turn } from '../turn.js'

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

/** Reads all that may explain a connection complaint, side by side, each bounded; what fails is left out. */
export async function readFindings(turn: Turn, of: ServicoRef): Promise<Findings> {
  const { deps } = turn
  const id = of.idClienteServico
  const [owned, abertos, ordens, faturas] = await Promise.all([
    readServico(turn, of),
    attempt(turn, 'atendimentos', () => deps.atendimentos.listOpen(id)),
    attempt(turn, 'ordens', () => deps.ordens.listByServico(id)),
    attempt(turn, 'faturas', () => deps.faturas.listPending(id)),
  ])
  return {
    servico: isOwned(owned) ? owned.servico : undefined,
    falha: isOwned(owned) ? outageOf(turn, owned.cliente.alertas) : undefined,
    abertos: valueOf(abertos),
    ordens: valueOf(ordens)?.filter(({ aberta }) => aberta),
    vencidas: valueOf(faturas)?.filter(({ situacao }) => situacao === 'vencida'),
  }
}

/** The first alert that the operator classes as a fault, in the provider's own words. */
export function outageOf(turn: Turn, alertas: readonly string[]): string | undefined {
  const { mostrar } = turn.deps.prompts.routing.alertas
  return alertas.find((texto) => mostrar.find(({ padrao }) => padrao.test(texto))?.como === 'outage')
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

const isOwned = (owned: Owned | 'gone' | 'unavailable'): owned is Owned => typeof owned !== 'string'

const valueOf = <T>(outcome: Attempt<T>): T | undefined => (outcome.kind === 'read' ? outcome.value : undefined)
