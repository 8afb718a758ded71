import type { Extratos, OrdensServico } from '../../conversation/ports.js'
import { AppError } from '../../domain/errors.js'
import type { HubsoftDesk } from '../../outbox/ports.js'
import type { Api } from '../http/api.js'
import { botCalls as calls } from './bot-calls.js'

type DeskPart = Pick<
  HubsoftDesk,
  | 'findSituacao'
  | 'desbloquearConfianca'
  | 'solicitarDesconexao'
  | 'resetarMac'
  | 'findCpe'
  | 'reiniciarCpe'
  | 'fecharAtendimento'
  | 'avaliarAtendimento'
>

export type SelfService = DeskPart & OrdensServico & Extratos

/** What customers do for themselves beside invoices: unlock, connection, visits, closing. */
export function createSelfService(api: Api): SelfService {
  const findServico = async (
    busca: 'codigo_cliente' | 'id_cliente_servico',
    termo: number,
    idClienteServico: number,
  ) => {
    const clientes = await api.call(calls.consultarServicos, {
      query: { busca, termo_busca: termo, limit: 20, incluir_desbloqueios: 'sim' },
    })
    const whose = clientes.filter(({ codigoCliente }) => busca !== 'codigo_cliente' || codigoCliente === termo)
    return whose
      .flatMap(({ codigoCliente, servicos }) => servicos.map((servico) => ({ codigoCliente, ...servico })))
      .find((servico) => servico.idClienteServico === idClienteServico)
  }

  return {
    findSituacao: async (codigoCliente, idClienteServico) => {
      const servico = await findServico('codigo_cliente', codigoCliente, idClienteServico)
      return servico && { idClienteServico, statusPrefixo: servico.statusPrefixo, desbloqueios: servico.desbloqueios }
    },
    desbloquearConfianca: async (idClienteServico, dias) => {
      const body = { id_cliente_servico: idClienteServico, dias_desbloqueio: dias }
      const { kind, ...said } = await api.call(calls.desbloquearConfianca, { body })
      switch (kind) {
        case 'feito':
          return said
        case 'recusado':
          throw refusedAs(said.mensagem)
        default:
          return kind satisfies never
      }
    },
    solicitarDesconexao: (idClienteServico) =>
      api.call(calls.solicitarDesconexao, { params: { id_cliente_servico: idClienteServico } }),
    resetarMac: (idClienteServico) => api.call(calls.resetarMac, { body: { id_cliente_servico: idClienteServico } }),
    findCpe: async (codigoCliente, idClienteServico) => {
      const managed = await listCpes(api, idClienteServico)
      if (managed.length > 0) return managed.length === 1 ? managed[0] : undefined
      return (await findServico('codigo_cliente', codigoCliente, idClienteServico))?.phyAddr
    },
    reiniciarCpe: (phyAddr) => api.call(calls.reiniciarCpe, { params: { phy_addr: phyAddr } }),
    listByServico: async (idClienteServico) => {
      const found = await api.call(calls.listarOrdensServico, {
        query: {
          busca: 'id_cliente_servico',
          termo_busca: idClienteServico,
          limit: 20,
          order_by: 'data_cadastro',
          order_type: 'desc',
        },
      })
      // The document's own example does not tell an ordem's service: then the search itself is believed.
      return found
        .filter((one) => (one.idClienteServico ?? idClienteServico) === idClienteServico)
        .map(({ ordem }) => ordem)
    },
    listConexoes: async (idClienteServico) => {
      // The extract is searched by login alone, which goes no further than here.
      const servico = await findServico('id_cliente_servico', idClienteServico, idClienteServico)
      if (servico?.login === undefined) return []
      const { codigoCliente, login } = servico
      const found = await api.call(calls.listarExtrato, { query: { busca: 'login', termo_busca: login, limit: 20 } })
      return found
        .filter((registro) => (registro.codigoCliente ?? codigoCliente) === codigoCliente)
        .flatMap(({ periodo }) => (periodo ? [periodo] : []))
        .sort((a, b) => b.inicio - a.inicio)
    },
    fecharAtendimento: async ({ idAtendimento, descricao, avaliacao }) => {
      const rating =
        avaliacao === undefined ? {} : { avaliacao, parametros: { origem: 'telegram', satisfacao_cliente: avaliacao } }
      await api.call(calls.editarAtendimento, {
        params: { id_atendimento: idAtendimento },
        body: {
          fechar_atendimento: true,
          parametros_fechamento: { descricao_fechamento: descricao, status_fechamento: 'concluido' },
          ...rating,
        },
      })
    },
    avaliarAtendimento: async ({ idAtendimento, avaliacao, reference }) => {
      // Whether `parametros` merges is not documented: what the opening wrote is written again, others' are left alone.
      const ours = { origem: 'telegram', canal: 'plantao', satisfacao_cliente: avaliacao }
      await api.call(calls.editarAtendimento, {
        params: { id_atendimento: idAtendimento },
        body: {
          fechar_atendimento: false,
          avaliacao,
          ...(reference === undefined ? {} : { parametros: { ...ours, referencia: reference } }),
        },
      })
    },
  }
}

/** The outbox's word for a no that is certain. */
function refusedAs(vendorMessage: string | undefined): AppError {
  const operation = calls.desbloquearConfianca.name
  const context = { system: 'hubsoft', operation, reason: 'refused' }
  const sentence = vendorMessage === undefined ? {} : { vendorMessage }
  return new AppError('refused', `hubsoft ${operation}: refused`, { retry: 'never', context, ...sentence })
}

/** Addresses of the routers that hang on a service; none too where the tenant's version or user lacks the route. */
async function listCpes(api: Api, idClienteServico: number): Promise<readonly string[]> {
  const query = { pagina: 0, itens_por_pagina: 20, busca: 'id_cliente_servico', termo_busca: idClienteServico } as const
  try {
    const { itens } = await api.call(calls.listarCpes, { query })
    const own = itens.filter(({ servicos }) => servicos.includes(idClienteServico))
    return [...new Set(own.flatMap(({ phyAddr }) => (phyAddr === undefined ? [] : [phyAddr])))]
  } catch (error) {
    if (error instanceof AppError && ABSENT.has(error.code)) return []
    throw error
  }
}

const ABSENT: ReadonlySet<string> = new Set(['not-found', 'forbidden', 'refused'])
