import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ok, startAnswerBench, type AnswerBench } from '../support/hubsoft-answers.js'

let bench: AnswerBench

beforeAll(async () => {
  bench = await startAnswerBench()
})

afterAll(async () => bench.close())

const cliente = { codigo_cliente: 1204, nome_razaosocial: 'ZULMIRA FICTÍCIA', cpf_cnpj: '11144477735' }
const servico = {
  id_cliente_servico: '123',
  numero_plano: 9,
  nome: 'PLANO INVENTADO',
  valor: 69.9,
  status: 'Serviço Habilitado',
  status_prefixo: 'servico_habilitado',
}
const ordem = {
  id_ordem_servico: 340,
  numero_ordem_servico: '320',
  data_cadastro: '16/11/2018 10:58:21',
  tipo: 'ABERTURA VIA API',
  data_inicio_programado: '16/11/2018 11:58:21',
  data_termino_programado: '16/11/2018 12:58:21',
  data_inicio_executado: null,
  data_termino_executado: null,
  descricao_abertura: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
  descricao_servico: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
  descricao_fechamento: null,
  usuario_abertura: 'Provedor Inventado',
  usuario_fechamento: null,
  status: 'aguardando_agendamento',
  status_fechamento: null,
  cliente,
  servico,
}
/** As of 2020 and 2025, of a client and of the creation. */
const aberto = {
  id_atendimento: 300,
  protocolo: '201811161058216',
  descricao_abertura: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
  descricao_fechamento: null,
  tipo_atendimento: 'SAC',
  usuario_abertura: 'Provedor Inventado',
  usuario_responsavel: 'Provedor Inventado',
  usuario_fechamento: null,
  data_cadastro: '16/11/2018',
  data_fechamento: null,
  setor_responsavel: null,
  status_fechamento: null,
  motivo_fechamento: null,
  status: 'Aguardando Análise',
  cliente,
  servico,
  ordens_servico: [ordem],
}
const servicoLido = {
  idClienteServico: 123,
  numeroPlano: 9,
  nome: 'PLANO INVENTADO',
  valor: 69.9,
  status: 'Serviço Habilitado',
  statusPrefixo: 'servico_habilitado',
}
const clienteLido = { codigoCliente: 1204, nomeRazaosocial: 'ZULMIRA FICTÍCIA', cpfCnpj: '11144477735' }
const abertoLido = {
  idAtendimento: 300,
  protocolo: '201811161058216',
  descricaoAbertura: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
  tipoAtendimento: 'SAC',
  status: 'Aguardando Análise',
  usuarioAbertura: 'Provedor Inventado',
  usuarioResponsavel: 'Provedor Inventado',
  // Brazil had its summer time: an hour less from Greenwich.
  dataCadastro: '2018-11-16T00:00:00-02:00',
  cliente: clienteLido,
  servico: servicoLido,
  ordensServico: [
    {
      idOrdemServico: 340,
      numeroOrdemServico: '320',
      tipo: 'ABERTURA VIA API',
      dataCadastro: '2018-11-16T10:58:21-02:00',
      dataInicioProgramado: '2018-11-16T11:58:21-02:00',
      dataTerminoProgramado: '2018-11-16T12:58:21-02:00',
      descricaoAbertura: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
      descricaoServico: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
      usuarioAbertura: 'Provedor Inventado',
      status: 'aguardando_agendamento',
      cliente: clienteLido,
      servico: servicoLido,
    },
  ],
}

describe('atendimento.criar', () => {
  it('is answered with the id and the protocolo; an operator sees all of it', async () => {
    const msg = 'Atendimento aberto com sucesso. Anote o protocolo: 201811161058216.'
    const json = { status: 'success', msg, atendimento: aberto }
    expect(await bench.answerOf('criarAtendimento', json)).toEqual({ idAtendimento: 300, protocolo: '201811161058216' })
    expect(await bench.wholeOf('criarAtendimento', json)).toEqual({ msg, atendimento: abertoLido })
  })
})

