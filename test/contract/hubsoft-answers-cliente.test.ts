import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { withUnread } from '../../src/integrations/wire/record.js'
import { ok, startAnswerBench, type AnswerBench } from '../support/hubsoft-answers.js'

let bench: AnswerBench

beforeAll(async () => {
  bench = await startAnswerBench()
})

afterAll(async () => bench.close())

const endereco = {
  completo: 'RUA DAS FLORES, 10 - CENTRO, CIDADE MODELO/MG',
  logradouro: 'RUA',
  endereco: 'DAS FLORES',
  numero: '10',
  complemento: '',
  bairro: 'CENTRO',
  cep: '35560000',
  estado: 'MG',
  uf: 'MINAS GERAIS',
  cidade: 'Cidade Modelo',
  coordenadas: { latitude: '-20.086592', longitude: -45.290962 },
}

const cliente = {
  id_cliente: 11201,
  codigo_cliente: '421',
  nome_razaosocial: 'ZULMIRA FICTÍCIA',
  nome_fantasia: null,
  tipo_pessoa: 'pf',
  cpf_cnpj: '11144477735',
  telefone_primario: '37900001111',
  telefone_secundario: '3730001111',
  telefone_terciario: '',
  email_principal: 'zulmira@exemplo.example',
  email_secundario: null,
  rg: 'MG00000000',
  rg_emissao: null,
  inscricao_municipal: null,
  inscricao_estadual: null,
  data_cadastro: '2017-08-05 00:00:00',
  data_nascimento: '1985-07-04 00:00:00',
  alerta: true,
  alerta_mensagens: ['Rompimento de fibra no bairro'],
  servicos: [
    {
      id_cliente_servico: '11201',
      numero_plano: 1,
      nome: '4M',
      valor: '119.9',
      status: 'Serviço Habilitado',
      status_prefixo: 'servico_habilitado',
      tecnologia: 'FIBRA',
      login: 'zulmira1',
      senha: '123',
      senhas: [{ tipo: 'wifi', senha: 'outra' }],
      ipv4: '198.51.100.3',
      ipv6: null,
      ultima_conexao: {
        conectado: true,
        ultima_conexao_datetime: '2019-12-15 18:22:24-03',
        ultima_desconexao_datetime: null,
        ultima_conexao: '15/12/2019 18:22:24',
        ultima_desconexao: null,
        ultimo_ipv4: '198.51.100.3',
        ultimo_nas_ip: '192.0.2.20',
        status_txt: 'CONECTADO HÁ 22 HORA(S)',
        status_txt_resumido: 'CONECTADO',
      },
      porta_atendimento: { numero: '7', equipamento: 'A2R3C2' },
      interface: { nome: 'PON5', tipo: 'gpon', called_sid: null },
      equipamento_conexao: { nome: 'OLT MODELO', ipv4: '192.0.2.100', ipv6: null },
      equipamentoroteamento: { nome: 'CONCENTRADOR MODELO', ipv4: '192.0.2.98', ipv6: null },
      pacotes: [
        { id_pacote: 1, descricao: 'IP FIXO', valor: '20', observacoes: null, data_cadastro: '2019-11-21 16:43:56' },
      ],
      endereco_instalacao: endereco,
    },
  ],
}

