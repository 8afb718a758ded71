import { ensureLevel, ensureServico } from '../../access.js'
import { isSuspended, readServico } from '../../current-servico.js'
import type { Turn } from '../../turn.js'
import { UNLOCK_DAYS } from './action-effect.js'
import { offerAction } from './actions.js'

/** *Desbloquear*: in confidence, only where the service is suspended just now. */
export async function offerUnlock(turn: Turn): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'conexao')) || !(await ensureServico(turn, 'conexao'))) return
  const { servico } = turn.session
  const owned = servico ? await readServico(turn, servico) : 'gone'
  if (!servico || typeof owned === 'string') {
    turn.say('sistema_indisponivel', {}, MENU_ROW)
    return
  }
  if (!isSuspended(owned.servico.statusPrefixo)) {
    turn.say('nao_suspenso', { servico: servico.rotulo, status: owned.servico.status }, MENU_ROW)
    return
  }
  const { codigoCliente, idClienteServico, rotulo } = servico
  offerAction(turn, { tipo: 'desbloqueio', codigoCliente, idClienteServico, rotulo }, 'confirmar_desbloqueio', {
    servico: rotulo,
    dias: UNLOCK_DAYS,
  })
}

const MENU_ROW = [[['menu', 'menu:menu']]] as const
