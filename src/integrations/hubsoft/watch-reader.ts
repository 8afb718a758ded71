import type { RecordReader, HubsoftReader } from '../../watchers/ports.js'
import type { Api } from '../http/api.js'
import type { Pace } from '../http/pace.js'
import { acompanharServico, listarTodos } from './calls/atendimentos.js'
import { findByCodigo } from './records.js'

/** A page of a listing with messages is large: the vendor itself advises caution. */
const PER_PAGE = 200

/** Customers' calls go first. */
const BACKGROUND = { background: true }

/** HubSoft as the watchers read it. */
export function createHubsoftReader(api: Api, pace: Pace): HubsoftReader & RecordReader {
  return {
    findByCodigo: (codigoCliente) => findByCodigo(api, codigoCliente, BACKGROUND),
    readCreatedOn: async (dia, pagina) => {
      const { itens, ultimaPagina } = await api.call(listarTodos, {
        query: {
          pagina,
          itens_por_pagina: PER_PAGE,
          data_inicio: dia,
          data_fim: dia,
          relacoes: 'atendimento_mensagem',
        },
      }, BACKGROUND)
      return { atendimentos: itens, ultimaPagina }
    },
    readOfServico: (idClienteServico) =>
      api.call(acompanharServico, {
        query: {
          busca: 'id_cliente_servico',
          termo_busca: idClienteServico,
          limit: 50,
          apenas_pendente: 'nao',
          order_by: 'data_cadastro',
          order_type: 'desc',
          relacoes: 'atendimento_mensagem',
        },
      }, BACKGROUND),
    spareCalls: () => pace.spare(),
  }
}