const lido = {
  idCliente: 11201,
  codigoCliente: 421,
  nomeRazaosocial: 'ZULMIRA FICTÍCIA',
  tipoPessoa: 'pf',
  cpfCnpj: '11144477735',
  telefonePrimario: '37900001111',
  telefoneSecundario: '3730001111',
  emailPrincipal: 'zulmira@exemplo.example',
  rg: 'MG00000000',
  dataCadastro: '2017-08-05T00:00:00-03:00',
  dataNascimento: '1985-07-04',
  alerta: true,
  alertaMensagens: ['Rompimento de fibra no bairro'],
  servicos: [
    {
      idClienteServico: 11201,
      numeroPlano: 1,
      nome: '4M',
      valor: 119.9,
      status: 'Serviço Habilitado',
      statusPrefixo: 'servico_habilitado',
      tecnologia: 'FIBRA',
      login: 'zulmira1',
      ipv4: '198.51.100.3',
      ultimaConexao: {
        conectado: true,
        ultimaConexaoDatetime: '2019-12-15T18:22:24-03:00',
        ultimaConexao: '2019-12-15T18:22:24-03:00',
        ultimoIpv4: '198.51.100.3',
        ultimoNasIp: '192.0.2.20',
        statusTxt: 'CONECTADO HÁ 22 HORA(S)',
        statusTxtResumido: 'CONECTADO',
      },
      portaAtendimento: { numero: 7, equipamento: 'A2R3C2' },
      interface: { nome: 'PON5', tipo: 'gpon' },
      equipamentoConexao: { nome: 'OLT MODELO', ipv4: '192.0.2.100' },
      equipamentoRoteamento: { nome: 'CONCENTRADOR MODELO', ipv4: '192.0.2.98' },
      pacotes: [{ idPacote: 1, descricao: 'IP FIXO', valor: 20, dataCadastro: '2019-11-21T16:43:56-03:00' }],
      enderecoInstalacao: {
        completo: 'RUA DAS FLORES, 10 - CENTRO, CIDADE MODELO/MG',
        logradouro: 'RUA',
        endereco: 'DAS FLORES',
        numero: '10',
        bairro: 'CENTRO',
        cep: '35560000',
        estado: 'MG',
        uf: 'MINAS GERAIS',
        cidade: 'Cidade Modelo',
        coordenadas: { latitude: -20.086592, longitude: -45.290962 },
      },
    },
  ],
}

const comServico = (over: object) => ({ ...cliente, servicos: [{ ...cliente.servicos[0], ...over }] })

describe('cliente.buscar', () => {
  it('shows an operator everything but the passwords', async () => {
    const whole = await bench.wholeOf('buscarCliente', ok({ clientes: [cliente] }))
    expect(whole).toEqual([lido])
    expect(JSON.stringify(whole)).not.toMatch(/senha|"123"|outra/u)
  })

  it('shows the bot who it is and which services there are', async () => {
    expect(await bench.answerOf('buscarCliente', ok({ clientes: [cliente] }))).toEqual([
      {
        idCliente: 11201,
        codigoCliente: 421,
        nome: 'ZULMIRA FICTÍCIA',
        tipoPessoa: 'pf',
        documento: '11144477735',
        telefones: ['37900001111', '3730001111'],
        alertas: ['Rompimento de fibra no bairro'],
        nascimento: '1985-07-04',
        email: 'zulmira@exemplo.example',
        servicos: [
          {
            idClienteServico: 11201,
            nome: '4M',
            status: 'Serviço Habilitado',
            statusPrefixo: 'servico_habilitado',
            numeroPlano: 1,
            endereco: 'RUA DAS FLORES, 10 - CENTRO',
            ultimaConexao: { conectado: true, desde: Date.parse('2019-12-15T21:22:24Z') },
          },
        ],
      },
    ])
  })

  it('takes `ultima_conexao: []` and `pacotes: null` for nothing', async () => {
    const json = ok({ clientes: [comServico({ ultima_conexao: [], pacotes: null })] })
    const [{ servicos: [servico] }] = (await bench.wholeOf('buscarCliente', json)) as [typeof lido]
    expect(servico).not.toHaveProperty('ultimaConexao')
    expect(servico).toMatchObject({ pacotes: [] })
    expect(await bench.answerOf('buscarCliente', json)).toMatchObject([{ servicos: [{ idClienteServico: 11201 }] }])
  })

  it('takes `data_nascmento`, the right spelling first', async () => {
    const { data_nascimento: _day, ...without } = cliente
    const slip = { data_nascmento: '1990-01-15 00:00:00' }
    const birth = async (of: object) => {
      const [whole] = (await bench.wholeOf('buscarCliente', ok({ clientes: [of] }))) as [typeof lido]
      const [bots] = (await bench.answerOf('buscarCliente', ok({ clientes: [of] }))) as [{ nascimento?: string }]
      expect(whole).not.toHaveProperty('dataNascmento')
      return [whole.dataNascimento, bots.nascimento]
    }
    expect(await birth({ ...without, ...slip })).toEqual(['1990-01-15', '1990-01-15'])
    expect(await birth({ ...cliente, ...slip })).toEqual(['1985-07-04', '1985-07-04'])
    expect(await birth({ ...cliente, data_nascimento: '1969-12-31 04:00:00' })).toEqual([undefined, undefined])
  })

  it('knows the day that stands for no birth date, and tells nobody that it could not be read', async () => {
    const unread = async (nascimento: string) => {
      const json = ok({ clientes: [{ ...cliente, data_nascimento: nascimento }] })
      return (await withUnread(() => bench.wholeOf('buscarCliente', json))).unread
    }
    expect(await unread('1969-12-31 00:00:00')).toEqual([])
    expect(await unread('1970-01-01')).toEqual([])
    expect(await unread('ontem')).toEqual(['data_nascimento'])
  })

  it('gives a documento that came as a number its leading zeros back', async () => {
    const [whole] = (await bench.wholeOf('buscarCliente', ok({ clientes: [{ ...cliente, cpf_cnpj: 191 }] }))) as [typeof lido]
    expect(whole.cpfCnpj).toBe('00000000191')
  })

  it('shows desbloqueios and alarms where they were asked for', async () => {
    const desbloqueios = [{ id_desbloqueio: 9, observacao: 'VIA API', data_cadastro: '01/09/2025 10:00:00' }]
    const json = ok({ clientes: [comServico({ desbloqueios, alarmes: [{ descricao: 'LOS' }, 'DYING GASP'] })] })
    expect(await bench.wholeOf('buscarCliente', json)).toMatchObject([
      {
        servicos: [
          {
            desbloqueios: [{ idDesbloqueio: 9, observacao: 'VIA API', dataCadastro: '2025-09-01T10:00:00-03:00' }],
            alarmes: ['LOS', 'DYING GASP'],
          },
        ],
      },
    ])
  })
})

