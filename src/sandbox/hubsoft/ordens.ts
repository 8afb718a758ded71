import type { Reply, StandInRequest } from '../http/route.js'
import { brDate, brDateTime } from '../dates.js'
import { wireServicoOf } from './clientes.js'
import { periodOf } from './periods.js'
import { found, refused } from './replies.js'
import { placeholder, type HubsoftState, type Ticket } from './state.js'

/** `GET cliente/ordem_servico` (2020, 4.11). */
export function listOrdens(state: HubsoftState, { query }: StandInRequest): Reply {
  const busca = query.get('busca') ?? ''
  // No must, in the table of this one call.
  const term = query.get('termo_busca') ?? ''
  const search = SEARCHES[busca]
  if (!search) return refused('Parâmetros inválidos', ['O campo busca é obrigatório.'])
  const asked = periodOf(query.get('data_inicio'), query.get('data_fim'))
  if ('refusal' in asked) return asked.refusal
  const limit = Number(query.get('limit') ?? 20)
  if (!(limit >= 1 && limit <= 50)) return refused('Parâmetros inválidos', ['O campo limit deve estar entre 1 e 50.'])
  const status = query.get('status')
  const sign = query.get('order_type') === 'asc' ? 1 : -1
  const ordens = state.tickets
    .flatMap((ticket) => ticket.ordens.map((id) => ({ id, ticket })))
    .filter(({ ticket }) => asked.period.within(ticket.cadastradoEm))
    .filter((one) => (term === '' || search(one, term)) && (status === null || statusOf(one.ticket, one.id) === status))
    .sort((a, b) => sign * (a.ticket.cadastradoEm - b.ticket.cadastradoEm || a.id - b.id))
    .slice(0, limit)
    .map(({ id, ticket }) => ({ ...wireOrdem(ticket, id), ...whose(state, ticket), atendimento: wireOf(ticket) }))
  return found({ ordens_servico: ordens })
}

/** An ordem de serviço without whose it is. */
export function wireOrdem(ticket: Ticket, id: number): Record<string, unknown> {
  const at = ticket.cadastradoEm
  const { inicio, fim } = ticket.visitas[id] ?? placeholder(ticket)
  return {
    id_ordem_servico: id,
    numero_ordem_servico: String(id - 20),
    data_cadastro: brDateTime(at),
    tipo: 'ABERTURA VIA API',
    data_inicio_programado: brDateTime(inicio),
    data_termino_programado: brDateTime(fim),
    data_inicio_executado: null,
    data_termino_executado: null,
    descricao_abertura: ticket.descricao,
    descricao_servico: ticket.descricao,
    descricao_fechamento: ticket.descricaoFechamento ?? null,
    usuario_abertura: 'API PLANTÃO',
    usuario_fechamento: null,
    status: statusOf(ticket, id),
    status_fechamento: ticket.aberto ? null : 'concluido',
  }
}

interface Ordem {
  id: number
  ticket: Ticket
}

const SEARCHES: Readonly<Record<string, (ordem: Ordem, term: string) => boolean>> = {
  codigo_cliente: ({ ticket }, term) => String(ticket.pessoa.codigoCliente) === term,
  cpf_cnpj: ({ ticket }, term) => ticket.pessoa.documento === term.replace(/[^\dA-Za-z]/gu, '').toUpperCase(),
  id_cliente_servico: ({ ticket }, term) => String(ticket.plan.idClienteServico) === term,
  numero_ordem_servico: ({ id }, term) => String(id - 20) === term,
}

/** Closing the atendimento closes its ordens with it. */
function statusOf(ticket: Ticket, id: number): string {
  if (!ticket.aberto) return 'finalizado'
  return ticket.visitas[id]?.marcada === true ? 'pendente' : 'aguardando_agendamento'
}

function whose(state: HubsoftState, { pessoa, plan }: Ticket): Record<string, unknown> {
  return {
    cliente: { codigo_cliente: pessoa.codigoCliente, nome_razaosocial: pessoa.nome, cpf_cnpj: pessoa.documento },
    servico: wireServicoOf(state, plan),
  }
}

function wireOf(ticket: Ticket): Record<string, unknown> {
  return {
    protocolo: ticket.protocolo,
    id_atendimento: ticket.idAtendimento,
    tipo_atendimento: ticket.tipo,
    usuario_abertura: 'API PLANTÃO',
    usuario_responsavel: 'API PLANTÃO',
    usuario_fechamento: null,
    data_cadastro: brDate(ticket.cadastradoEm),
    data_fechamento: ticket.fechadoEm === undefined ? null : brDate(ticket.fechadoEm),
    setor_responsavel: null,
    status_fechamento: ticket.aberto ? null : 'concluido',
    motivo_fechamento: null,
  }
}