describe('atendimento.listar', () => {
  it('reads "suscess", and the service\'s id as text', async () => {
    const json = { status: 'suscess', msg: 'Dados consultados com sucesso', atendimentos: [aberto] }
    expect(await bench.answerOf('listarAtendimentos', json)).toEqual([
      {
        idAtendimento: 300,
        protocolo: '201811161058216',
        descricao: 'Sem acesso | ATENDIMENTO ABERTO VIA API',
        status: 'Aguardando Análise',
        tipo: 'SAC',
        aberto: true,
        mensagens: [],
        idClienteServico: 123,
        ordensAbertas: 1,
        cadastradoEm: Date.parse('2018-11-16T02:00:00Z'),
      },
    ])
    expect(await bench.wholeOf('listarAtendimentos', json)).toEqual([abertoLido])
  })

  it('takes the 2020 one without a service, and ordens that are none', async () => {
    const { servico: _servico, ...of2020 } = { ...aberto, ordens_servico: null }
    const { servico: _lido, ...lido } = { ...abertoLido, ordensServico: [] }
    expect(await bench.wholeOf('listarAtendimentos', ok({ atendimentos: [of2020] }))).toEqual([lido])
    expect(await bench.wholeOf('listarAtendimentos', { status: 'error', msg: 'Nenhum atendimento encontrado' })).toEqual([])
  })
})

/** Of the whole tenant, 2025. */
const deTodos = {
  id_atendimento: 5448,
  id_atendimento_status: 23,
  id_tipo_atendimento: '125',
  id_cliente_servico: 17812,
  id_usuario_responsavel: null,
  id_usuario_abertura: 4903,
  protocolo: '20221229180833379797',
  data_cadastro: '2022-12-29 18:08:33',
  data_fechamento: null,
  rascunho: false,
  status_fechamento: null,
  descricao_fechamento: null,
  id_motivo_fechamento_atendimento: null,
  deleted_at: null,
  avaliacao: null,
  ordem_servico_count: 0,
  ordem_servico_aberta: 0,
  ingressado: false,
  data_cadastro_br: '29/12/2022 18:08',
  data_cadastro_timestamp: 1672348113000,
  data_fechamento_timestamp: null,
  minutos_em_aberto: 61486,
  tempo_restante: '-1023h 46min',
  percentual_tempo_restante: 0,
  percentual_color_class: 'white-fg md-red-bg',
  status: {
    id_atendimento_status: 23,
    prefixo: 'aguardando_analise',
    descricao: 'Aguardando Análise',
    cor: 'md-deep-orange-A700-bg',
    abrir_ordem_servico: false,
    display: 'Aguardando Análise',
  },
  tipo_atendimento: { id_tipo_atendimento: 125, descricao: 'COMERCIAL', checklists: [] },
  cliente_servico: {
    id_cliente_servico: 17812,
    id_cliente: 24930,
    id_servico: 2735,
    numero_plano: 6,
    display: '(6) COMBO INVENTADO',
    endereco_instalacao: {
      id_cliente_servico_endereco: 73553,
      tipo: 'instalacao',
      endereco_numero: {
        numero: '308',
        complemento: null,
        coordenadas: { type: 'Point', coordinates: [-45.29, -20.09] },
        cidade: { id_cidade: 7674, nome: 'Cidade Modelo', estado: { id_estado: 65, sigla: 'MG' } },
      },
    },
    cliente: { id_cliente: 24930, ativo: true, codigo_cliente: 1864, nome_razaosocial: 'LIA MODELO' },
  },
  usuarios_responsaveis: [],
  atendimento_mensagem: [
    {
      id_atendimento_mensagem: 376,
      id_atendimento: 5448,
      mensagem: 'TESTE',
      data_cadastro_br: '10/02/2023 10:55',
      data_cadastro_timestamp: 1676037311000,
    },
  ],
}
const deTodosLido = {
  idAtendimento: 5448,
  protocolo: '20221229180833379797',
  idClienteServico: 17812,
  idTipoAtendimento: 125,
  idAtendimentoStatus: 23,
  tipoAtendimento: { idTipoAtendimento: 125, descricao: 'COMERCIAL', checklists: [] },
  status: {
    idAtendimentoStatus: 23,
    prefixo: 'aguardando_analise',
    descricao: 'Aguardando Análise',
    cor: 'md-deep-orange-A700-bg',
    abrirOrdemServico: false,
    display: 'Aguardando Análise',
  },
  idUsuarioAbertura: 4903,
  dataCadastro: '2022-12-29T18:08:33-03:00',
  dataCadastroBr: '2022-12-29T18:08:00-03:00',
  dataCadastroTimestamp: '2022-12-29T18:08:33-03:00',
  rascunho: false,
  ordemServicoCount: 0,
  ordemServicoAberta: 0,
  ingressado: false,
  minutosEmAberto: 61486,
  tempoRestante: '-1023h 46min',
  percentualTempoRestante: 0,
  percentualColorClass: 'white-fg md-red-bg',
  clienteServico: {
    idClienteServico: 17812,
    idCliente: 24930,
    idServico: 2735,
    numeroPlano: 6,
    display: '(6) COMBO INVENTADO',
    enderecoInstalacao: {
      idClienteServicoEndereco: 73553,
      tipo: 'instalacao',
      enderecoNumero: {
        numero: '308',
        coordenadas: { type: 'Point', coordinates: [-45.29, -20.09] },
        cidade: { idCidade: 7674, nome: 'Cidade Modelo', estado: { idEstado: 65, sigla: 'MG' } },
      },
    },
    cliente: { idCliente: 24930, ativo: true, codigoCliente: 1864, nomeRazaosocial: 'LIA MODELO' },
  },
  usuariosResponsaveis: [],
  atendimentoMensagem: [
    {
      idAtendimentoMensagem: 376,
      idAtendimento: 5448,
      mensagem: 'TESTE',
      dataCadastroBr: '2023-02-10T10:55:00-03:00',
      dataCadastroTimestamp: '2023-02-10T10:55:11-03:00',
    },
  ],
}

