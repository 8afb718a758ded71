import { buscarContexto, perguntarContexto } from '../../../src/integrations/milvus/calls/base-conhecimento.js'
import { criarAnexo, criarChamado, finalizarChamado } from '../../../src/integrations/milvus/calls/chamado.js'
import { listarChamados } from '../../../src/integrations/milvus/calls/chamado-listagem.js'
import { salvarLigacao } from '../../../src/integrations/milvus/calls/ligacao.js'
import { meta, NO_CONTENT, type Case } from './case.js'

const NOVO = {
  cliente_id: 'ZUL4M1',
  chamado_assunto: 'Sem sinal',
  chamado_descricao: 'A luz da ONU pisca.',
  chamado_email: 'zulmira@exemplo.test',
  chamado_telefone: '(11) 5550-1234',
  chamado_contato: 'Zulmira Fictícia',
  chamado_tecnico: 'tecnico@exemplo.test',
  chamado_mesa: 'Mesa inventada',
  chamado_setor: 'Setor inventado',
  chamado_categoria_primaria: 'Fibra',
  chamado_categoria_secundaria: 'Sinal',
  categoria_id: 31,
  is_b2c: true,
}

const FILTRO = {
  assunto: 'PLT-1',
  codigo: '',
  nome_contato: 'Zulmira',
  email_conferencia: '',
  data_criacao: '',
  data_solucao: '',
  cliente_token: 'ZUL4M1',
  cliente_id: '',
  status: 'ChamadosAbertos',
  tecnico: '',
  cliente: '',
  mesa_trabalho: '',
  categoria_primaria: '',
  categoria_secundaria: '',
  total_avaliacao: 4,
  descricao_avaliacao: 'Resolvido',
  setor: '',
  tipo_ticket: '',
  dispositivo: 'onu',
  possui_avaliacao: true,
  prioridade: 2,
  data_hora_criacao_inicial: '2026-03-04 08:00:00',
  data_hora_criacao_final: '2026-03-05 09:30:00',
  data_hora_solucao_inicial: '2026-03-04 10:00:00',
  data_hora_solucao_final: '2026-03-06 11:45:00',
}

const LINHA = {
  categoria_primaria: 'Fibra',
  categoria_secundaria: null,
  total_avaliacao: null,
  tecnico: 'Tadeu Inventado',
  data_solucao: '2020-10-05 17:30:42',
  dispositivo_vinculado: { hostname: 'ONU-7' },
  data_agendamento: null,
  prioridade: 'Alta',
  codigo: 861,
  id: 990_001,
  cliente: 'ZULMIRA FICTÍCIA',
  cliente_token: 'ZUL4M1',
  assunto: 'Sem sinal',
  telefone: '',
  data_criacao: '2018-11-10 06:00:02',
  total_horas: '00:40:00',
  status: 'Conferência',
  ultima_log: { tecnico: 'Tadeu Inventado', texto: 'Conferir', texto_html: null, data: '2021-04-05 11:13:34' },
  ultimas_cinco_logs: [],
  sla: {
    is_sla_pausada: false,
    total_pausas_sla: '2',
    data_expiracao_sla: '2020-10-07 09:20:00',
    resposta: { status: 'Estourado', tempo_gasto: '31:20', tempo_restante: null, porcentagem: 100 },
    solucao: { status: 'Em conformidade', tempo_gasto: '00:00', tempo_restante: null, porcentagem: '0.5' },
  },
}

const LIDA = {
  categoriaPrimaria: 'Fibra',
  tecnico: 'Tadeu Inventado',
  dataSolucao: '2020-10-05T17:30:42-03:00',
  dispositivoVinculado: 'ONU-7',
  prioridade: 'Alta',
  codigo: '861',
  id: 990_001,
  cliente: 'ZULMIRA FICTÍCIA',
  clienteToken: 'ZUL4M1',
  assunto: 'Sem sinal',
  // In summer time, as it was then.
  dataCriacao: '2018-11-10T06:00:02-02:00',
  totalHoras: '00:40:00',
  status: 'Conferência',
  ultimaLog: { tecnico: 'Tadeu Inventado', texto: 'Conferir', data: '2021-04-05T11:13:34-03:00' },
  ultimasCincoLogs: [],
  sla: {
    isSlaPausada: false,
    totalPausasSla: 2,
    dataExpiracaoSla: '2020-10-07T09:20:00-03:00',
    resposta: { status: 'Estourado', tempoGasto: '31:20', porcentagem: 100 },
    solucao: { status: 'Em conformidade', tempoGasto: '00:00', porcentagem: 0.5 },
  },
}

const LIGACAO = {
  start_at: '2026-03-04 08:00:00',
  end_at: '2026-03-04 08:02:10',
  status: '200',
  record_url: 'https://gravacoes.example/1',
  id_ticket: '990001',
  duration: '00:02:10',
  ramal: '8383',
  user_milvus: 123,
}

