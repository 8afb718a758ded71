import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ok, startAnswerBench, type AnswerBench } from '../support/hubsoft-answers.js'

let bench: AnswerBench

beforeAll(async () => {
  bench = await startAnswerBench()
})

afterAll(async () => bench.close())

const cliente = { codigo_cliente: 1162, nome_razaosocial: 'ZULMIRA FICTÍCIA', cpf_cnpj: '11144477735' }
const clienteLido = { codigoCliente: 1162, nomeRazaosocial: 'ZULMIRA FICTÍCIA', cpfCnpj: '11144477735' }

const fatura = {
  id_fatura: 36403,
  nosso_numero: '272100',
  nosso_numero_dv: '0272100-0',
  linha_digitavel: '00000.00000 00000.000000 00000.000000 0 00000000001000',
  codigo_barras: '00000000000000010000000000000000000000000000',
  link: 'https://hubsoft.example/pdf/fatura/TXpZME1ETT0=',
  pix_copia_cola: '000201-inventado',
  agencia_codigo_beneficiario: '0000 / 00000',
  beneficiario: 'PROVEDOR INVENTADO LTDA',
  numero_documento: 36403,
  especie: 'DS',
  especie_dinheiro: 'R$',
  aceite: 'N',
  local_pagamento: 'PAGÁVEL EM QUALQUER BANCO',
  carteira: '1',
  tipo_cobranca: 'boleto_bancario',
  valor: 54.95,
  data_vencimento: '09/11/2017',
  data_pagamento: null,
  data_documento: '06/04/2020',
  data_processamento: '06/04/2020',
  detalhamento: [{ descricao: 'Cobrança adicional', valor: '54.95' }],
  cliente,
}

describe('fatura.listar', () => {
  const json = { status: 'suscess', msg: 'Dados consultados com sucesso', faturas: [fatura] }

  it('shows an operator all but the link', async () => {
    expect(await bench.wholeOf('listarFaturas', json)).toEqual([
      {
        idFatura: 36403,
        nossoNumero: '272100',
        nossoNumeroDv: '0272100-0',
        linhaDigitavel: '00000.00000 00000.000000 00000.000000 0 00000000001000',
        codigoBarras: '00000000000000010000000000000000000000000000',
        pixCopiaCola: '000201-inventado',
        agenciaCodigoBeneficiario: '0000 / 00000',
        beneficiario: 'PROVEDOR INVENTADO LTDA',
        numeroDocumento: '36403',
        especie: 'DS',
        especieDinheiro: 'R$',
        aceite: 'N',
        localPagamento: 'PAGÁVEL EM QUALQUER BANCO',
        carteira: '1',
        tipoCobranca: 'boleto_bancario',
        valor: 54.95,
        dataVencimento: '2017-11-09',
        dataDocumento: '2020-04-06',
        dataProcessamento: '2020-04-06',
        detalhamento: [{ descricao: 'Cobrança adicional', valor: 54.95 }],
        cliente: clienteLido,
      },
    ])
  })

  it('shows the bot what is needed to pay', async () => {
    expect(await bench.answerOf('listarFaturas', json)).toEqual([
      {
        idFatura: 36403,
        amountCents: 5495,
        vencimento: '2017-11-09',
        paga: false,
        linhaDigitavel: '00000.00000 00000.000000 00000.000000 0 00000000001000',
        pixCopiaCola: '000201-inventado',
      },
    ])
  })

  it('keeps its link, where it is read for the PDF, from being printed', async () => {
    const read = await bench.answerOf('localizarPdf', json)
    expect(read).toMatchObject([{ idFatura: 36403 }])
    expect(JSON.stringify(read)).not.toContain('TXpZME1ETT0')
  })
})

describe('financeiro.consultar', () => {
  it('reads amounts that are text, days both ways, and the client', async () => {
    const faturas = [
      {
        id_fatura: 62636,
        nosso_numero: '1900247',
        data_vencimento: '2020-04-05',
        data_vencimento_br: '05/04/2020',
        data_pagamento: '2020-04-06',
        data_pagamento_br: '06/04/2020',
        valor: '119.9',
        valor_pago: '1.120,45',
        pix_copia_e_cola: '000201-inventado',
        cliente: {
          ...cliente,
          id_cliente: 11943,
          tipo_pessoa: 'pf',
          data_nascimento: '1994-03-10',
          data_nascimento_br: '10/03/1994',
          telefone_primario: '37900001234',
          telefone_terciario: null,
          data_cadastro: '2017-09-26 13:20:33',
          data_cadastro_br: '26/09/2017 13:20',
          ativo: true,
        },
      },
    ]
    expect(await bench.wholeOf('consultarFinanceiro', ok({ faturas }))).toEqual([
      {
        idFatura: 62636,
        nossoNumero: '1900247',
        dataVencimento: '2020-04-05',
        dataVencimentoBr: '2020-04-05',
        dataPagamento: '2020-04-06',
        dataPagamentoBr: '2020-04-06',
        valor: 119.9,
        valorPago: 1120.45,
        pixCopiaECola: '000201-inventado',
        cliente: {
          ...clienteLido,
          idCliente: 11943,
          tipoPessoa: 'pf',
          dataNascimento: '1994-03-10',
          dataNascimentoBr: '1994-03-10',
          telefonePrimario: '37900001234',
          dataCadastro: '2017-09-26T13:20:33-03:00',
          dataCadastroBr: '2017-09-26T13:20:00-03:00',
          ativo: true,
        },
      },
    ])
  })
})

