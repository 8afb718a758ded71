import type { EffectSettled } from '../../../domain/event.js'
import { randomCode } from '../../../lib/ids.js'
import type { Acao } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import { effectIdOf } from './action-effect.js'
import { liftCooldown } from './actions.js'
import { onTicketClosed } from '../tickets/close-ticket.js'
import { succeeded } from '../tickets/ticket-additions.js'
import { verifyLater } from '../identification/verify.js'
import { tellVisit, tellVisitRefused } from '../visits/visits.js'

/** What came of an action; nothing is said to somebody who is not (any more) the customer who asked for it. */
export function onActionSettled(turn: Turn, input: EffectSettled): void {
  const { session } = turn
  const acao = session.acoes.find((known) => effectIdOf(known) === input.effectId)
  if (!acao) return
  session.acoes = session.acoes.filter((known) => known !== acao)
  if (session.identity.level !== 2 || !session.identity.codigos.includes(acao.codigoCliente)) return
  if (succeeded(input)) {
    if (acao.tipo === 'agendamento') tellVisit(turn, acao, input)
    else onDone(turn, acao)
    return
  }
  liftCooldown(turn, acao)
  if (input.state === 'rejected' && acao.tipo === 'agendamento') {
    tellVisitRefused(turn, acao, input)
    return
  }
  if (input.state === 'rejected') {
    const motivo = input.vendorMessage ?? ''
    turn.say('acao_recusada', { acao: acao.tipo, motivo, razao: input.reason ?? '' }, refusedRows(acao))
    if (acao.tipo === 'desbloqueio') verifyLater(turn, acao)
    return
  }
  const unconfirmed = input.reason === 'nao-confirmado'
  turn.say(unconfirmed ? 'acao_nao_confirmada' : 'acao_falhou', { acao: acao.tipo }, tryAgainRows(turn, acao))
  if (unconfirmed && CHANGES_CONNECTION.has(acao.tipo)) verifyLater(turn, acao)
}

/** What the connection or the status shows afterwards. */
const CHANGES_CONNECTION: ReadonlySet<Acao['tipo']> = new Set(['desbloqueio', 'reconexao', 'resetMac', 'reinicioCpe'])

function onDone(turn: Turn, acao: Acao): void {
  // The document itself has come.
  if (acao.tipo === 'fatura') return
  if (acao.tipo === 'fechamento') {
    onTicketClosed(turn, acao)
    return
  }
  turn.say('acao_feita', { acao: acao.tipo, servico: acao.rotulo, por: acao.por ?? '' })
  if (CHANGES_CONNECTION.has(acao.tipo)) verifyLater(turn, acao)
}

function refusedRows({ tipo }: Acao): Choice[][] {
  const people: Choice[] = [['atendente', 'menu:atendente']]
  return tipo === 'desbloqueio' ? [[['ja_paguei', 'jp']], people] : [people]
}

/** Another try is another card: only the customer's own press does it again. */
function tryAgainRows(turn: Turn, acao: Acao): Choice[][] {
  const again = { ...acao, id: randomCode(10), at: turn.now }
  turn.session.acao = again
  return [[['tentar_de_novo', `ac:${again.id}`]], [['atendente', 'menu:atendente']]]
}
