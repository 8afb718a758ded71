import { toAppError } from '../../domain/errors.js'
import { ensureLevel, ensureServico } from '../access.js'
import type { Turn } from '../turn.js'

const SHOWN = 4

/** *Faturas*: what is open, with the line and the Pix code to copy. The invoice's `link` never gets here. */
export async function showFaturas(turn: Turn): Promise<void> {
  const { session, deps } = turn
  if (!(await ensureLevel(turn, 2, 'faturas')) || !(await ensureServico(turn, 'faturas'))) return
  const { servico } = session
  if (!servico) return
  try {
    const faturas = await turn.read(() => deps.faturas.listPending(servico.idClienteServico))
    if (faturas.length === 0) turn.say('faturas_vazio', { servico: servico.rotulo }, ROW)
    faturas.slice(0, SHOWN).forEach((fatura, index) => {
      const vars = {
        numero: index + 1,
        vencimento: fatura.vencimento.split('-').reverse().join('/'),
        valor: (fatura.amountCents / 100).toLocaleString('pt-BR', { style: 'currency', currency: 'BRL' }),
        situacao: fatura.situacao,
        linha: fatura.linhaDigitavel ?? '',
        pix: fatura.pixCopiaCola ?? '',
      }
      turn.say('fatura', vars, index === Math.min(faturas.length, SHOWN) - 1 ? ROW : undefined)
    })
  } catch (error) {
    deps.logger.warn('faturas.read-failed', { chat: turn.chatId, error: toAppError(error) })
    turn.say('sistema_indisponivel', {}, ROW)
  }
}

const ROW = [
  [
    ['suporte', 'menu:suporte'],
    ['menu', 'menu:menu'],
  ],
] as const