describe('sending an invoice', () => {
  const delay = { date: '2019-10-07 13:39:48.000000', timezone_type: 3, timezone: 'America/Sao_Paulo' }
  const queued = { tries: 1, timeout: 172800, memory: 2048, faturas: [{ id_fatura: 50949 }], connection: null, delay }
  const contato = { id_contato: null, id_cliente: 12025, nome: 'ZULMIRA', origem: 'contato' }
  const lido = { tries: 1, timeout: 172800, memory: 2048, faturas: [{ idFatura: 50949 }], delay: '2019-10-07T13:39:48-03:00' }
  const lidoContato = { idCliente: 12025, nome: 'ZULMIRA', origem: 'contato' }

  it('by e-mail reads PHP\'s object of a date, and a flag that is "sim"', async () => {
    const emails = [
      { ...contato, email: 'z@exemplo.example', name: 'ZULMIRA', permite_enviar_email: true },
      { ...contato, email: 'z@exemplo.example', permite_enviar_email: 'sim' },
    ]
    const json = { status: 'success', msg: 'Adicionadas', job: { ...queued, emails, queue: 'hubsoft-prioritario' } }
    expect(await bench.answerOf('enviarEmail', json)).toBeUndefined()
    const email = { ...lidoContato, email: 'z@exemplo.example', permiteEnviarEmail: true }
    expect(await bench.wholeOf('enviarEmail', json)).toEqual({
      msg: 'Adicionadas',
      job: { ...lido, emails: [{ ...email, name: 'ZULMIRA' }, email], queue: 'hubsoft-prioritario' },
    })
  })

  it('by SMS tells the phones', async () => {
    const telefones = [{ ...contato, telefone: '37900001412', permite_enviar_sms: true }]
    const json = { status: 'success', msg: 'Adicionadas', job: { ...queued, telefones, queue: 'teste' } }
    expect(await bench.answerOf('enviarSms', json)).toBeUndefined()
    expect(await bench.wholeOf('enviarSms', json)).toEqual({
      msg: 'Adicionadas',
      job: { ...lido, telefones: [{ ...lidoContato, telefone: '37900001412', permiteEnviarSms: true }], queue: 'teste' },
    })
  })

  it('by push is a sentence', async () => {
    const json = { status: 'success', msg: 'Fatura enviada com sucesso via push notification' }
    expect(await bench.answerOf('enviarPush', json)).toBeUndefined()
    expect(await bench.wholeOf('enviarPush', json)).toEqual({ msg: 'Fatura enviada com sucesso via push notification' })
  })
})

describe('cliente.extratoConexao', () => {
  const registro = {
    acctstarttime: '2017-09-27 18:14:08-03',
    acctstarttimebr: '27/09/2017 18:14:08',
    acctstoptime: null,
    acctstoptimebr: null,
    calledstationid: 'service2',
    callingstationid: '02:00:5E:10:00:00',
    download_megabytes: 4594.95,
    upload_megabytes: '156.12',
    framedipaddress: '198.51.100.152',
    nasipaddress: '192.0.2.132',
    nasportid: 'ether3',
    nasporttype: 'Ethernet',
    username: 'zulmira1',
    servico: { numero_plano: 49, nome: 'PLANO', valor: 100, status: 'Serviço Habilitado', status_prefixo: 'servico_habilitado' },
    cliente,
  }
  const estatisticas = {
    total_conexoes: 1,
    download_total: 4594.95,
    upload_total: '156.12',
    trafego_total: 4751.07,
    media_download: 0.23,
    media_upload: 0.01,
  }

  it('reads the sessions and, for an operator, the sums', async () => {
    const json = ok({ registros: [registro], estatisticas })
    expect(await bench.wholeOf('listarExtrato', json)).toEqual({
      registros: [
        {
          acctstarttime: '2017-09-27T18:14:08-03:00',
          acctstarttimebr: '2017-09-27T18:14:08-03:00',
          calledstationid: 'service2',
          callingstationid: '02:00:5E:10:00:00',
          downloadMegabytes: 4594.95,
          uploadMegabytes: 156.12,
          framedipaddress: '198.51.100.152',
          nasipaddress: '192.0.2.132',
          nasportid: 'ether3',
          nasporttype: 'Ethernet',
          username: 'zulmira1',
          servico: {
            numeroPlano: 49,
            nome: 'PLANO',
            valor: 100,
            status: 'Serviço Habilitado',
            statusPrefixo: 'servico_habilitado',
          },
          cliente: clienteLido,
        },
      ],
      estatisticas: {
        totalConexoes: 1,
        downloadTotal: 4594.95,
        uploadTotal: 156.12,
        trafegoTotal: 4751.07,
        mediaDownload: 0.23,
        mediaUpload: 0.01,
      },
    })
    const inicio = Date.parse('2017-09-27T21:14:08Z')
    expect(await bench.answerOf('listarExtrato', json)).toEqual([
      { codigoCliente: 1162, periodo: { inicio, downloadBytes: 4594950000, uploadBytes: 156120000 } },
    ])
    expect(await bench.wholeOf('listarExtrato', ok({ registros: null, estatisticas: [] }))).toEqual({ registros: [] })
  })
})
