import type { Reply, StandInRequest } from '../http/route.js'
import { brDate, brDateTime } from '../dates.js'
import { wireOrdem } from './ordens.js'
import { periodOf } from './periods.js'
import { found, refused } from './replies.js'
import type { HubsoftState, Ticket } from './state.js'

const SEARCHES: Readonly<Record<string, (ticket: Ticket, term: string) => boolean>> = {
  codigo_cliente: ({ pessoa }, term) => String(pessoa.codigoCliente) === term,
  cpf_cnpj: ({ pessoa }, term) => pessoa.documento === term.replace(/[^\dA-Za-z]/gu, '').toUpperCase(),
  id_cliente_servico: ({ plan }, term) => String(plan.idClienteServico) === term,
  protocolo: ({ protocolo }, term) => protocolo === term,
}

/** `GET cliente/atendimento` (hubsoft-atendimento-2025.md). */
export function listAtendimentos(state: HubsoftState, { query }: StandInRequest): Reply {
  const search = SEARCHES[query.get('busca') ?? '']
  const term = query.get('termo_busca') ?? ''
  if (!search || term === '') {
    return refused('Parâmetros inválidos', ['O campo busca é obrigatório.', 'O campo termo_busca é obrigatório.'])
  }
  const limit = Number(query.get('limit') ?? 20)
  if (!(limit >= 1 && limit <= 50)) return refused('Parâmetros inválidos', ['O campo limit deve estar entre 1 e 50.'])
  const pendingOnly = (query.get('apenas_pendente') ?? 'sim') === 'sim'
  const relations = (query.get('relacoes') ?? '').split(',')
  const key = query.get('order_by') === 'data_fechamento' ? 'fechadoEm' : 'cadastradoEm'
  const sign = query.get('order_type') === 'desc' ? -1 : 1
  const asked = periodOf(query.get('data_inicio'), query.get('data_fim'))
  if ('refusal' in asked) return asked.refusal
  const { within } = asked.period
  const atendimentos = state.tickets
    .filter((ticket) => search(ticket, term) && (ticket.aberto || !pendingOnly) && within(ticket.cadastradoEm))
    // Of the same second, the id decides.
    .sort((one, other) => sign * ((one[key] ?? 0) - (other[key] ?? 0) || one.idAtendimento - other.idAtendimento))
    .slice(0, limit)
    .map((ticket) => ({ ...wireAtendimento(ticket), ...wireRelations(ticket, relations) }))
  return found({ atendimentos }, 'suscess')
}

/** An atendimento as listings and the creation tell it. */
export function wireAtendimento(ticket: Ticket): Record<string, unknown> {
  const { pessoa, plan } = ticket
  const cliente = { codigo_cliente: pessoa.codigoCliente, nome_razaosocial: pessoa.nome, cpf_cnpj: pessoa.documento }
  const servico = {
    id_cliente_servico: String(plan.idClienteServico),
    numero_plano: plan.numeroPlano,
    nome: plan.nome,
    valor: plan.valor,
    status: plan.status,
    status_prefixo: plan.statusPrefixo,
  }
  return {
    id_atendimento: ticket.idAtendimento,
    protocolo: ticket.protocolo,
    descricao_abertura: ticket.descricao,
    descricao_fechamento: ticket.descricaoFechamento ?? null,
    tipo_atendimento: ticket.tipo,
    usuario_abertura: 'API PLANTÃO',
    usuario_responsavel: 'API PLANTÃO',
    usuario_fechamento: ticket.aberto ? null : 'EQUIPE',
    data_cadastro: brDate(ticket.cadastradoEm),
    data_fechamento: ticket.fechadoEm === undefined ? null : brDate(ticket.fechadoEm),
    setor_responsavel: null,
    status_fechamento: ticket.aberto ? null : 'concluido',
    motivo_fechamento: null,
    status: ticket.status,
    cliente,
    servico,
    ordens_servico: ticket.ordens.map((id) => ({ ...wireOrdem(ticket, id), cliente, servico })),
  }
}

/** Messages have neither an author nor a public flag. */
export function wireRelations(ticket: Ticket, relations: readonly string[]): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  if (relations.includes('atendimento_mensagem')) {
    told.atendimento_mensagem = ticket.mensagens.toReversed().map(({ id, texto, em }) => ({
      id_atendimento_mensagem: id,
      id_atendimento: ticket.idAtendimento,
      mensagem: texto,
      data_cadastro_br: brDateTime(em).slice(0, 16),
      data_cadastro_timestamp: em,
    }))
  }
  if (relations.includes('checklists')) told.checklists = []
  if (relations.includes('ordem_servico_mensagem')) told.ordem_servico_mensagem = []
  return told
}
