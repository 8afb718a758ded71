import { newReference, randomCode } from '../../lib/ids.js'
import { ensureLevel, ensureServico } from '../access.js'
import { attempt } from '../current-servico.js'
import type { Acao, Ticket } from '../session.js'
import { follow } from '../follow.js'
import { keepTicket, newCounts } from '../tickets.js'
import type { Choice, Turn } from '../turn.js'
import { offerAction } from './actions.js'
import { mayClose } from './close-ticket.js'

/** *Acrescentar* or *Fechar* below the list of `/chamados`; `id` must be of an atendimento that is the service's own. */
export async function onChamado(turn: Turn, what: string, id: string): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'chamados')) || !(await ensureServico(turn, 'chamados'))) return
  if (what === 'mais') await addTo(turn, Number(id))
  else if (what === 'tk') addToKnown(turn, id)
  else if (what === 'fechar') await offerClose(turn, Number(id))
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
    known.state = 'open'
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
    keepTicket(session, ticket)
    follow(turn, ticket)
  }
  tellActive(turn, aberto.protocolo)
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
  const read = await attempt(turn, 'atendimentos', () => turn.deps.atendimentos.listOpen(idClienteServico))
  const protocolo =
    read.kind === 'read' ? (read.value.find((aberto) => aberto.idAtendimento === idAtendimento)?.protocolo ?? '') : ''
  const acao = { tipo: 'fechamento', codigoCliente, idClienteServico, rotulo, idAtendimento, protocolo } as const
  if (await mayClose(turn, acao)) offerAction(turn, acao, 'confirmar_fechamento', { protocolo, servico: rotulo }, ratingRows)
}

const ratingRows = ({ id }: Acao): Choice[][] => [
  ['1', '2', '3', '4', '5'].map((nota): Choice => [{ text: `${nota} ★` }, `av:${id}:${nota}`]),
  [['fechar_sem_nota', `ac:${id}`]],
  [['nao_fechar', `ax:${id}`]],
]

const MENU_ROW = [[['menu', 'menu:menu']]] as const
