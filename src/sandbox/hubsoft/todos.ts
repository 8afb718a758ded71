import { sqlDateTime } from '../dates.js'
import type { Reply, StandInRequest } from '../http/route.js'
import { wireRelations } from './atendimentos.js'
import { asText } from './fields.js'
import { statusById, tipoById } from './opening.js'
import { periodOf } from './periods.js'
import { found, refused } from './replies.js'
import type { HubsoftState, Ticket } from './state.js'

const DEFAULT_PER_PAGE = 20
const MOST_PER_PAGE = 500

/** `GET atendimento/todos`: the whole tenant's, by day of creation; the first page is 0, the shapes are its own. */
export function listTodos(state: HubsoftState, { query }: StandInRequest): Reply {
  const fields = Object.fromEntries(query)
  return page(state, { ...fields, itens_por_pagina: fields.itens_por_pagina ?? DEFAULT_PER_PAGE })
}

/** `GET atendimento/paginado/:quantidade`, which asks for both days. */
export function listPaginado(state: HubsoftState, { query, params }: StandInRequest): Reply {
  const missing = ['data_inicio', 'data_fim'].filter((name) => (query.get(name) ?? '') === '')
  if (missing.length > 0) return missingFields(missing)
  return page(state, { ...Object.fromEntries(query), itens_por_pagina: params.quantidade })
}

/** `POST atendimento/paginado/:quantidade`, which asks for the page and its size. */
export function filterPaginado(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  const missing = ['pagina', 'itens_por_pagina'].filter((name) => asText(fields[name]) === '')
  return missing.length > 0 ? missingFields(missing) : page(state, fields)
}

function missingFields(names: readonly string[]): Reply {
  return refused('Erro ao validar os dados', names.map((name) => `O campo ${name} é obrigatório.`))
}

function page(state: HubsoftState, fields: Record<string, unknown>): Reply {
  const at = Number(asText(fields.pagina) || 0)
  const size = Number(asText(fields.itens_por_pagina))
  if (!(Number.isInteger(at) && at >= 0)) return refused('Parâmetros inválidos', ['O campo pagina começa em 0.'])
  if (!(Number.isInteger(size) && size >= 1 && size <= MOST_PER_PAGE)) {
    return refused('Parâmetros inválidos', [`O campo itens_por_pagina deve estar entre 1 e ${String(MOST_PER_PAGE)}.`])
  }
  const asked = periodOf(fields.data_inicio, fields.data_fim)
  if ('refusal' in asked) return asked.refusal
  const tipos = idsOf(fields.tipo_atendimento).map((id) => tipoById(id)?.descricao)
  const status = idsOf(fields.status_atendimento).map((id) => statusById(id)?.descricao)
  const relations = asText(fields.relacoes).split(',')
  const all = state.tickets
    .filter(({ cadastradoEm }) => asked.period.within(cadastradoEm))
    .filter((ticket) => tipos.length === 0 || tipos.includes(ticket.tipo))
    .filter((ticket) => status.length === 0 || status.includes(ticket.status))
    .toReversed()
  const paginacao = {
    primeira_pagina: 0,
    ultima_pagina: Math.max(0, Math.ceil(all.length / size) - 1),
    pagina_atual: at,
    total_registros: all.length,
  }
  const atendimentos = all.slice(at * size, (at + 1) * size).map((ticket) => wireOfTenant(ticket, relations))
  return found({ paginacao, atendimentos })
}

function idsOf(given: unknown): string[] {
  const written = asText(given)
  return written === '' ? [] : written.split(',')
}

function wireOfTenant(ticket: Ticket, relations: readonly string[]): Record<string, unknown> {
  const { pessoa, plan } = ticket
  const ofService = {
    id_cliente_servico: plan.idClienteServico,
    id_cliente: pessoa.idCliente,
    numero_plano: plan.numeroPlano,
    display: `(${String(plan.numeroPlano)}) ${plan.nome}`,
    cliente: { id_cliente: pessoa.idCliente, codigo_cliente: pessoa.codigoCliente, nome_razaosocial: pessoa.nome },
  }
  return {
    id_atendimento: ticket.idAtendimento,
    id_cliente_servico: plan.idClienteServico,
    protocolo: ticket.protocolo,
    data_cadastro: sqlDateTime(ticket.cadastradoEm),
    data_cadastro_timestamp: ticket.cadastradoEm,
    data_fechamento: ticket.fechadoEm === undefined ? null : sqlDateTime(ticket.fechadoEm),
    descricao_fechamento: ticket.descricaoFechamento ?? null,
    ordem_servico_count: ticket.ordens.length,
    ordem_servico_aberta: ticket.aberto ? ticket.ordens.length : 0,
    status: { descricao: ticket.status, display: ticket.status },
    tipo_atendimento: { descricao: ticket.tipo },
    ...(relations.includes('cliente_servico') ? { cliente_servico: ofService } : {}),
    ...(relations.includes('usuarios_responsaveis') ? { usuarios_responsaveis: [] } : {}),
    ...wireRelations(ticket, relations),
  }
}
