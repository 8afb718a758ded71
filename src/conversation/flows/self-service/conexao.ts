import { ensureLevel, ensureServico } from '../../access.js'
import { attempt, isSuspended, readServico } from '../../current-servico.js'
import type { PeriodoConexao } from '../../../domain/conexao.js'
import { dateOf, dateTime, size } from '../../format.js'
import type { Acao } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import { offerAction } from './actions.js'

/** Drops shown, the newest first. */
const SHOWN = 3

/** *Conexão*: the service's status, whether it is connected, drops and traffic; every word from a field. */
export async function showConexao(turn: Turn): Promise<void> {
  const { deps } = turn
  if (!(await ensureLevel(turn, 2, 'conexao')) || !(await ensureServico(turn, 'conexao'))) return
  const { servico } = turn.session
  if (!servico) return
  const [owned, extrato] = await Promise.all([
    readServico(turn, servico),
    attempt(turn, 'extrato', () => deps.extratos.listConexoes(servico.idClienteServico)),
  ])
  if (typeof owned === 'string') {
    turn.say('sistema_indisponivel', {}, [LAST_ROW])
    return
  }
  const { ultimaConexao, status, statusPrefixo } = owned.servico
  turn.say('conexao', {
    servico: servico.rotulo,
    status,
    conectado: ultimaConexao === undefined ? 'desconhecido' : ultimaConexao.conectado ? 'sim' : 'nao',
    desde: ultimaConexao?.desde === undefined ? '' : dateTime(ultimaConexao.desde),
    ...describeExtrato(extrato.kind === 'read' ? extrato.value : []),
  }, isSuspended(statusPrefixo) ? [[['desbloquear', 'ub'], ['ja_paguei', 'jp']], LAST_ROW] : [...ACTION_ROWS, LAST_ROW])
}

/** *Reconectar*, *Resetar MAC* or *Reiniciar roteador*: asked about first. */
export async function offerConexao(turn: Turn, what: string): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'conexao')) || !(await ensureServico(turn, 'conexao'))) return
  const tipo = TIPOS.find((known) => known === what)
  const { servico } = turn.session
  if (!servico || !tipo) {
    turn.goTo('conexao')
    return
  }
  const { codigoCliente, idClienteServico, rotulo } = servico
  offerAction(turn, { tipo, codigoCliente, idClienteServico, rotulo }, 'confirmar_conexao', { acao: tipo, servico: rotulo })
}

const TIPOS = ['reconexao', 'resetMac', 'reinicioCpe'] as const satisfies readonly Acao['tipo'][]

/** Drops and traffic of the sessions the extract tells of. */
function describeExtrato(periodos: readonly PeriodoConexao[]) {
  const ends = periodos.map(({ fim }) => fim).filter((fim) => fim !== undefined)
  const sum = (bytes: readonly (number | undefined)[]): number => bytes.reduce<number>((all, one) => all + (one ?? 0), 0)
  const oldest = Math.min(...periodos.map(({ inicio }) => inicio))
  return {
    quedas: ends.length,
    ultimas: ends.sort((a, b) => b - a).slice(0, SHOWN).map(dateTime).join('; '),
    download: size(sum(periodos.map(({ downloadBytes }) => downloadBytes))),
    upload: size(sum(periodos.map(({ uploadBytes }) => uploadBytes))),
    inicio: periodos.length === 0 ? '' : dateOf(oldest),
  }
}

const ACTION_ROWS: readonly (readonly Choice[])[] = [
  [
    ['reconectar', 'cx:reconexao'],
    ['reiniciar_roteador', 'cx:reinicioCpe'],
  ],
  [['resetar_mac', 'cx:resetMac']],
]

const LAST_ROW: readonly Choice[] = [
  ['suporte', 'menu:suporte'],
  ['menu', 'menu:menu'],
]
