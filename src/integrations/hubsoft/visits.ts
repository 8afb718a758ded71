import type { Agenda, Planos } from '../../conversation/ports.js'
import type { HubsoftDesk } from '../../outbox/ports.js'
import type { Api } from '../http/api.js'
import { botCalls as calls } from './bot-calls.js'
import { localDay, localTime } from '../wire/dates.js'

type DeskPart = Pick<HubsoftDesk, 'listHorarios' | 'reagendarVisita' | 'agendarVisita' | 'criarProspecto' | 'findProspectos'>

/** Times of visits, and those who are not customers yet. */
export function createVisits(api: Api): DeskPart & Agenda & Planos {
  return {
    listHorarios: async (idAgenda, inicio, dias) => {
      const query = { id_agenda_ordem_servico: idAgenda, data_inicio: localDay(inicio), dias }
      const found = await api.call(calls.listarHorarios, { query })
      return [...new Map(found.map((horario) => [horario.inicio, horario])).values()].sort((a, b) => a.inicio - b.inicio)
    },
    reagendarVisita: (visita) => api.call(calls.reagendarVisita, { body: bodyOf(visita) }),
    agendarVisita: (visita) => api.call(calls.agendarVisita, { body: bodyOf(visita) }),
    listByCep: (cep) => api.call(calls.listarPlanos, { query: { cep } }),
    criarProspecto: (input) =>
      api.call(calls.criarProspecto, {
        body: {
          cep: input.cep,
          servico: { id_servico: input.idServico, valor: input.amountCents / 100 },
          cpf_cnpj: input.documento,
          telefone: input.telefone,
          nome_razaosocial: input.nome,
          tipo_pessoa: input.documento.length > 11 ? 'pj' : 'pf',
          bairro: input.bairro,
          endereco: input.endereco,
          numero: input.numero,
          observacao: input.observacao,
        },
      }),
    findProspectos: (nome) => api.call(calls.buscarProspectos, { query: { busca: nome } }),
  }
}

function bodyOf({ idOrdemServico, inicio, fim }: { idOrdemServico: number; inicio: number; fim: number }) {
  return {
    id_ordem_servico: idOrdemServico,
    data_inicio_programado: localDay(inicio),
    hora_inicio_programado: localTime(inicio),
    data_termino_programado: localDay(fim),
    hora_termino_programado: localTime(fim),
  }
}
