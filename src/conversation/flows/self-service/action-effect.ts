import type { NewEffect } from '../../../domain/effect.js'
import type { Acao } from '../../session.js'
import type { Turn } from '../../turn.js'

/** Days of an unlock in confidence; the vendor's own default, which no provider's rule forbids. */
export const UNLOCK_DAYS = 1

/** The effect of an action; its id is the card's, so that a double tap is the same effect. */
export function effectOf(turn: Turn, acao: Acao): NewEffect {
  const { codigoCliente, idClienteServico, tipo } = acao
  const idFatura = acao.idFatura ?? 0
  const common = { id: effectIdOf(acao), lane: `ac:${turn.chatId}:${tipo}`, notify: true }
  switch (tipo) {
    case 'desbloqueio':
      return { ...common, kind: 'hubsoft.desbloqueio', payload: { codigoCliente, idClienteServico, dias: UNLOCK_DAYS } }
    case 'reconexao':
      return { ...common, kind: 'hubsoft.reconexao', payload: { codigoCliente, idClienteServico } }
    case 'resetMac':
      return { ...common, kind: 'hubsoft.resetMac', payload: { codigoCliente, idClienteServico } }
    case 'reinicioCpe':
      return { ...common, kind: 'hubsoft.reinicioCpe', payload: { codigoCliente, idClienteServico } }
    case 'envioFatura':
      return { ...common, kind: 'hubsoft.envioFatura', payload: { codigoCliente, idFatura, por: acao.por ?? 'email' } }
    case 'fatura': {
      const html = turn.deps.prompts.messages.render('fatura_pdf', { servico: acao.rotulo })
      const fileName = `fatura-${String(idFatura)}.pdf`
      return { ...common, kind: 'telegram.fatura', payload: { codigoCliente, idFatura, idClienteServico, fileName, html } }
    }
    case 'fechamento': {
      const { avaliacao } = acao
      const descricao = `Fechado a pedido do cliente pelo Telegram (Plantão).${avaliacao === undefined ? '' : ` Avaliação: ${String(avaliacao)} de 5.`}`
      const payload = { idAtendimento: acao.idAtendimento ?? 0, idClienteServico, descricao }
      return { ...common, kind: 'hubsoft.fechamento', payload: avaliacao === undefined ? payload : { ...payload, avaliacao } }
    }
    case 'agendamento': {
      const { idOrdemServico = 0, idAgenda = 0, inicio = 0, fim = 0 } = acao
      const payload = { idClienteServico, idOrdemServico, idAgenda, inicio, fim }
      return { ...common, kind: 'hubsoft.agendamento', payload }
    }
    default:
      return tipo satisfies never
  }
}

/** How a settled effect is known to be this action's. */
export const effectIdOf = ({ id, tipo }: Acao): string => `ac:${id}:${tipo}`
