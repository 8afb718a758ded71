import { toAppError } from '../../domain/errors.js'
import { ensureLevel, ensureServico } from '../access.js'
import type { Turn } from '../turn.js'

/** `/chamados`: the chosen service's open atendimentos, and chamados opened here. */
export async function showChamados(turn: Turn): Promise<void> {
  const { session, deps } = turn
  if (!(await ensureLevel(turn, 2, 'chamados')) || !(await ensureServico(turn, 'chamados'))) return
  const { servico } = session
  if (!servico) return
  const chamados = session.tickets
    .filter(({ system, state, idClienteServico }) => system === 'milvus' && state === 'open' && idClienteServico === servico.idClienteServico)
    .map(({ protocolo }) => `• ${protocolo ?? ''}`)
  try {
    const abertos = await turn.read(() => deps.atendimentos.listOpen(servico.idClienteServico))
    const lista = abertos.slice(0, 10).map(({ protocolo, status, tipo, cadastradoEm }) => {
      const desde = cadastradoEm === undefined ? '' : ` – desde ${shortDate(cadastradoEm)}`
      return `• ${protocolo} – ${tipo ?? 'Atendimento'} – ${status}${desde}`
    })
    const all = [...lista, ...chamados]
    if (all.length === 0) turn.say('chamados_vazio', { servico: servico.rotulo }, ROW)
    else turn.say('chamados', { servico: servico.rotulo, lista: all.join('\n') }, ROW)
  } catch (error) {
    deps.logger.warn('chamados.read-failed', { chat: turn.chatId, error: toAppError(error) })
    turn.say('sistema_indisponivel', {}, ROW)
  }
}

const ROW = [
  [
    ['suporte', 'menu:suporte'],
    ['menu', 'menu:menu'],
  ],
] as const

const shortDate = (at: number): string =>
  new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeZone: 'America/Sao_Paulo' }).format(at)
