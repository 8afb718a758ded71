import { newReference, randomCode } from '../../../lib/ids.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { attempt } from '../../current-servico.js'
import type { Acao, Ticket } from '../../session.js'
import { follow } from '../../follow.js'
import { closeTicket, keepTicket, newCounts } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { offerAction } from '../self-service/actions.js'
import { successorOf } from './chamados-text.js'
import { findClosable } from './close-ticket.js'
import { onNotSolved, reopen } from './news-closed.js'

/**
 * *Acrescentar*, *Fechar* or *Não resolveu* below the list of `/chamados`; `id` must be of an atendimento that is the
 * service's own, which is read again.
 */
export async function onChamado(turn: Turn, what: string, id: string): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'chamados')) || !(await ensureServico(turn, 'chamados'))) return
  if (what === 'mais') await addTo(turn, Number(id))
  else if (what === 'tk') addToKnown(turn, id)
  else if (what === 'fechar') await offerClose(turn, Number(id))
  else if (what === 'nao') await contest(turn, Number(id))
  else turn.goTo('chamados')
}

/** What is written or sent from now on goes to this one. */
async function addTo(turn: Turn, idAtendimento: number): Promise<void> {
  const { session, deps } = turn
  const { servico } = session
  if (!servico) return
  const read = await attempt(turn, 'atendimentos', () => deps.atendimentos.listOpen(servico.idClienteServico))
  if (read.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, MENU_ROW)
    return
  }
  const aberto = read.value.find((known) => known.idAtendimento === idAtendimento)
  if (!aberto) {
    turn.say('chamado_nao_aberto', { protocolo: '' }, MENU_ROW)
    return
  }
  const known = session.tickets.find(({ system, id }) => system === 'hubsoft' && id === String(idAtendimento))
  if (known) {
    session.activeTicket = known.reference
    if (known.state !== 'open') openAgain(turn, known)
  } else {
    const ticket: Ticket = {
      reference: newReference(),
      draftId: randomCode(10),
      system: 'hubsoft',
      state: 'open',
      id: String(idAtendimento),
      protocolo: aberto.protocolo,
      idClienteServico: servico.idClienteServico,
      codigoCliente: servico.codigoCliente,
      verified: true,
      rotulo: servico.rotulo,
      assunto: aberto.tipo ?? 'Atendimento',
      joined: true,
      ...newCounts(turn),
    }
    keepTicket(turn, ticket)
    follow(turn, ticket)
  }
  tellActive(turn, aberto.protocolo)
}

/** Somebody opened it again over there: what was said of its closing is over. */
function openAgain(turn: Turn, ticket: Ticket): void {
  ticket.state = 'open'
  for (const key of ['closedAt', 'contested', 'solved'] as const) Reflect.deleteProperty(ticket, key)
  turn.cancelTimer(`restaura:${ticket.reference}`)
  follow(turn, ticket)
}

/** A closed one that solved nothing, opened here or not: a new report with its protocolo, once. */
async function contest(turn: Turn, idAtendimento: number): Promise<void> {
  const { session, deps } = turn
  const { servico } = session
  if (!servico) return
  const read = await attempt(turn, 'atendimentos', () => deps.atendimentos.listRecent(servico.idClienteServico))
  if (read.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, MENU_ROW)
    return
  }
  const fechado = read.value.find((known) => known.idAtendimento === idAtendimento)
  if (!fechado) {
    turn.say('cartao_velho', {}, MENU_ROW)
    return
  }
  if (fechado.aberto) {
    await addTo(turn, idAtendimento)
    return
  }
  const successor = successorOf(read.value, fechado)
  if (successor) {
    turn.say('ja_enviado', { protocolo: successor.protocolo }, MENU_ROW)
    return
  }
  const known = session.tickets.find(({ system, id }) => system === 'hubsoft' && id === String(idAtendimento))
  if (known) {
    // Its closing is known from here on, and need not be told.
    if (known.state === 'open') closeTicket(turn, known)
    onNotSolved(turn, known)
  } else reopen(turn, { ...servico, protocolo: fechado.protocolo, assunto: '', categoria: undefined })
}

function addToKnown(turn: Turn, reference: string): void {
  const { session } = turn
  const ticket: Ticket | undefined = session.tickets.find(
    (known) => known.reference === reference && known.state === 'open' && known.codigoCliente === session.servico?.codigoCliente,
  )
  if (!ticket) {
    turn.goTo('chamados')
    return
  }
  session.activeTicket = ticket.reference
  tellActive(turn, ticket.protocolo ?? '')
}

function tellActive(turn: Turn, protocolo: string): void {
  const { session } = turn
  // Something half told goes on as it was; else the next words are for this ticket.
  if (!session.draft) session.flow = { name: 'idle' }
  turn.say('acrescentar_pronto', { protocolo })
}

/** The rating is asked for with the wish to close, as both are one call. */
async function offerClose(turn: Turn, idAtendimento: number): Promise<void> {
  const { servico } = turn.session
  if (!servico) return
  const { codigoCliente, idClienteServico, rotulo } = servico
  const aberto = await findClosable(turn, { idClienteServico, idAtendimento })
  if (!aberto) return
  const { protocolo } = aberto
  const acao = { tipo: 'fechamento', codigoCliente, idClienteServico, rotulo, idAtendimento, protocolo } as const
  offerAction(turn, acao, 'confirmar_fechamento', { protocolo, servico: rotulo }, ratingRows)
}

const ratingRows = ({ id }: Acao): Choice[][] => [
  ['1', '2', '3', '4', '5'].map((nota): Choice => [{ text: `${nota} ★` }, `av:${id}:${nota}`]),
  [['fechar_sem_nota', `ac:${id}`]],
  [['nao_fechar', `ax:${id}`]],
]

const MENU_ROW = [[['menu', 'menu:menu']]] as const
