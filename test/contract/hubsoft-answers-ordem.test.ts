import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ok, startAnswerBench, type AnswerBench } from '../support/hubsoft-answers.js'

let bench: AnswerBench

beforeAll(async () => {
  bench = await startAnswerBench()
})

afterAll(async () => bench.close())

describe('cliente.ordemServico', () => {
  const ordem = {
    id_ordem_servico: 78,
    numero_ordem_servico: '74',
    data_cadastro: '12/04/2018 15:26:28',
    tipo: 'SUPORTE',
    data_inicio_programado: '02/05/2018 10:00:00',
    // The document's own: its end stands before its beginning.
    data_termino_programado: '16/04/2018 12:00:00',
    data_inicio_executado: null,
    data_termino_executado: null,
    descricao_abertura: 'conexão lenta',
    descricao_servico: 'TESTE',
    descricao_fechamento: null,
    usuario_abertura: 'Master',
    usuario_fechamento: null,
    status: 'aguardando_agendamento',
    status_fechamento: null,
    atendimento: {
      protocolo: '201804121526287',
      id_atendimento: 60,
      tipo_atendimento: 'TÉCNICO - CONEXÃO LENTA',
      usuario_abertura: 'Master',
      usuario_responsavel: 'Equipe Fictícia',
      usuario_fechamento: null,
      data_cadastro: '12/04/2018',
      data_fechamento: null,
    },
    cliente: { codigo_cliente: 1188, nome_razaosocial: 'ZULMIRA FICTÍCIA', cpf_cnpj: '11144477735' },
    servico: { numero_plano: 0, nome: 'PLANO', valor: 100, status: 'Serviço Habilitado', status_prefixo: 'servico_habilitado' },
  }

  it('is read as 4.11 shows it', async () => {
    const json = ok({ ordens_servico: [ordem, { ...ordem, id_ordem_servico: 208, atendimento: null }] })
    const lida = {
      idOrdemServico: 78,
      numeroOrdemServico: '74',
      tipo: 'SUPORTE',
      dataCadastro: '2018-04-12T15:26:28-03:00',
      dataInicioProgramado: '2018-05-02T10:00:00-03:00',
      dataTerminoProgramado: '2018-04-16T12:00:00-03:00',
      descricaoAbertura: 'conexão lenta',
      descricaoServico: 'TESTE',
      usuarioAbertura: 'Master',
      status: 'aguardando_agendamento',
      cliente: { codigoCliente: 1188, nomeRazaosocial: 'ZULMIRA FICTÍCIA', cpfCnpj: '11144477735' },
      servico: { numeroPlano: 0, nome: 'PLANO', valor: 100, status: 'Serviço Habilitado', statusPrefixo: 'servico_habilitado' },
    }
    const atendimento = {
      protocolo: '201804121526287',
      idAtendimento: 60,
      tipoAtendimento: 'TÉCNICO - CONEXÃO LENTA',
      usuarioAbertura: 'Master',
      usuarioResponsavel: 'Equipe Fictícia',
      dataCadastro: '2018-04-12T00:00:00-03:00',
    }
    expect(await bench.wholeOf('listarOrdensServico', json)).toEqual([
      { ...lida, atendimento },
      { ...lida, idOrdemServico: 208 },
    ])
    expect(await bench.answerOf('listarOrdensServico', json)).toMatchObject([
      { ordem: { idOrdemServico: 78, numero: '74', aberta: true, idAtendimento: 60 } },
      { ordem: { idOrdemServico: 208 } },
    ])
  })
})