describe.each(['listarTodos', 'listarPaginado', 'filtrarPaginado'] as const)('a page of %s', (call) => {
  const paginacao = { primeira_pagina: 0, ultima_pagina: 38, pagina_atual: 0, total_registros: 39 }
  const at = { pagina: 0, ultimaPagina: 38, total: 39 }

  it('is read as of 2025, pages counted from 0', async () => {
    const json = ok({ paginacao, atendimentos: [deTodos] })
    expect(await bench.wholeOf(call, json)).toEqual({ ...at, itens: [deTodosLido] })
    const em = Date.parse('2023-02-10T13:55:11Z')
    const watched = { idAtendimento: 5448, status: 'Aguardando Análise', aberto: true, temOrdemAberta: false }
    expect(await bench.answerOf(call, json)).toEqual({
      ...at,
      itens: [{ ...watched, mensagens: [{ id: 376, texto: 'TESTE', em }] }],
    })
  })

  it('is read from a paginator object, whose numbers may be text', async () => {
    const atendimentos = { current_page: 2, data: [deTodos], last_page: '5', per_page: 1, total: '10' }
    const json = ok({ atendimentos, cliente: null })
    expect(await bench.wholeOf(call, json)).toEqual({ pagina: 2, ultimaPagina: 5, total: 10, itens: [deTodosLido] })
  })

  it('may be empty, said either way, and without its key is no page', async () => {
    expect(await bench.answerOf(call, ok({ paginacao, atendimentos: null }))).toEqual({ ...at, itens: [] })
    expect(await bench.answerOf(call, { status: 'error', msg: 'Nenhum registro encontrado' })).toEqual({ itens: [] })
    await expect(bench.answerOf(call, ok({ paginacao }))).rejects.toMatchObject({ context: { field: 'atendimentos' } })
  })
})

