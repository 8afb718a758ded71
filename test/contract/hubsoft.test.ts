import { Readable } from 'node:stream'

import { afterEach, describe, expect, it } from 'vitest'

import { hubsoftCalls } from '../../src/integrations/hubsoft/calls.js'
import { createHubsoft, type Hubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { failureOf } from '../support/http-api.js'
import {
  badGateway,
  cutInHalf,
  hangUp,
  silence,
  startJsonServer,
  type JsonServer,
  type Reply,
  type SeenRequest,
} from '../support/json-server.js'

const NOW = Date.parse('2025-09-25T15:00:00Z')
const DOCUMENTO = '11144477735'
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface World {
  hubsoft: Hubsoft
  server: JsonServer
  logins: () => number
  /** Requests that are no login. */
  calls: () => SeenRequest[]
  clock: { at: number }
}

/** A HubSoft that logs in and answers everything else as told. */
async function world(
  answer: (request: SeenRequest) => Reply | Promise<Reply>,
  options: { login?: (count: number) => Reply; expiresIn?: unknown; slash?: boolean } = {},
): Promise<World> {
  let logins = 0
  const clock = { at: NOW }
  const server = await startJsonServer((request) => {
    if (request.path !== '/oauth/token') return answer(request)
    logins += 1
    const token = { access_token: `token-${logins}`, token_type: 'Bearer', expires_in: options.expiresIn ?? 2_592_000 }
    return options.login?.(logins) ?? { json: token }
  })
  const hubsoft = createHubsoft(
    {
      baseUrl: options.slash === true ? `${server.url}/` : server.url,
      clientId: '3',
      clientSecret: new Secret('client-secret'),
      username: 'api@provedor.example',
      password: new Secret('password'),
    },
    {
      clock: { now: () => clock.at, sleep: async () => {} },
      logger: silentLogger,
      transport: { closeGraceMs: 0 },
    },
  )
  cleanups.push(() => server.close(), () => hubsoft.close())
  return {
    hubsoft,
    server,
    clock,
    logins: () => logins,
    calls: () => server.seen.filter(({ path }) => path !== '/oauth/token'),
  }
}

const cliente = (over: object = {}) => ({
  id_cliente: 11,
  codigo_cliente: '421',
  nome_razaosocial: 'ZULMIRA FICTÍCIA',
  tipo_pessoa: 'pf',
  cpf_cnpj: DOCUMENTO,
  telefone_primario: '37900001111',
  telefone_secundario: null,
  telefone_terciario: '',
  email_principal: null,
  data_nascimento: '1985-07-04 00:00:00',
  alerta: true,
  alerta_mensagens: ['Rompimento de fibra no bairro'],
  servicos: [
    {
      id_cliente_servico: '123',
      numero_plano: 1,
      nome: 'FIBRA 500',
      valor: '119.9',
      status: 'Serviço Habilitado',
      status_prefixo: 'servico_habilitado',
      login: 'zulmira',
      senha: 'segredo-do-radius',
      senhas: [{ senha: 'segredo-do-wifi' }],
      pacotes: null,
      ultima_conexao: { conectado: true, ultima_conexao_datetime: '2025-09-20 18:22:24-03' },
      endereco_instalacao: {
        completo: 'RUA DAS FLORES, 10 - CENTRO, LUGAR/MG',
        logradouro: 'RUA',
        endereco: 'DAS FLORES',
        numero: '10',
        bairro: 'CENTRO',
      },
    },
  ],
  ...over,
})

const atendimento = (over: object = {}) => ({
  id_atendimento: 300,
  protocolo: '201811161058216',
  descricao_abertura: 'PLT-AAAA1111 sem acesso | ATENDIMENTO ABERTO VIA API',
  tipo_atendimento: 'SAC',
  data_cadastro: '16/11/2018',
  data_fechamento: null,
  status: 'Aguardando Análise',
  servico: { id_cliente_servico: '123' },
  ...over,
})

const found = (over: object = {}) => ({ json: { status: 'suscess', msg: 'ok', ...over } })
const novo = {
  idClienteServico: 123,
  descricao: 'PLT-AAAA1111 sem acesso',
  nome: 'Zulmira Fictícia',
  telefone: '37900001111',
  abrirOs: false,
  parametros: { origem: 'telegram', referencia: 'PLT-AAAA1111' },
}
const aberto = found({ atendimento: { id_atendimento: 300, protocolo: '201811161058216' } })

describe('logging in', () => {
  it('asks with the password grant and sends the token with each call', async () => {
    const { hubsoft, server, calls } = await world(() => found({ clientes: [] }), { slash: true })
    await hubsoft.findByDocumento(DOCUMENTO)
    expect(server.seen[0]!.json()).toEqual({
      grant_type: 'password',
      client_id: '3',
      client_secret: 'client-secret',
      username: 'api@provedor.example',
      password: 'password',
    })
    expect(calls()[0]!.headers.authorization).toBe('Bearer token-1')
    expect(calls()[0]!.path).toBe('/api/v1/integracao/cliente')
  })

  it('happens once for twenty callers at a time, also when all of them meet a 401', async () => {
    let good = 'Bearer token-1'
    const { hubsoft, logins } = await world(({ headers }) =>
      headers.authorization === good ? found({ clientes: [cliente()] }) : { status: 401, json: {} },
    )
    const twenty = () => Promise.all(Array.from({ length: 20 }, () => hubsoft.findByDocumento(DOCUMENTO)))
    await twenty()
    expect(logins()).toBe(1)
    good = 'Bearer token-2'
    expect((await twenty()).every((clientes) => clientes.length === 1)).toBe(true)
    expect(logins()).toBe(2)
  })

  it('is done again after a 401 on a write, which is then repeated: it had no effect', async () => {
    const { hubsoft, calls, logins } = await world(({ headers }) =>
      headers.authorization === 'Bearer token-2' ? aberto : { status: 401, json: {} },
    )
    expect(await hubsoft.criarAtendimento(novo)).toEqual({ idAtendimento: 300, protocolo: '201811161058216' })
    expect([logins(), calls().length]).toEqual([2, 2])
  })

  it('is done again once only: a second 401 is unauthorized, and safe to try later', async () => {
    const { hubsoft, calls } = await world(() => ({ status: 401, json: {} }))
    expect(await failureOf(hubsoft.criarAtendimento(novo))).toMatchObject({ code: 'unauthorized', retry: 'safe' })
    expect(calls()).toHaveLength(2)
  })

  it('comes before the token ends', async () => {
    const { hubsoft, logins, clock } = await world(() => found({ clientes: [] }), { expiresIn: '3600' })
    await hubsoft.findByDocumento(DOCUMENTO)
    clock.at += 3_539_000
    await hubsoft.findByDocumento(DOCUMENTO)
    expect(logins()).toBe(1)
    clock.at += 2_000
    await hubsoft.findByDocumento(DOCUMENTO)
    expect(logins()).toBe(2)
  })

  it('when refused is not hammered: callers fail at once, and the wait grows', async () => {
    const refusal = { status: 401, json: { error: 'invalid_credentials', message: 'Incorrect.' } }
    const { hubsoft, logins, clock } = await world(() => aberto, { login: () => refusal })
    const fail = () => failureOf(hubsoft.criarAtendimento(novo))
    expect(await fail()).toMatchObject({ code: 'unauthorized', retry: 'safe' })
    expect(await fail()).toMatchObject({ code: 'unauthorized', retry: 'safe', retryAfterMs: 5_000 })
    expect(logins()).toBe(1)
    clock.at += 5_001
    await fail()
    clock.at += 5_001
    await fail()
    expect(logins()).toBe(2)
    clock.at += 5_001
    await fail()
    expect(logins()).toBe(3)
  })

  it('when it fails leaves the call unsent, so safe also for a write', async () => {
    const invalidGrant = { status: 400, json: { error: 'invalid_grant' } }
    for (const login of [hangUp, badGateway, cutInHalf, invalidGrant, { json: {} }]) {
      const { hubsoft, calls } = await world(() => aberto, { login: () => login })
      expect(await failureOf(hubsoft.criarAtendimento(novo))).toMatchObject({ retry: 'safe' })
      expect(calls()).toEqual([])
    }
  })
})

describe('a login that never answers', () => {
  it('holds nobody past the call\'s own time, and the call was not sent', async () => {
    const { hubsoft, calls } = await world(() => aberto, { login: () => silence })
    const controller = new AbortController()
    const query = { busca: 'cpf_cnpj' as const, termo_busca: DOCUMENTO }
    const waiting = failureOf(hubsoft.api.call(hubsoftCalls.buscarCliente, { query }, { signal: controller.signal }))
    const quick = { ...hubsoftCalls.adicionarMensagem, timeoutMs: 80 }
    const body = { mensagem: 'x' }
    const write = failureOf(hubsoft.api.call(quick, { params: { id_atendimento: 1 }, body }))
    expect(await write).toMatchObject({ code: 'timeout', retry: 'safe' })
    controller.abort()
    expect(await waiting).toMatchObject({ code: 'timeout', retry: 'safe' })
    expect(calls()).toEqual([])
  })
})

describe('a customer', () => {
  it('is found with one call, its odd types taken, its passwords left behind', async () => {
    const { hubsoft, calls } = await world(() => found({ clientes: [cliente()] }))
    const clientes = await hubsoft.findByDocumento('111.444.777-35')
    expect(calls().map(({ url }) => url)).toEqual([
      `/api/v1/integracao/cliente?busca=cpf_cnpj&termo_busca=${DOCUMENTO}&limit=20&ultima_conexao=sim`,
    ])
    expect(clientes).toEqual([
      {
        idCliente: 11,
        codigoCliente: 421,
        nome: 'ZULMIRA FICTÍCIA',
        tipoPessoa: 'pf',
        documento: DOCUMENTO,
        telefones: ['37900001111'],
        nascimento: '1985-07-04',
        alertas: ['Rompimento de fibra no bairro'],
        servicos: [
          {
            idClienteServico: 123,
            numeroPlano: 1,
            nome: 'FIBRA 500',
            status: 'Serviço Habilitado',
            statusPrefixo: 'servico_habilitado',
            endereco: 'RUA DAS FLORES, 10 - CENTRO',
            ultimaConexao: { conectado: true, desde: Date.parse('2025-09-20T21:22:24Z') },
          },
        ],
      },
    ])
    expect(JSON.stringify(clientes)).not.toContain('segredo')
  })

  it('with another documento is not taken, whatever the search brought', async () => {
    const { hubsoft } = await world(() => found({ clientes: [cliente(), cliente({ cpf_cnpj: '52998224725' })] }))
    expect(await hubsoft.findByDocumento(DOCUMENTO)).toHaveLength(1)
  })

  it('may have nothing where the document shows something', async () => {
    const bare = { id_cliente: '11', codigo_cliente: 421, cpf_cnpj: '111.444.777-35', alerta_mensagens: null }
    const servico = { id_cliente_servico: 1, ultima_conexao: [], endereco_instalacao: [], numero_plano: null }
    const { hubsoft } = await world(({ query }) =>
      found({ clientes: [{ ...bare, servicos: query.get('busca') === 'cpf_cnpj' ? null : [servico] }] }),
    )
    expect(await hubsoft.findByDocumento(DOCUMENTO)).toMatchObject([{ telefones: [], alertas: [], servicos: [] }])
    expect((await hubsoft.findByCodigo(421))!.servicos).toEqual([
      { idClienteServico: 1, nome: '', status: '', statusPrefixo: '' },
    ])
  })

  it('is neither up nor down where the last connection does not say', async () => {
    const servico = { id_cliente_servico: 1, ultima_conexao: { conectado: null, ultima_conexao: '15/12/2019 18:22:24' } }
    const { hubsoft } = await world(() => found({ clientes: [cliente({ servicos: [servico] })] }))
    expect((await hubsoft.findByCodigo(421))!.servicos[0]!.ultimaConexao).toBeUndefined()
  })

  it.each([['1969-12-31 04:00:00'], ['1970-01-01'], ['31/12/1969'], [null], ['0000-00-00']])(
    'has no birth date when the record says %s',
    async (date) => {
      const { hubsoft } = await world(() => found({ clientes: [cliente({ data_nascimento: date })] }))
      expect((await hubsoft.findByDocumento(DOCUMENTO))[0]!.nascimento).toBeUndefined()
    },
  )

  it('has a birth date also under the misspelt key', async () => {
    const { hubsoft } = await world(() =>
      found({ clientes: [cliente({ data_nascimento: undefined, data_nascmento: '04/07/1985' })] }),
    )
    expect((await hubsoft.findByDocumento(DOCUMENTO))[0]!.nascimento).toBe('1985-07-04')
  })

  it('that is unknown is an empty list, said either way', async () => {
    const replies: Reply[] = [
      found({ clientes: [] }),
      found({ clientes: null }),
      { json: { status: 'error', msg: 'Nenhum cliente encontrado', errors: [] } },
      { status: 404, json: { status: 'error', msg: 'Cliente não encontrado' } },
    ]
    for (const reply of replies) {
      const { hubsoft, calls } = await world(() => reply)
      expect(await hubsoft.findByDocumento(DOCUMENTO)).toEqual([])
      expect(calls()).toHaveLength(1)
    }
  })

  it('is not unknown because the call was refused or answered something else', async () => {
    const refused = await world(() => ({ json: { status: 'error', msg: 'Parâmetro busca inválido' } }))
    expect(await failureOf(refused.hubsoft.findByDocumento(DOCUMENTO))).toMatchObject({ code: 'refused' })
    const odd = await world(() => found())
    expect(await failureOf(odd.hubsoft.findByDocumento(DOCUMENTO))).toMatchObject({ code: 'bad-answer' })
    const noRoute = await world(() => ({ status: 404, text: '<html>Cliente não encontrado</html>' }))
    expect(await failureOf(noRoute.hubsoft.findByDocumento(DOCUMENTO))).toMatchObject({ code: 'not-found' })
  })

  it('is found by code with the last connection, and only with that very code', async () => {
    const { hubsoft, calls } = await world(() => found({ clientes: [cliente({ codigo_cliente: 4210 }), cliente()] }))
    expect((await hubsoft.findByCodigo(421))!.codigoCliente).toBe(421)
    expect(Object.fromEntries(calls()[0]!.query)).toMatchObject({
      busca: 'codigo_cliente',
      termo_busca: '421',
      ultima_conexao: 'sim',
    })
    expect(await hubsoft.findByCodigo(99)).toBeUndefined()
  })
})

describe('a new atendimento', () => {
  it('is sent as the 2025 document says', async () => {
    const { hubsoft, calls } = await world(() => aberto)
    await hubsoft.criarAtendimento({ ...novo, email: 'nao tem', idTipoAtendimento: 132, abrirOs: true })
    expect(calls()[0]!.method).toBe('POST')
    expect(calls()[0]!.json()).toEqual({
      id_cliente_servico: 123,
      descricao: 'PLT-AAAA1111 sem acesso',
      nome: 'Zulmira Fictícia',
      telefone: '37900001111',
      id_tipo_atendimento: 132,
      abrir_os: true,
      parametros: [{ origem: 'telegram', referencia: 'PLT-AAAA1111' }],
    })
  })

  it('does not leave with a phone in another form than DDNNNNNNNNN', async () => {
    const { hubsoft, server } = await world(() => aberto)
    for (const telefone of ['+5537900001111', '(37) 90000-1111', '900001111']) {
      expect(await failureOf(hubsoft.criarAtendimento({ ...novo, telefone }))).toMatchObject({
        code: 'bad-input',
        context: { field: 'body.telefone' },
      })
    }
    expect(server.seen).toEqual([])
  })

  it('that is refused under 200 is refused, with the vendor\'s sentence', async () => {
    const { hubsoft } = await world(() => ({ json: { status: 'error', msg: 'Serviço cancelado', errors: [] } }))
    const error = await failureOf(hubsoft.criarAtendimento(novo))
    expect(error).toMatchObject({ code: 'refused', retry: 'never' })
    expect(error.vendorMessage()).toBe('Serviço cancelado')
  })

  it('is forbidden where the API user lacks the permission', async () => {
    const msg = 'O Usuário não possui a permissão desejada!'
    const { hubsoft } = await world(() => ({ status: 403, json: { status: 'error', msg } }))
    expect(await failureOf(hubsoft.criarAtendimento(novo))).toMatchObject({ code: 'forbidden', retry: 'never' })
  })

  it('has an unknown outcome when a success does not say which one it is', async () => {
    const { hubsoft } = await world(() => found())
    const error = await failureOf(hubsoft.criarAtendimento(novo))
    expect(error).toMatchObject({ code: 'bad-answer', retry: 'unknown-outcome', context: { field: 'atendimento' } })
  })
})

describe('listing atendimentos', () => {
  it('asks for all of a service, newest first, with the messages when wanted', async () => {
    const mensagens = [
      { id_atendimento_mensagem: 376, mensagem: 'PLT-BBBB2222 ainda caindo', data_cadastro_timestamp: 1676037311000 },
    ]
    const { hubsoft, calls } = await world(() =>
      found({
        atendimentos: [
          atendimento({ id_atendimento: '110', data_fechamento: '20/06/2018', atendimento_mensagem: null }),
          atendimento({ atendimento_mensagem: mensagens }),
          atendimento({ id_atendimento: 301, servico: { id_cliente_servico: 999 } }),
        ],
      }),
    )
    expect(await hubsoft.listAtendimentos(123, { mensagens: true })).toEqual([
      {
        idAtendimento: 300,
        protocolo: '201811161058216',
        idClienteServico: 123,
        descricao: 'PLT-AAAA1111 sem acesso | ATENDIMENTO ABERTO VIA API',
        tipo: 'SAC',
        status: 'Aguardando Análise',
        aberto: true,
        cadastradoEm: Date.parse('2018-11-16T02:00:00Z'),
        mensagens: [{ id: 376, texto: 'PLT-BBBB2222 ainda caindo', em: 1676037311000 }],
      },
      expect.objectContaining({ idAtendimento: 110, aberto: false, mensagens: [] }),
    ])
    expect(Object.fromEntries(calls()[0]!.query)).toEqual({
      busca: 'id_cliente_servico',
      termo_busca: '123',
      limit: '50',
      apenas_pendente: 'nao',
      order_by: 'data_cadastro',
      order_type: 'desc',
      relacoes: 'atendimento_mensagem',
    })
  })

  it('takes a paginator, objects for names, and an atendimento that does not tell its service', async () => {
    const odd = atendimento({
      servico: undefined,
      status: { prefixo: 'aguardando_analise', descricao: 'Aguardando Análise' },
      tipo_atendimento: { descricao: 'COMERCIAL' },
      atendimento_mensagem: { data: [{ id_atendimento_mensagem: 1, mensagem: 'oi' }] },
    })
    const { hubsoft } = await world(() => found({ atendimentos: { current_page: 1, data: [odd] } }))
    expect(await hubsoft.listAtendimentos(123, { mensagens: true })).toMatchObject([
      { status: 'Aguardando Análise', tipo: 'COMERCIAL', mensagens: [{ id: 1, texto: 'oi' }] },
    ])
  })

  it('that are open leaves out the closed ones and those of another service', async () => {
    const { hubsoft, calls } = await world(() =>
      found({
        atendimentos: [
          atendimento(),
          atendimento({ id_atendimento: 301, data_fechamento: '2018-11-17 10:00:00' }),
          atendimento({ id_atendimento: 302, servico: { id_cliente_servico: 999 } }),
          atendimento({ id_atendimento: 303, data_fechamento: '' }),
        ],
      }),
    )
    expect((await hubsoft.listOpen(123)).map(({ idAtendimento }) => idAtendimento)).toEqual([303, 300])
    expect(calls()[0]!.query.get('apenas_pendente')).toBe('sim')
  })

  it('fails rather than pass over one that cannot be read: a reconciliation would think it absent', async () => {
    const { hubsoft } = await world(() => found({ atendimentos: [atendimento(), { id_atendimento: null }] }))
    expect(await failureOf(hubsoft.listAtendimentos(123, { mensagens: false }))).toMatchObject({ code: 'bad-answer' })
  })
})

describe('adding to an atendimento', () => {
  it('sends a message to its own route', async () => {
    const { hubsoft, calls } = await world(() => found())
    await hubsoft.adicionarMensagem(300, 'PLT-CCCC3333 voltou')
    expect(calls()[0]!.path).toBe('/api/v1/integracao/atendimento/adicionar_mensagem/300')
    expect(calls()[0]!.json()).toEqual({ mensagem: 'PLT-CCCC3333 voltou' })
  })

  it('sends a file as files[0]', async () => {
    const { hubsoft, calls } = await world(() => found({ atendimento: { id_atendimento: 300 } }))
    const bytes = Buffer.from('fake png')
    async function* stream() {
      yield bytes
    }
    await hubsoft.adicionarAnexo(300, { fileName: 'a.png', mime: 'image/png', size: bytes.length, stream: stream() })
    expect(calls()[0]!.path).toBe('/api/v1/integracao/atendimento/adicionar_anexo/300')
    expect(calls()[0]!.body.toString()).toContain('name="files[0]"; filename="a.png"')
  })

  it('does not repeat a file after a 401, its stream being spent, but has a fresh token for the next try', async () => {
    const { hubsoft, calls, logins } = await world(({ headers }) =>
      headers.authorization === 'Bearer token-2' ? found() : { status: 401, json: {} },
    )
    const upload = () => ({ fileName: 'a.txt', mime: undefined, size: 2, stream: Readable.from([Buffer.from('ok')]) })
    expect(await failureOf(hubsoft.adicionarAnexo(300, upload()))).toMatchObject({ code: 'unauthorized', retry: 'safe' })
    expect(calls()).toHaveLength(1)
    await hubsoft.adicionarAnexo(300, upload())
    expect(logins()).toBe(2)
  })
})

describe('the tipos de atendimento', () => {
  const tipos = found({
    tipos_atendimento: [
      { id_tipo_atendimento: '44', descricao: 'TÉCNICO - SEM CONEXÃO' },
      { id_tipo_atendimento: 45, descricao: 'Financeiro', ativo: false },
    ],
  })

  it('are matched without case and accents, from a catalogue read once in ten minutes', async () => {
    const { hubsoft, calls, clock } = await world(() => tipos)
    expect(await hubsoft.findTipoAtendimento('Tecnico - sem conexao')).toBe(44)
    expect(await hubsoft.findTipoAtendimento('Financeiro')).toBeUndefined()
    expect(calls()).toHaveLength(1)
    clock.at += 600_001
    await hubsoft.findTipoAtendimento('x')
    expect(calls()).toHaveLength(2)
  })

  it('that cannot be read are no reason to fail', async () => {
    const { hubsoft } = await world(() => ({ status: 404, text: '' }))
    expect(await hubsoft.findTipoAtendimento('Financeiro')).toBeUndefined()
  })
})

describe('invoices', () => {
  it('come with what is needed to pay, without the guessable link', async () => {
    const fatura = (over: object) => ({
      id_fatura: 1,
      valor: '119.9',
      data_vencimento: '10/10/2025',
      data_pagamento: null,
      linha_digitavel: '75691.31662',
      pix_copia_cola: '000201-fake',
      link: 'https://hubsoft.example/pdf/fatura/TXpZME1ETT0=',
      ...over,
    })
    const unpayable = { linha_digitavel: null, pix_copia_cola: '' }
    const { hubsoft, calls } = await world(() =>
      found({
        faturas: [
          fatura({}),
          fatura({ id_fatura: '2', valor: 54.95, data_vencimento: '2025-09-01', ...unpayable }),
          fatura({ id_fatura: 3, data_pagamento: '01/09/2025' }),
        ],
      }),
    )
    const faturas = await hubsoft.faturas.listPending({ codigoCliente: 421 })
    expect(faturas).toEqual([
      { idFatura: 2, amountCents: 5_495, vencimento: '2025-09-01', situacao: 'vencida' },
      {
        idFatura: 1,
        amountCents: 11_990,
        vencimento: '2025-10-10',
        situacao: 'aberta',
        linhaDigitavel: '75691.31662',
        pixCopiaCola: '000201-fake',
      },
    ])
    expect(Object.fromEntries(calls()[0]!.query)).toMatchObject({ busca: 'codigo_cliente', apenas_pendente: 'sim' })
  })
})

describe('editing an atendimento', () => {
  it('cannot close it and change its status at once', async () => {
    const { hubsoft, server } = await world(() => found())
    const body = { fechar_atendimento: true, id_atendimento_status: 3 }
    const call = hubsoft.api.call(hubsoftCalls.editarAtendimento, { params: { id_atendimento: 1 }, body })
    expect(await failureOf(call)).toMatchObject({ code: 'bad-input', context: { field: 'body.id_atendimento_status' } })
    expect(server.seen).toEqual([])
  })
})