describe('an ordem as the collection of 2024 answers it', () => {
  const ordem_servico = {
    id_ordem_servico: 1493,
    numero: '1262',
    tipo: 'INSTALAÇÃO FIBRA',
    data_inicio_programado: '2020-11-23 08:00',
    data_termino_programado: '2020-11-23 09:30:00',
    data_inicio_executado: null,
    data_cadastro: '2020-11-18 13:35:31',
    status: 'Pendente',
    tecnicos: [{ id: 1, name: 'Técnico Fictício', pivot: { id_ordem_servico: 1493 } }],
    disponibilidade: 'Manhã, Tarde',
    cliente: '(1395) ZULMIRA FICTÍCIA',
    servico: '(1) PLANO 5 MBPS',
    endereco_instalacao: 'RUA DAS FLORES, 10 - CENTRO',
  }
  const lida = {
    idOrdemServico: 1493,
    numero: '1262',
    tipo: 'INSTALAÇÃO FIBRA',
    dataCadastro: '2020-11-18T13:35:31-03:00',
    dataInicioProgramado: '2020-11-23T08:00:00-03:00',
    dataTerminoProgramado: '2020-11-23T09:30:00-03:00',
    status: 'Pendente',
    disponibilidade: 'Manhã, Tarde',
    enderecoInstalacao: 'RUA DAS FLORES, 10 - CENTRO',
    tecnicos: [{ id: 1, name: 'Técnico Fictício' }],
    cliente: '(1395) ZULMIRA FICTÍCIA',
    servico: '(1) PLANO 5 MBPS',
  }

  it.each(['agendarVisita', 'reagendarVisita', 'removerAgendamento'] as const)('%s shows it', async (call) => {
    const json = { status: 'success', msg: 'Salvo com sucesso', ordem_servico }
    expect(await bench.wholeOf(call, json)).toEqual({ msg: 'Salvo com sucesso', ordemServico: lida })
  })

  it('ordemServico.consultar shows it', async () => {
    const motivo_fechamento = [{ id_motivo_fechamento: 27, descricao: 'TESTE' }]
    const json = ok({ ordens_servico: [{ ...ordem_servico, motivo_fechamento }] })
    const motivoFechamento = [{ idMotivoFechamento: 27, descricao: 'TESTE' }]
    expect(await bench.wholeOf('consultarVisita', json)).toEqual([{ ...lida, motivoFechamento }])
    const inicioProgramado = Date.parse('2020-11-23T11:00:00Z')
    expect(await bench.answerOf('consultarVisita', json)).toEqual([{ idOrdemServico: 1493, status: 'Pendente', inicioProgramado }])
  })
})

describe('ordemServico.horarios', () => {
  const slot = {
    data_inicio: '2024-05-15',
    hora_inicio: '16:00:00',
    data_termino: '2024-05-15',
    hora_termino: '17:00:00',
    duracao_minutos: 60,
    duracao_str: '01:00:00',
    disponiveis: 7,
    tecnicos: [{ id: 4, name: 'Técnico Fictício', email: 'tecnico@exemplo.example', pivot: {} }],
  }

  it('shows an operator every slot, the bot those that are free', async () => {
    const taken = { hora_termino: '18:00:00', disponiveis: 0 }
    const horarios = { datas: { '2024-05-15': { disponiveis: 1, horarios: { '16:00:00': slot, '17:00:00': taken } } } }
    const json = { status: 'success', msg: 'Agenda consultada', agenda: 'VISITAS', horarios }
    expect(await bench.wholeOf('listarHorarios', json)).toEqual({
      agenda: 'VISITAS',
      horarios: [
        {
          dataInicio: '2024-05-15',
          horaInicio: '16:00:00',
          dataTermino: '2024-05-15',
          horaTermino: '17:00:00',
          duracaoMinutos: 60,
          duracaoStr: '01:00:00',
          disponiveis: 7,
          tecnicos: [{ id: 4, name: 'Técnico Fictício' }],
        },
        { dataInicio: '2024-05-15', horaInicio: '17:00:00', horaTermino: '18:00:00', disponiveis: 0 },
      ],
    })
    const inicio = Date.parse('2024-05-15T19:00:00Z')
    expect(await bench.answerOf('listarHorarios', json)).toEqual([{ inicio, fim: inicio + 3_600_000 }])
  })
})
