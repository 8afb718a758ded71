import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { failureOf } from '../support/http-api.js'
import { ok, startAnswerBench, type AnswerBench } from '../support/hubsoft-answers.js'

let bench: AnswerBench

beforeAll(async () => {
  bench = await startAnswerBench()
})

afterAll(async () => bench.close())

const olt = { nome: 'OLT MODELO', ipv4: '192.0.2.1', ipv6: null, modelo: 'M-1', fabricante: 'INVENTADA' }
const oltLida = { nome: 'OLT MODELO', ipv4: '192.0.2.1', modelo: 'M-1', fabricante: 'INVENTADA' }

describe.each([
  [
    'listarCidades',
    { cidades: [{ id_cidade: 1393, nome: 'Cidade Modelo', uf: 'MG', ibge: '3100000', bairros: [{ nome: 'CENTRO' }] }] },
    [{ idCidade: 1393, nome: 'Cidade Modelo', uf: 'MG', ibge: '3100000', bairros: ['CENTRO'] }],
  ],
  [
    'listarEquipamentos',
    { equipamentos: [{ id_equipamento: '1413', ...olt }] },
    [{ idEquipamento: 1413, ...oltLida }],
  ],
  [
    'listarPops',
    { pops: [{ id_pop: 51, nome: 'POP', equipamentos: [{ id_equipamento: 1413, ...olt }] }, { id_pop: 52, nome: 'VAZIO', equipamentos: [] }] },
    [
      { idPop: 51, nome: 'POP', equipamentos: [{ idEquipamento: 1413, ...oltLida }] },
      { idPop: 52, nome: 'VAZIO', equipamentos: [] },
    ],
  ],
  [
    'listarZonas',
    {
      zonas_atendimento: [
        {
          id_zona_atendimento: 12,
          nome: 'FIBRA - A1R3',
          descricao: 'ROTA 3',
          interfaces: [{ id_interface_conexao: 355, nome: 'A1R3', descricao: null, tipo: 'gpon', equipamento_conexao: olt }],
        },
      ],
    },
    [
      {
        idZonaAtendimento: 12,
        nome: 'FIBRA - A1R3',
        descricao: 'ROTA 3',
        interfaces: [{ idInterfaceConexao: 355, nome: 'A1R3', tipo: 'gpon', equipamentoConexao: oltLida }],
      },
    ],
  ],
  [
    'listarTiposAtendimento',
    { tipos_atendimento: [{ id_tipo_atendimento: '109', descricao: 'SEM ACESSO' }] },
    [{ idTipoAtendimento: 109, descricao: 'SEM ACESSO' }],
  ],
  [
    'listarStatusAtendimento',
    {
      status_atendimento: [
        { id_atendimento_status: 22, descricao: 'Pendente', prefixo: 'pendente', abrir_ordem_servico: true, display: 'Pendente (OS)' },
      ],
    },
    [{ idAtendimentoStatus: 22, descricao: 'Pendente', prefixo: 'pendente', abrirOrdemServico: true, display: 'Pendente (OS)' }],
  ],
  [
    'listarMotivosFechamento',
    {
      motivos_fechamento: [
        {
          id_motivo_fechamento_atendimento: 125,
          descricao: 'Fechado Automático',
          motivos_fechamento_tipo_atendimento: [{ id_tipo_atendimento: 236, descricao: 'INSTALAÇÃO' }],
        },
      ],
    },
    [
      {
        idMotivoFechamentoAtendimento: 125,
        descricao: 'Fechado Automático',
        motivosFechamentoTipoAtendimento: [{ idTipoAtendimento: 236, descricao: 'INSTALAÇÃO' }],
      },
    ],
  ],
  [
    'listarDisponibilidades',
    { periodos: [{ id_periodo_dia: 1, descricao: 'Manhã', hora_inicio: '08:00:00', hora_fim: '12:00:30' }] },
    [{ idPeriodoDia: 1, descricao: 'Manhã', horaInicio: '08:00:00', horaFim: '12:00:30' }],
  ],
  [
    'listarOrigensContato',
    { origem_contatos: [{ id_origem_contato: 3, descricao: 'Telegram' }] },
    [{ idOrigemContato: 3, descricao: 'Telegram' }],
  ],
  [
    'listarTiposOrdemServico',
    { tipo_ordem_servicos: [{ id_tipo_ordem_servico: 95, descricao: 'ATIVAÇÃO', destino: 'cliente_servico' }] },
    [{ idTipoOrdemServico: 95, descricao: 'ATIVAÇÃO', destino: 'cliente_servico' }],
  ],
  ['listarTecnicos', { tecnicos: [{ id: 4, name: 'Técnico Fictício', password: 'x' }] }, [{ id: 4, name: 'Técnico Fictício' }]],
] as const)('%s', (call, content, read) => {
  it('is read as its document shows it', async () => {
    expect(await bench.wholeOf(call, ok(content))).toEqual(read)
  })

  it('is not read out of an answer without its key', async () => {
    await expect(bench.wholeOf(call, ok())).rejects.toMatchObject({ code: 'bad-answer', retry: 'safe' })
  })
})

