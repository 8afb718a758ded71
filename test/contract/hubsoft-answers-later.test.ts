import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ok, startAnswerBench, type AnswerBench } from '../support/hubsoft-answers.js'

let bench: AnswerBench

beforeAll(async () => {
  bench = await startAnswerBench()
})

afterAll(async () => bench.close())

/** What the collection of 2024 shows beyond the documents of 2020 and 2025, in calls that these describe. */
describe('an operator reads of a later version', () => {
  it('the mensagem that was added, under its own key', async () => {
    const atendimento_mensagem = {
      id_atendimento: 391,
      id_usuario: 1045,
      mensagem: 'TESTE',
      data_cadastro: { date: '2024-04-23 15:34:10.511128', timezone_type: 3, timezone: 'America/Recife' },
      ip_cadastro: '192.0.2.1',
      ativo: true,
      id_atendimento_mensagem: 613,
      data_cadastro_br: '23/04/2024 15:34',
      data_cadastro_timestamp: 1713897250000,
      atendimento: { id_atendimento: 391, telefone_contato: '(37)90000-0000' },
    }
    const json = { status: 'success', msg: 'Mensagem Adicionada com sucesso', atendimento_mensagem }
    expect(await bench.answerOf('adicionarMensagem', json)).toBeUndefined()
    expect(await bench.wholeOf('adicionarMensagem', json)).toEqual({
      msg: 'Mensagem Adicionada com sucesso',
      atendimentoMensagem: {
        idAtendimentoMensagem: 613,
        idAtendimento: 391,
        idUsuario: 1045,
        mensagem: 'TESTE',
        dataCadastro: '2024-04-23T15:34:10-03:00',
        dataCadastroBr: '2024-04-23T15:34:00-03:00',
        dataCadastroTimestamp: '2024-04-23T15:34:10-03:00',
        ipCadastro: '192.0.2.1',
        ativo: true,
      },
    })
  })

  it('the mensagens of an ordem de serviço, which stand with the ordem', async () => {
    const mensagens = [{ id_ordem_servico_mensagem: 297, id_ordem_servico: 131, mensagem: 'A caminho', data_cadastro_br: '23/04/2024 15:36' }]
    const lidas = [
      { idOrdemServicoMensagem: 297, idOrdemServico: 131, mensagem: 'A caminho', dataCadastroBr: '2024-04-23T15:36:00-03:00' },
    ]
    const ordem = { id_ordem_servico: 131, ordem_servico_mensagem: mensagens }
    const lida = { idOrdemServico: 131, ordemServicoMensagem: lidas }
    const atendimento = { id_atendimento: 110, protocolo: '201806191505251', ordens_servico: [ordem] }
    expect(await bench.wholeOf('listarAtendimentos', ok({ atendimentos: [atendimento] }))).toEqual([
      { idAtendimento: 110, protocolo: '201806191505251', ordensServico: [lida] },
    ])
    expect(await bench.wholeOf('listarOrdensServico', ok({ ordens_servico: [ordem] }))).toEqual([lida])
  })

  it('whether an invoice is settled, since when it exists and whose it is, and still no link', async () => {
    const fatura = {
      id_fatura: 54864,
      quitado: false,
      status: 'vencido',
      valor: 190,
      data_vencimento: '10/10/2019',
      data_cadastro: '23/08/2019',
      link: 'https://erp.example/pdf/fatura/7aaadca2',
      empresa: { documento: '11222333000181', nome_razaosocial: 'PROVEDOR INVENTADO LTDA', nome_fantasia: null },
    }
    expect(await bench.wholeOf('listarFaturas', ok({ faturas: [fatura] }))).toEqual([
      {
        idFatura: 54864,
        quitado: false,
        status: 'vencido',
        valor: 190,
        dataVencimento: '2019-10-10',
        dataCadastro: '2019-08-23',
        empresa: { documento: '11222333000181', nomeRazaosocial: 'PROVEDOR INVENTADO LTDA' },
      },
    ])
  })

  it('which plan a service is of and how fast, without its password', async () => {
    const servico = {
      id_cliente_servico: 17711,
      id_servico: 2734,
      velocidade_download: '30 Mbits',
      velocidade_upload: '30 Mbits',
      senha: '8459f16',
    }
    expect(await bench.wholeOf('buscarCliente', ok({ clientes: [{ id_cliente: 25138, servicos: [servico] }] }))).toEqual([
      {
        idCliente: 25138,
        servicos: [{ idClienteServico: 17711, idServico: 2734, velocidadeDownload: '30 Mbits', velocidadeUpload: '30 Mbits' }],
      },
    ])
  })

  it('the interfaces of an equipamento', async () => {
    const of = { id_interface_conexao: 419, nome: 'VLAN100', tipo: 'vlan' }
    const equipamento_conexao = { id_equipamento: 1374, nome: 'ACCEL-01', ipv4: '192.0.2.80', ipv6: null }
    const equipamento = {
      id_equipamento: 1374,
      autentica_radius: true,
      tipo: 'ROTEADOR',
      interfaces: [{ ...of, interface_conexao_roteamento: { ...of, equipamento_conexao } }],
    }
    const lida = { idInterfaceConexao: 419, nome: 'VLAN100', tipo: 'vlan' }
    const equipamentoConexao = { idEquipamento: 1374, nome: 'ACCEL-01', ipv4: '192.0.2.80' }
    expect(await bench.wholeOf('listarEquipamentos', ok({ equipamentos: [equipamento] }))).toEqual([
      {
        idEquipamento: 1374,
        autenticaRadius: true,
        tipo: 'ROTEADOR',
        interfaces: [{ ...lida, interfaceConexaoRoteamento: { ...lida, equipamentoConexao } }],
      },
    ])
  })

  it('which fields are missing, where the sentences name them without the word "campo"', async () => {
    const errors = ['Email é obrigatório', 'Telefone é obrigatório', 'ZULMIRA FICTÍCIA é obrigatória']
    const json = { status: 'error', msg: 'Favor preencher os campos obrigatórios', errors }
    await expect(bench.wholeOf('criarProspecto', json)).rejects.toMatchObject({
      code: 'refused',
      context: { field: 'email,telefone' },
    })
  })
})