describe('cliente.listarTodos', () => {
  it('reads clients as the search does', async () => {
    expect(await bench.wholeOf('listarClientes', ok({ clientes: [cliente] }))).toEqual([lido])
    expect(await bench.answerOf('listarClientes', { status: 'error', msg: 'Nenhum cliente encontrado' })).toEqual([])
  })
})

describe('cliente.servicos', () => {
  it('counts the desbloqueios, and has the login and the router', async () => {
    const json = ok({ clientes: [comServico({ desbloqueios: [{}, {}], phy_addr: 'FAKE00001' })] })
    const servico = { idClienteServico: 11201, statusPrefixo: 'servico_habilitado', desbloqueios: 2 }
    expect(await bench.answerOf('consultarServicos', json)).toEqual([
      { codigoCliente: 421, servicos: [{ ...servico, login: 'zulmira1', phyAddr: 'FAKE00001' }] },
    ])
  })
})

describe('cliente.autenticar', () => {
  it('says whose the login is', async () => {
    const { alerta: _a, alerta_mensagens: _m, servicos: _s, ...dados } = cliente
    const { alerta: _b, alertaMensagens: _n, servicos: _t, ...esperado } = lido
    const json = { status: 'success', msg: 'Usuário autenticado com sucesso', cliente: { ...dados, senha: 'x' } }
    expect(await bench.wholeOf('autenticarCliente', json)).toEqual(esperado)
    await expect(bench.wholeOf('autenticarCliente', ok())).rejects.toMatchObject({ context: { field: 'cliente' } })
  })
})

describe.each([
  ['desbloquearConfianca', 'Desbloqueio em confiança realizado com sucesso até a data 26/11/2018', {}],
  ['solicitarDesconexao', 'A desconexão foi bem sucedida para o login zulmira1!', { login: 'zulmira1' }],
  ['resetarMac', 'Endereço MAC resetado com sucesso!', {}],
] as const)('%s', (call, msg, more) => {
  it('is told to an operator in the vendor\'s words', async () => {
    const status = call === 'desbloquearConfianca' ? { status: 'success' } : {}
    expect(await bench.wholeOf(call, { status: 'success', msg, ...more })).toEqual({ msg, ...status, ...more })
  })

  it('tells the bot no more than it may repeat', async () => {
    const told = call === 'desbloquearConfianca' ? { kind: 'feito', mensagem: msg } : undefined
    expect(await bench.answerOf(call, { status: 'success', msg, ...more })).toEqual(told)
  })
})
