import { afterEach, describe, expect, it } from 'vitest'

import { createHubsoft, type Hubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { failureOf } from '../support/http-api.js'
import {
  badGateway,
  cutInHalf,
  hangUp,
  startJsonServer,
  type JsonServer,
  type Reply,
  type SeenRequest,
} from '../support/json-server.js'

const NOW = Date.parse('2025-09-25T15:00:00Z')
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface World {
  hubsoft: Hubsoft
  server: JsonServer
  /** Calls that are no login, as `METHOD /path?query` behind the API's root. */
  lines: () => string[]
  calls: () => SeenRequest[]
}

async function world(answer: (request: SeenRequest) => Reply): Promise<World> {
  const server = await startJsonServer((request) =>
    request.path === '/oauth/token' ? { json: { access_token: 'token-1', expires_in: 3_600 } } : answer(request),
  )
  const hubsoft = createHubsoft(
    { baseUrl: server.url, clientId: '3', clientSecret: new Secret('s'), username: 'u', password: new Secret('p') },
    { clock: { now: () => NOW, sleep: async () => {} }, logger: silentLogger, transport: { closeGraceMs: 0 } },
  )
  cleanups.push(() => server.close(), () => hubsoft.close())
  const calls = () => server.seen.filter(({ path }) => path !== '/oauth/token')
  const lines = () => calls().map(({ method, url }) => `${method} ${url.replace('/api/v1/integracao', '')}`)
  return { hubsoft, server, calls, lines }
}

const ok = (over: object = {}): Reply => ({ json: { status: 'success', msg: 'ok', ...over } })
const error = (msg: string): Reply => ({ json: { status: 'error', msg, errors: [] } })

describe('unlocking in confidence', () => {
  it('is asked for as 4.4 says, and its success said in the vendor’s words', async () => {
    const msg = 'Desbloqueio em confiança realizado com sucesso até a data 26/11/2018'
    const { hubsoft, calls, lines } = await world(() => ok({ msg }))
    expect(await hubsoft.desbloquearConfianca(11_000, 1)).toEqual({ mensagem: msg })
    expect(lines()).toEqual(['POST /cliente/desbloqueio_confianca'])
    expect(calls()[0]?.json()).toEqual({ id_cliente_servico: 11_000, dias_desbloqueio: 1 })
  })

  it('keeps the vendor’s sentence when it is refused', async () => {
    const { hubsoft } = await world(() => error('Ultrapassa a configuração pré-estabelecida'))
    const failure = await failureOf(hubsoft.desbloquearConfianca(11_000, 9))
    expect(failure).toMatchObject({ code: 'refused', retry: 'never' })
    expect(failure.vendorMessage()).toBe('Ultrapassa a configuração pré-estabelecida')
  })

  it('is told by the status and the number of desbloqueios, for the service asked for alone', async () => {
    const { hubsoft, lines } = await world(() =>
      ok({
        clientes: [
          {
            codigo_cliente: '421',
            servicos: [
              { id_cliente_servico: 122, status_prefixo: 'servico_habilitado', senha: 'x' },
              { id_cliente_servico: '123', status_prefixo: 'suspenso_debito', desbloqueios: [{}, {}] },
            ],
          },
        ],
      }),
    )
    expect(await hubsoft.findSituacao(421, 123)).toEqual({
      idClienteServico: 123,
      statusPrefixo: 'suspenso_debito',
      desbloqueios: 2,
    })
    expect(lines()).toEqual(['GET /cliente?busca=codigo_cliente&termo_busca=421&limit=20&incluir_desbloqueios=sim'])
    expect(await hubsoft.findSituacao(422, 123)).toBeUndefined()
  })
})

describe('the connection', () => {
  it('is ended by a GET that is a write: nothing is done twice after a lost answer', async () => {
    const { hubsoft, lines } = await world(() => hangUp)
    expect(await failureOf(hubsoft.solicitarDesconexao(11_000))).toMatchObject({ retry: 'unknown-outcome' })
    expect(lines()).toEqual(['GET /cliente/solicitar_desconexao/11000'])
  })

  it('is told ended without the login in the answer', async () => {
    const login = { msg: 'A desconexão foi bem sucedida para o login hubsoft!', login: 'hubsoft' }
    const { hubsoft } = await world(() => ok(login))
    await expect(hubsoft.solicitarDesconexao(11_000)).resolves.toBeUndefined()
  })

  it('forgets its MAC as 4.12 says', async () => {
    const { hubsoft, calls, lines } = await world(() => ok({ msg: 'Endereço MAC resetado com sucesso!' }))
    await hubsoft.resetarMac(11_000)
    expect(lines()).toEqual(['POST /cliente/reset_mac_addr'])
    expect(calls()[0]?.json()).toEqual({ id_cliente_servico: 11_000 })
  })

  it('has an extract, searched by the login that the record holds, as 4.6 says', async () => {
    const registro = (over: object) => ({
      acctstarttime: '2017-09-27 18:14:08-03',
      acctstoptime: null,
      download_megabytes: 4594.95,
      upload_megabytes: '156.12',
      username: 'zulmira',
      cliente: { codigo_cliente: 421 },
      ...over,
    })
    const { hubsoft, lines } = await world(({ path }) =>
      path.endsWith('extrato_conexao')
        ? ok({
            registros: [
              registro({ acctstarttime: '2017-09-26 10:00:00-03', acctstoptime: '2017-09-26 12:00:00-03' }),
              registro({}),
              registro({ cliente: { codigo_cliente: 999 } }),
            ],
          })
        : ok({ clientes: [{ codigo_cliente: 421, servicos: [{ id_cliente_servico: 123, login: 'zulmira' }] }] }),
    )
    const traffic = { downloadBytes: 4_594_950_000, uploadBytes: 156_120_000 }
    expect(await hubsoft.listConexoes(123)).toEqual([
      { inicio: Date.parse('2017-09-27T21:14:08Z'), ...traffic },
      { inicio: Date.parse('2017-09-26T13:00:00Z'), fim: Date.parse('2017-09-26T15:00:00Z'), ...traffic },
    ])
    expect(lines()).toEqual([
      'GET /cliente?busca=id_cliente_servico&termo_busca=123&limit=20&incluir_desbloqueios=sim',
      'GET /cliente/extrato_conexao?busca=login&termo_busca=zulmira&limit=20',
    ])
  })
})

describe('the router', () => {
  const cpe = (phy: string, id: number) => ({ phy_addr: phy, servicos: [{ id_cliente_servico: id }] })

  it('is looked up by its service and rebooted by its address', async () => {
    const { hubsoft, lines } = await world(() => ok({ cpes: [cpe('ZTEXX0000001', 123), cpe('ZTEXX0000002', 124)] }))
    expect(await hubsoft.findCpe(421, 123)).toBe('ZTEXX0000001')
    await hubsoft.reiniciarCpe('ZTEXX0000001')
    expect(lines()).toEqual([
      'GET /rede/cpe/todos?pagina=0&itens_por_pagina=20&busca=id_cliente_servico&termo_busca=123',
      'POST /rede/reiniciar_cpe/ZTEXX0000001',
    ])
  })

  it('is nobody’s when two hang on one service', async () => {
    const { hubsoft } = await world(() => ok({ cpes: [cpe('ZTEXX0000001', 123), cpe('ZTEXX0000002', 123)] }))
    expect(await hubsoft.findCpe(421, 123)).toBeUndefined()
  })

  it('is the one of the record where the listing has none, or is not there at all', async () => {
    const servicos = [{ id_cliente_servico: 123, phy_addr: 'ZTEXX0000003' }]
    for (const listing of [ok({ cpes: [] }), { status: 404, text: '' }]) {
      const { hubsoft } = await world(({ path }) =>
        path.endsWith('/cliente') ? ok({ clientes: [{ codigo_cliente: 421, servicos }] }) : listing,
      )
      expect(await hubsoft.findCpe(421, 123)).toBe('ZTEXX0000003')
    }
  })
})

describe('invoices', () => {
  it('that are paid come newest first, with the day of their payment', async () => {
    const fatura = (id: number, pagamento: string | null) => ({
      id_fatura: id,
      valor: 10,
      data_vencimento: '10/07/2018',
      data_pagamento: pagamento,
      link: 'https://hubsoft.example/pdf/fatura/TkRNMk5UTT0=',
    })
    const { hubsoft, lines } = await world(() =>
      ok({ faturas: [fatura(1, '31/07/2017'), fatura(2, null), fatura(3, '25/06/2018')] }),
    )
    const common = { amountCents: 1_000, vencimento: '2018-07-10', situacao: 'paga' }
    expect(await hubsoft.faturas.listPaid({ idClienteServico: 123 })).toEqual([
      { idFatura: 3, pagamento: '2018-06-25', ...common },
      { idFatura: 1, pagamento: '2017-07-31', ...common },
    ])
    expect(lines()).toEqual([
      'GET /cliente/financeiro?busca=id_cliente_servico&termo_busca=123&limit=50&apenas_pendente=nao' +
        '&order_by=data_vencimento&order_type=desc',
    ])
  })

  it.each([
    ['email', 'enviar_email'],
    ['sms', 'enviar_sms'],
    ['push', 'enviar_push'],
  ] as const)('go out by %s to what the record holds, and to no other address', async (por, route) => {
    const { hubsoft, calls, lines } = await world(() => ok({ job: { emails: [] } }))
    await hubsoft.enviarFatura(11_000, por)
    expect(lines()).toEqual([`POST /cliente/financeiro/${route}`])
    expect(calls()[0]?.json()).toEqual({ id_fatura: 11_000 })
  })
})

describe('the PDF of an invoice', () => {
  const PDF = Buffer.from('%PDF-1.4\nmade up, with bytes \u00e7\u0000', 'latin1')

  async function opened(pdf: Reply, idFatura = 7): Promise<{ result: Promise<unknown>; world: World }> {
    const made = await world(({ path, headers }) =>
      path.startsWith('/pdf/')
        ? pdf
        : ok({
            faturas: [
              { id_fatura: 7, link: `http://${headers.host ?? ''}/pdf/fatura/VG5jPQ==` },
              { id_fatura: 8, link: null },
            ],
          }),
    )
    return { world: made, result: made.hubsoft.openPdf({ idClienteServico: 123, idFatura }) }
  }

  const send = (bytes: Buffer, status = 200): Reply => (response) => {
    response.writeHead(status, { 'content-type': 'application/pdf' }).end(bytes)
  }

  it('comes whole from its link, without our token', async () => {
    const { result, world: made } = await opened(send(PDF))
    const pdf = (await result) as Awaited<ReturnType<Hubsoft['openPdf']>>
    if (pdf.kind !== 'pdf') throw new Error('no PDF')
    const pieces: Uint8Array[] = []
    for await (const piece of pdf.stream) pieces.push(piece)
    pdf.discard()
    expect(Buffer.concat(pieces)).toEqual(PDF)
    const download = made.calls().find(({ path }) => path.startsWith('/pdf/'))
    expect(download?.headers.authorization).toBeUndefined()
  })

  it('that is a page, or missing, is refused and not tried again', async () => {
    const page = await opened({ text: '<html>Entre com sua senha</html>' })
    expect(await failureOf(page.result)).toMatchObject({ code: 'bad-answer', retry: 'never' })
    const missing = await opened({ status: 404, text: '' })
    expect(await failureOf(missing.result)).toMatchObject({ code: 'not-found', retry: 'never' })
  })

  it.each([
    ['a gateway’s error', badGateway],
    ['a closed connection', hangUp],
  ])('is worth another try after %s', async (_, reply) => {
    const { result } = await opened(reply)
    expect(await failureOf(result)).toMatchObject({ retry: 'safe' })
  })

  it('never shows its link in a failure', async () => {
    for (const reply of [hangUp, badGateway, cutInHalf, { text: '<html>' }]) {
      const failure = await failureOf((await opened(reply)).result)
      expect(`${failure.stack ?? ''} ${JSON.stringify(failure)} ${String(failure.cause)}`).not.toContain('VG5jPQ')
    }
  })

  it('fails when it is cut in the middle', async () => {
    const { result } = await opened((response, socket) => {
      response.writeHead(200, { 'content-length': '5000' })
      response.write(PDF, () => setImmediate(() => socket.destroy()))
    })
    const reading = (async () => {
      const pdf = (await result) as Awaited<ReturnType<Hubsoft['openPdf']>>
      if (pdf.kind !== 'pdf') throw new Error('no PDF')
      for await (const _piece of pdf.stream);
    })()
    expect(await failureOf(reading)).toMatchObject({ code: 'unreachable', retry: 'safe' })
  })

  it('is none for an invoice that the service does not have, or that has no link', async () => {
    expect(await (await opened(send(PDF), 99)).result).toEqual({ kind: 'none', why: 'sem-fatura' })
    expect(await (await opened(send(PDF), 8)).result).toEqual({ kind: 'none', why: 'sem-pdf' })
  })
})

describe('visits', () => {
  it('come as 4.11 tells them', async () => {
    const ordem = {
      id_ordem_servico: 78,
      numero_ordem_servico: '74',
      tipo: 'SUPORTE',
      data_inicio_programado: '02/05/2018 10:00:00',
      data_termino_programado: '02/05/2018 12:00:00',
      data_termino_executado: null,
      status: 'aguardando_agendamento',
      atendimento: { id_atendimento: 60 },
      servico: { numero_plano: 0 },
    }
    const over = { atendimento: null, data_inicio_programado: null }
    const done = { ...ordem, ...over, id_ordem_servico: 102, status: 'finalizado' }
    const { hubsoft, lines } = await world(() => ok({ ordens_servico: [ordem, done] }))
    expect(await hubsoft.listByServico(123)).toEqual([
      {
        idOrdemServico: 78,
        numero: '74',
        tipo: 'SUPORTE',
        status: 'aguardando_agendamento',
        aberta: true,
        inicioProgramado: Date.parse('2018-05-02T13:00:00Z'),
        terminoProgramado: Date.parse('2018-05-02T15:00:00Z'),
        idAtendimento: 60,
      },
      expect.objectContaining({ idOrdemServico: 102, aberta: false }),
    ])
    expect(lines()).toEqual([
      'GET /cliente/ordem_servico?busca=id_cliente_servico&termo_busca=123&limit=20' +
        '&order_by=data_cadastro&order_type=desc',
    ])
  })
})

describe('closing an atendimento', () => {
  const closed = ok({ atendimento: { id_atendimento: 123, protocolo: '2020', data_fechamento: '2020-03-11 09:56:10' } })

  it('is one PUT with the words and the rating, and without a status', async () => {
    const { hubsoft, calls, lines } = await world(() => closed)
    await hubsoft.fecharAtendimento({ idAtendimento: 123, descricao: 'Resolvido', avaliacao: 5 })
    expect(lines()).toEqual(['PUT /atendimento/123'])
    expect(calls()[0]?.json()).toEqual({
      fechar_atendimento: true,
      parametros_fechamento: { descricao_fechamento: 'Resolvido', status_fechamento: 'concluido' },
      avaliacao: 5,
      parametros: { origem: 'telegram', satisfacao_cliente: 5 },
    })
  })

  it('leaves the parametros alone where there is no rating', async () => {
    const { hubsoft, calls } = await world(() => closed)
    await hubsoft.fecharAtendimento({ idAtendimento: 123, descricao: 'Resolvido' })
    expect(calls()[0]?.json()).toEqual({
      fechar_atendimento: true,
      parametros_fechamento: { descricao_fechamento: 'Resolvido', status_fechamento: 'concluido' },
    })
  })

  it('is rated afterwards by a PUT of the rating alone, which leaves what others wrote in parametros', async () => {
    const { hubsoft, calls, lines } = await world(() => closed)
    await hubsoft.avaliarAtendimento({ idAtendimento: 123, avaliacao: 4, reference: 'PLT-AAAA1111' })
    await hubsoft.avaliarAtendimento({ idAtendimento: 124, avaliacao: 2 })
    expect(lines()).toEqual(['PUT /atendimento/123', 'PUT /atendimento/124'])
    const parametros = { origem: 'telegram', canal: 'plantao', satisfacao_cliente: 4, referencia: 'PLT-AAAA1111' }
    expect(calls().map((call) => call.json())).toEqual([
      { fechar_atendimento: false, avaliacao: 4, parametros },
      { fechar_atendimento: false, avaliacao: 2 },
    ])
  })

  it('and what was said of it are listed with the open ones in one call', async () => {
    const base = { protocolo: '2018', data_cadastro: '19/06/2018', status: 'Resolvido' }
    const { hubsoft, lines } = await world(() =>
      ok({
        atendimentos: [
          { ...base, id_atendimento: 1, data_fechamento: '20/06/2018', descricao_fechamento: 'Cabo trocado' },
          { ...base, id_atendimento: 2, data_fechamento: null, atendimento_mensagem: [{ id_atendimento_mensagem: 7, mensagem: 'Olá' }] },
        ],
      }),
    )
    expect(await hubsoft.listRecent(123)).toMatchObject([
      { idAtendimento: 2, aberto: true, mensagens: [{ texto: 'Olá' }] },
      { idAtendimento: 1, aberto: false, fechadoEm: Date.parse('2018-06-20T03:00:00Z'), fechamento: 'Cabo trocado' },
    ])
    expect(lines()).toEqual([
      'GET /cliente/atendimento?busca=id_cliente_servico&termo_busca=123&limit=50&apenas_pendente=nao' +
        '&order_by=data_cadastro&order_type=desc&relacoes=atendimento_mensagem',
    ])
  })

  it('is known to cancel a visit: listings tell how many ordens are open', async () => {
    const ordens = [{ status: 'aguardando_agendamento' }, { status: 'finalizado' }]
    const { hubsoft } = await world(() =>
      ok({ atendimentos: [{ id_atendimento: 1, protocolo: 'p', ordens_servico: ordens }] }),
    )
    expect(await hubsoft.listOpen(123)).toMatchObject([{ ordensAbertas: 1 }])
  })
})