export const chamadoCases: Case[] = [
  {
    call: buscarContexto,
    sent: { method: 'POST', url: '/base-conhecimento/buscar-contexto', body: { pergunta: 'Como trocar o canal?' } },
    reply: { json: [{ id: 18, artigo: 'Abra o painel.' }, { id: '19', artigo: '' }] },
    read: [{ id: 18, artigo: 'Abra o painel.' }, { id: 19 }],
    bad: [['no question', { body: { pergunta: ' ' } }, 'body.pergunta']],
  },
  {
    call: perguntarContexto,
    sent: { method: 'POST', url: '/base-conhecimento/perguntar-contexto', body: { pergunta: 'Como trocar o canal?' } },
    reply: { json: { status_code: 200, resposta: 'Abra o painel.', prompt: 'Aja como técnico.' } },
    read: { statusCode: 200, resposta: 'Abra o painel.' },
    bad: [['no question', { body: {} }, 'body.pergunta']],
  },
  {
    call: criarChamado,
    sent: { method: 'POST', url: '/chamado/criar', body: NOVO },
    reply: { json: 861 },
    read: '861',
    bad: [
      ['no client', { body: { ...NOVO, cliente_id: '' } }, 'body.cliente_id'],
      ['no assunto', { body: { ...NOVO, chamado_assunto: undefined } }, 'body.chamado_assunto'],
      ['an address that is none', { body: { ...NOVO, chamado_email: 'zulmira' } }, 'body.chamado_email'],
      ['a misspelled field', { body: { ...NOVO, chamado_mesas: 'x' } }, 'body.chamado_mesas'],
    ],
  },
  {
    call: finalizarChamado,
    sent: {
      method: 'PUT',
      url: '/chamado/finalizar',
      body: {
        chamado_codigo: '861',
        chamado_servico_realizado: 'Conector trocado',
        chamado_equipamento_retirado: 'Nenhum',
        chamado_material_utilizado: 'Um conector',
      },
    },
    reply: { json: '861' },
    read: '861',
    bad: [['no codigo', { body: { chamado_codigo: '0' } }, 'body.chamado_codigo']],
  },
  {
    call: listarChamados,
    give: { query: { is_descending: true, order_by: 'codigo', total_registros: 200, pagina: 2 } },
    sent: {
      method: 'POST',
      url: '/chamado/listagem?is_descending=true&order_by=codigo&total_registros=200&pagina=2',
      body: { filtro_body: FILTRO },
    },
    reply: { json: { meta: meta(2, 3, 401), lista: [LINHA] } },
    read: { itens: [LIDA], pagina: 2, ultimaPagina: 3, total: 401 },
    bad: [
      ['more than a page takes', { query: { total_registros: 1_001 }, body: { filtro_body: {} } }, 'query.total_registros'],
      ['page 0', { query: { pagina: 0 }, body: { filtro_body: {} } }, 'query.pagina'],
      ['an order of its own', { query: { order_by: 'status' }, body: { filtro_body: {} } }, 'query.order_by'],
      ['a status of its own', { query: {}, body: { filtro_body: { status: 'Aberto' } } }, 'body.filtro_body.status'],
      [
        'a day that is none',
        { query: {}, body: { filtro_body: { data_hora_criacao_inicial: '2026-02-30 00:00:00' } } },
        'body.filtro_body.data_hora_criacao_inicial',
      ],
      ['a misspelled filter', { query: {}, body: { filtro_body: { cliente_tokem: 'x' } } }, 'body.filtro_body.cliente_tokem'],
    ],
  },
  {
    call: criarAnexo,
    give: { params: { chamado: '861' } },
    sent: {
      method: 'POST',
      url: '/chamado/anexo/criar/861',
      file: { field: 'anexo', fileName: 'PLT-1 foto.png', type: 'image/png', text: 'bytes' },
    },
    reply: NO_CONTENT,
    read: undefined,
    bad: [
      ['no chamado', { params: { chamado: 'x' } }, 'params.chamado'],
      ['no file', { params: { chamado: '861' } }, 'upload'],
    ],
  },
  {
    call: salvarLigacao,
    sent: { method: 'POST', url: '/chamado/ligacao', body: LIGACAO },
    reply: { json: { status_code: 200 } },
    read: undefined,
    bad: [
      ['a beginning in another form', { body: { ...LIGACAO, start_at: '04/03/2026 08:00' } }, 'body.start_at'],
      ['a duration in seconds', { body: { ...LIGACAO, duration: '130' } }, 'body.duration'],
      ['no user', { body: { ...LIGACAO, user_milvus: 'Tadeu' } }, 'body.user_milvus'],
    ],
  },
]
