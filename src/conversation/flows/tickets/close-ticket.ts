import type { Atendimento } from '../../../domain/atendimento.js'
import { attempt } from '../../current-servico.js'
import type { Acao } from '../../session.js'
import { keepRating } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { closedByCustomer } from './news-closed.js'

type Closing = Pick<Acao, 'idClienteServico' | 'idAtendimento' | 'protocolo'>

/**
 * Whether an atendimento may be closed at the customer's wish; if not, says why. Closing one closes its ordens de
 * serviço too, and a visit must not be cancelled by that: one that is open, or not known to be closed, forbids it.
 */
export async function mayClose(turn: Turn, closing: Closing): Promise<boolean> {
  return (await findClosable(turn, closing)) !== undefined
}

/** The same, with the atendimento as it is now. */
export async function findClosable(
  turn: Turn,
  { idClienteServico, idAtendimento, protocolo = '' }: Closing,
): Promise<Atendimento | undefined> {
  const { deps } = turn
  const [abertos, ordens] = await Promise.all([
    attempt(turn, 'atendimentos', () => deps.atendimentos.listOpen(idClienteServico)),
    attempt(turn, 'ordens', () => deps.ordens.listByServico(idClienteServico)),
  ])
  if (abertos.kind === 'failed' || ordens.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, [[['atendente', 'menu:atendente']]])
    return undefined
  }
  const atendimento = abertos.value.find((aberto) => aberto.idAtendimento === idAtendimento)
  if (!atendimento) {
    turn.say('chamado_nao_aberto', { protocolo }, [[['menu', 'menu:menu']]])
    return undefined
  }
  // An ordem that does not say whose it is may be this one's.
  const visits = ordens.value.filter((ordem) => ordem.aberta && (ordem.idAtendimento ?? idAtendimento) === idAtendimento)
  if (visits.length === 0 && (atendimento.ordensAbertas ?? 0) === 0) return atendimento
  turn.say('chamado_com_visita', { protocolo: atendimento.protocolo }, [[['atendente', 'menu:atendente']]])
  return undefined
}

/** It is closed: words written now belong to another one. */
export function onTicketClosed(turn: Turn, acao: Acao): void {
  const ticket = turn.session.tickets.find(({ system, id }) => system === 'hubsoft' && id === String(acao.idAtendimento))
  if (ticket) closedByCustomer(turn, ticket, acao.avaliacao)
  else if (acao.avaliacao !== undefined) keepRating(turn, `hubsoft:${String(acao.idAtendimento)}`, acao.avaliacao)
  turn.say('chamado_fechado', { protocolo: acao.protocolo ?? '', avaliacao: acao.avaliacao ?? 0 }, [[['menu', 'menu:menu']]])
}