describe('prospecto', () => {
  const prospecto = {
    id_prospecto: 100,
    nome_razaosocial: 'EMPRESA INVENTADA LTDA',
    cpf_cnpj: '11222333000181',
    email: null,
    telefone: '3730008000',
    observacao: null,
    id_cliente: null,
    id_endereco_numero: 33320,
    created_at: '2020-07-28 10:27:56',
    updated_at: '2020-07-28 10:27:56',
    tipo_pessoa: 'pj',
    id_usuario: 1,
    origem: 'API',
    created_at_br: '28\\07\\2020',
  }
  const lido = {
    idProspecto: 100,
    nomeRazaosocial: 'EMPRESA INVENTADA LTDA',
    cpfCnpj: '11222333000181',
    telefone: '3730008000',
    idEnderecoNumero: 33320,
    createdAt: '2020-07-28T10:27:56-03:00',
    updatedAt: '2020-07-28T10:27:56-03:00',
    createdAtBr: '2020-07-28',
    tipoPessoa: 'pj',
    idUsuario: 1,
    origem: 'API',
  }

  it('is created, "suscess" too', async () => {
    const prospecto_servico = { id_prospecto_servico: 99, id_prospecto: 100, id_servico: 1, valor: '100' }
    const json = { status: 'suscess', msg: 'Prospecto adicionado com sucesso', prospecto: { ...prospecto, prospecto_servico } }
    expect(await bench.answerOf('criarProspecto', json)).toBeUndefined()
    const prospectoServico = { idProspectoServico: 99, idProspecto: 100, idServico: 1, valor: 100 }
    expect(await bench.wholeOf('criarProspecto', json)).toEqual({
      msg: 'Prospecto adicionado com sucesso',
      prospecto: { ...lido, prospectoServico },
    })
  })

  it('is found', async () => {
    expect(await bench.wholeOf('buscarProspectos', ok({ prospectos: [prospecto] }))).toEqual([lido])
    expect(await bench.answerOf('buscarProspectos', ok({ prospectos: [prospecto] }))).toEqual([
      { documento: '11222333000181', telefone: '3730008000', observacao: '' },
    ])
  })

  it('has plans at a CEP, or no city', async () => {
    const plano = {
      id_servico: 1330,
      descricao: 'COMBO 10 MB',
      valor: 254.9,
      nome_radius: 'HUBSOFT-SERVICE-1330',
      display: 'COMBO 10 MB - (R$ 254.90)',
      velocidade_download: 20480,
      velocidade_upload: '4096',
    }
    expect(await bench.wholeOf('listarPlanos', ok({ servicos: [plano] }))).toEqual([
      {
        idServico: 1330,
        descricao: 'COMBO 10 MB',
        valor: 254.9,
        nomeRadius: 'HUBSOFT-SERVICE-1330',
        display: 'COMBO 10 MB - (R$ 254.90)',
        velocidadeDownload: 20480,
        velocidadeUpload: 4096,
      },
    ])
    const planos = [{ idServico: 1330, nome: 'COMBO 10 MB', amountCents: 25490, downloadKbps: 20480 }]
    expect(await bench.answerOf('listarPlanos', ok({ servicos: [plano] }))).toEqual({ kind: 'planos', planos })
    const none = { status: 'error', msg: 'Nenhuma cidade foi encontrada com esse CEP.' }
    expect(await bench.answerOf('listarPlanos', none)).toEqual({ kind: 'cepDesconhecido' })
    // An empty list would be a CEP without plans: an operator reads which of the two it is.
    const told = await failureOf(bench.wholeOf('listarPlanos', none))
    expect([told.code, told.retry, told.vendorMessage()]).toEqual(['refused', 'never', none.msg])
    expect(await bench.wholeOf('listarPlanos', ok({ servicos: [] }))).toEqual([])
  })
})

describe('pbx and the router', () => {
  it.each([
    ['notificarLigacao', 'Ligação notificada com sucesso'],
    ['cancelarLigacao', 'Ligação cancelada com sucesso'],
    ['reiniciarCpe', 'Comando de reinicialização executado com sucesso!'],
  ] as const)('%s is a sentence', async (call, msg) => {
    expect(await bench.wholeOf(call, { status: 'success', msg })).toEqual({ msg })
  })

  it('a page of routers has their signal, and nothing of their Wi-Fi', async () => {
    const json = {
      status: 'success',
      paginacao: { primeira_pagina: 0, ultima_pagina: 0, pagina_atual: 0, total_registros: 1 },
      cpes: [
        {
          id_cpe: 71189,
          phy_addr: 'FAKE48204d8',
          data_ultima_atualizacao: '2023-12-22 16:28:20',
          rx_signal: -21.5,
          tx_signal: '2.3',
          historico_parametros: [{ prefixo: 'wifi_password', valor: 'segredo-do-wifi' }],
          servicos: [{ id_cliente: 24402, cliente: '(1664) BRUNO FICTÍCIO', servico: '(0) COMBO', id_cliente_servico: '15594', login: 'bruno' }],
        },
      ],
    }
    const page = { pagina: 0, ultimaPagina: 0, total: 1 }
    const whole = await bench.wholeOf('listarCpes', json)
    expect(whole).toEqual({
      ...page,
      itens: [
        {
          idCpe: 71189,
          phyAddr: 'FAKE48204d8',
          dataUltimaAtualizacao: '2023-12-22T16:28:20-03:00',
          rxSignal: '-21.5',
          txSignal: '2.3',
          servicos: [{ idCliente: 24402, cliente: '(1664) BRUNO FICTÍCIO', servico: '(0) COMBO', idClienteServico: 15594, login: 'bruno' }],
        },
      ],
    })
    expect(await bench.answerOf('listarCpes', json)).toEqual({ ...page, itens: [{ phyAddr: 'FAKE48204d8', servicos: [15594] }] })
    expect(await bench.answerOf('listarCpes', { status: 'error', msg: 'Nenhum registro encontrado' })).toEqual({ itens: [] })
  })
})