describe('atendimento.editar', () => {
  it('reads the closed one, dates with the backslash of its JSON escapes included', async () => {
    const atendimento = {
      id_atendimento: 1114,
      protocolo: '202003051452007',
      id_cliente_servico: 13677,
      id_usuario_fechamento: 1,
      descricao_abertura: 'INSTALAÇÃO NOVA',
      descricao_fechamento: 'Fechamento automático.',
      data_cadastro: '2020-03-05 14:52:00',
      data_fechamento: '2020-03-11 09:56:10',
      destino: 'usuario',
      status_fechamento: 'concluido',
      id_motivo_fechamento_atendimento: 5,
      id_atendimento_status: 24,
      nome_contato: 'TESTE INVENTADO',
      telefone_contato: '3700001100',
      email_contato: null,
      avaliacao: null,
      push_notification_enviado: false,
      data_cadastro_br: '05\\03\\2020 14:52',
      data_fechamento_br: '11\\03\\2020 09:56',
      data_fechamento_timestamp: 1583931370000,
      minutos_em_aberto: 8344,
    }
    const json = { status: 'success', msg: 'Atendimento atualizado com sucesso', atendimento }
    expect(await bench.wholeOf('editarAtendimento', json)).toEqual({
      msg: 'Atendimento atualizado com sucesso',
      atendimento: {
        idAtendimento: 1114,
        protocolo: '202003051452007',
        idClienteServico: 13677,
        idAtendimentoStatus: 24,
        descricaoAbertura: 'INSTALAÇÃO NOVA',
        descricaoFechamento: 'Fechamento automático.',
        idUsuarioFechamento: 1,
        dataCadastro: '2020-03-05T14:52:00-03:00',
        dataCadastroBr: '2020-03-05T14:52:00-03:00',
        dataFechamento: '2020-03-11T09:56:10-03:00',
        dataFechamentoBr: '2020-03-11T09:56:00-03:00',
        dataFechamentoTimestamp: '2020-03-11T09:56:10-03:00',
        destino: 'usuario',
        statusFechamento: 'concluido',
        idMotivoFechamentoAtendimento: 5,
        nomeContato: 'TESTE INVENTADO',
        telefoneContato: '3700001100',
        pushNotificationEnviado: false,
        minutosEmAberto: 8344,
      },
    })
    expect(await bench.answerOf('editarAtendimento', json)).toMatchObject({
      idAtendimento: 1114,
      aberto: false,
      fechadoEm: Date.parse('2020-03-11T12:56:10Z'),
    })
  })
})

describe.each(['adicionarMensagem', 'adicionarAnexo'] as const)('%s', (call) => {
  it('is answered with whose it is', async () => {
    const json = { status: 'success', msg: 'Adicionado', atendimento: { id_atendimento: 35051, protocolo: '2025081316' } }
    expect(await bench.answerOf(call, json)).toBeUndefined()
    expect(await bench.wholeOf(call, json)).toEqual({
      msg: 'Adicionado',
      atendimento: { idAtendimento: 35051, protocolo: '2025081316' },
    })
  })
})

describe('atendimento.acompanhar', () => {
  it('reads planned visits with their instants, and passes over what is none', async () => {
    const planned = { ...ordem, status: 'pendente' }
    const json = ok({ atendimentos: [{ ...aberto, ordens_servico: [planned, ordem] }, { id_atendimento: 'x' }] })
    const visita = { id: 340, inicio: Date.parse('2018-11-16T13:58:21Z'), fim: Date.parse('2018-11-16T14:58:21Z') }
    expect(await bench.answerOf('acompanharServico', json)).toEqual([
      { idAtendimento: 300, status: 'Aguardando Análise', aberto: true, mensagens: [], visitas: [visita] },
    ])
  })
})
