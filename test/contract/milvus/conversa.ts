import {
  criarAcompanhamento,
  listarAcompanhamentos,
  listarAcompanhamentosTecnicos,
} from '../../../src/integrations/milvus/calls/acompanhamento.js'
import { listarChats } from '../../../src/integrations/milvus/calls/chat.js'
import { meta, NO_CONTENT, type Case } from './case.js'

const NOTA = {
  acompanhamento_ticket: '861',
  acompanhamento_descricao: 'Voltou a cair',
  acompanhamento_privado: false,
  atendimento_total_horas: '01:00',
  atendimento_valor_deslocamento: 0,
  atendimento_horario_comercial: false,
  atendimento_externo: true,
}

const FILTRO = {
  contato: 'Zulmira',
  fila_atendimento: 'Plantão',
  widget: 'Site',
  tabulacao: 'Dúvida',
  tecnico_ativo: 'tecnico@exemplo.test',
  status: 1,
  total_avaliacao: 1,
  data_criacao: '2026-01-01',
  data_finalizacao: '2026-02-18',
  data_atendimento: '2026-01-02',
  data_criacao_inicial: '2026-02-04',
  data_criacao_final: '2026-02-17',
  data_finalizacao_inicial: '2026-02-05',
  data_finalizacao_final: '2026-02-16',
  data_atendimento_inicial: '2026-02-06',
  data_atendimento_final: '2026-02-15',
}

export const conversaCases: Case[] = [
  {
    call: criarAcompanhamento,
    sent: { method: 'POST', url: '/chamado/acompanhamento/criar', body: NOTA },
    reply: NO_CONTENT,
    read: undefined,
    bad: [
      ['no text', { body: { ...NOTA, acompanhamento_descricao: '' } }, 'body.acompanhamento_descricao'],
      ['not said whether private', { body: { ...NOTA, acompanhamento_privado: 'não' } }, 'body.acompanhamento_privado'],
      ['hours without minutes', { body: { ...NOTA, atendimento_total_horas: '1' } }, 'body.atendimento_total_horas'],
    ],
  },
  {
    call: listarAcompanhamentos,
    give: {
      params: { chamado_codigo: 861 },
      query: { tipo: 'comentarios', privado: false, perfil: 'tecnico', pessoa: 'Tadeu Inventado' },
    },
    sent: {
      method: 'GET',
      url: '/chamado/acompanhamento/861?tipo=comentarios&privado=false&perfil=tecnico&pessoa=Tadeu%20Inventado',
    },
    reply: {
      json: {
        status_code: 200,
        retorno: [
          {
            pessoa: 'Tadeu Inventado',
            perfil: 'tecnico',
            texto: 'a caminho',
            texto_html: '<p>a caminho</p>',
            data: '2021-06-24 16:43:19',
            privado: true,
            log_tipo_id: '6',
            is_excluido: false,
          },
        ],
      },
    },
    read: [
      {
        pessoa: 'Tadeu Inventado',
        perfil: 'tecnico',
        texto: 'a caminho',
        textoHtml: '<p>a caminho</p>',
        data: '2021-06-24T16:43:19-03:00',
        privado: true,
        logTipoId: 6,
        isExcluido: false,
      },
    ],
    bad: [
      ['no codigo', { params: {}, query: {} }, 'params.chamado_codigo'],
      ['a tipo of its own', { params: { chamado_codigo: 1 }, query: { tipo: 'notas' } }, 'query.tipo'],
      ['a perfil of its own', { params: { chamado_codigo: 1 }, query: { perfil: 'robo' } }, 'query.perfil'],
    ],
  },
  {
    call: listarAcompanhamentosTecnicos,
    give: { params: { chamado_codigo: '861' }, query: { tipo: 'email', privado: true, tecnico: 'Tadeu' } },
    sent: { method: 'GET', url: '/chamado/acompanhamento/tecnico/861?tipo=email&privado=true&tecnico=Tadeu' },
    reply: {
      json: {
        status_code: 200,
        retorno: [
          { tecnico: 'Tadeu', texto: 'pronto', texto_html: null, data: '2021-06-24 16:43:19', privado: false, is_excluido: true },
        ],
      },
    },
    read: [{ tecnico: 'Tadeu', texto: 'pronto', data: '2021-06-24T16:43:19-03:00', privado: false, isExcluido: true }],
    bad: [
      ['no codigo', { params: { chamado_codigo: 'PLT' }, query: {} }, 'params.chamado_codigo'],
      ['a perfil, which the other listing takes', { params: { chamado_codigo: 1 }, query: { perfil: 'tecnico' } }, 'query.perfil'],
    ],
  },
  {
    call: listarChats,
    give: { query: { is_descending: false, order_by: 'nome_contato', total_registros: 100, pagina: 1 } },
    sent: {
      method: 'POST',
      url: '/chat/listagem?is_descending=false&order_by=nome_contato&total_registros=100&pagina=1',
      body: { filtro_body: FILTRO },
    },
    reply: {
      json: {
        meta: meta(1, 3, 3),
        lista: [
          {
            iniciado_pelo_operador: true,
            is_telegram: false,
            tempo_total: '00:11',
            data_final: '2024-10-23T20:33:18.000Z',
            data_inicio_atendimento: '2024-10-23 17:23:10',
            numero_contato: '5511900000000',
            email_contato: null,
            nome_contato: 'Zulmira ',
            data_mensagem: '23/10/2024 17:33:18',
            chamado_vinculado: 861,
            mensagens: [
              { data_mensagem: '2024-10-23 17:33:18', body: 'até', status_mensagem: 1, autor_foto: null, autor_tipo: 'Bot' },
            ],
            id: '0f0f0f',
          },
        ],
      },
    },
    read: {
      itens: [
        {
          iniciadoPeloOperador: true,
          isTelegram: false,
          tempoTotal: '00:11',
          // One instant in three forms.
          dataFinal: '2024-10-23T17:33:18-03:00',
          dataInicioAtendimento: '2024-10-23T17:23:10-03:00',
          numeroContato: '5511900000000',
          nomeContato: 'Zulmira',
          dataMensagem: '2024-10-23T17:33:18-03:00',
          chamadoVinculado: 861,
          mensagens: [{ dataMensagem: '2024-10-23T17:33:18-03:00', body: 'até', statusMensagem: 1, autorTipo: 'Bot' }],
          id: '0f0f0f',
        },
      ],
      pagina: 1,
      ultimaPagina: 3,
      total: 3,
    },
    bad: [
      ['more than a page of chats takes', { query: { total_registros: 101 }, body: { filtro_body: {} } }, 'query.total_registros'],
      ['a day in another form', { query: {}, body: { filtro_body: { data_criacao: '01/01/2026' } } }, 'body.filtro_body.data_criacao'],
      ['a filter that is none', { query: {}, body: { filtro_body: 'todos' } }, 'body.filtro_body'],
    ],
  },
]
