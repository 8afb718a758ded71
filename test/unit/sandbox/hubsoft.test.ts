import { createHash } from 'node:crypto'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startHubsoft, type HubsoftStandIn } from '../../../src/sandbox/hubsoft.js'
import { Landings } from '../../../src/sandbox/landings.js'
import { world } from '../../../src/sandbox/world.js'
import { ana, bruno, carla, gabi, joao } from '../../../src/sandbox/world/people.js'

const credentials = { clientId: '3', clientSecret: 's', username: 'u', password: 'p' }
const login = { grant_type: 'password', client_id: 3, client_secret: 's', username: 'u', password: 'p' }
const ticket = { id_cliente_servico: '1101', descricao: 'PLT-1 sem internet', nome: 'Ana', telefone: '37990000001' }

let hubsoft: HubsoftStandIn
let landings: Landings
let token: string

beforeEach(async () => {
  landings = new Landings(Date.now)
  hubsoft = await startHubsoft({ credentials, world, landings })
  token = String((await post('/oauth/token', login)).access_token)
})

afterEach(async () => {
  await hubsoft.stop()
})

type Json = Record<string, unknown>

async function send(
  method: string,
  path: string,
  body: string | URLSearchParams | FormData | undefined,
  type?: string,
): Promise<{ status: number; json: Json }> {
  const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { 'content-type': type }) }
  const response = await fetch(`${hubsoft.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, json: (await response.json()) as Json }
}

async function post(path: string, body: unknown, method = 'POST'): Promise<Json> {
  return (await send(method, path, JSON.stringify(body), 'application/json')).json
}

async function get(path: string): Promise<Json> {
  return (await send('GET', `/api/v1/integracao/${path}`, undefined)).json
}

const open = async (body: unknown): Promise<Json> => await post('/api/v1/integracao/atendimento', body)

describe('logging in', () => {
  it('takes a form as well as JSON, and refuses a wrong password with 401', async () => {
    const form = await send('POST', '/oauth/token', new URLSearchParams({ ...login, client_id: '3' }))
    expect(form.json.token_type).toBe('Bearer')
    const wrong = await send('POST', '/oauth/token', JSON.stringify({ ...login, password: 'x' }), 'application/json')
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_credentials'])
  })

  it('is needed again once the tokens are revoked', async () => {
    hubsoft.faults.revokeTokens()
    expect(
      (await send('GET', '/api/v1/integracao/cliente?busca=codigo_cliente&termo_busca=701', undefined)).status,
    ).toBe(401)
    token = String((await post('/oauth/token', login)).access_token)
    expect(await get('cliente?busca=codigo_cliente&termo_busca=701')).toMatchObject({ status: 'success' })
    expect(hubsoft.logins()).toBe(2)
  })
})

describe('GET cliente', () => {
  it('finds by document in any punctuation, passwords and all', async () => {
    const cpf = ana.documento.replace(/^(...)(...)(...)/u, '$1.$2.$3-')
    const { clientes } = await get(`cliente?busca=cpf_cnpj&termo_busca=${cpf}`)
    expect(clientes).toMatchObject([
      {
        codigo_cliente: 701,
        servicos: [{ id_cliente_servico: 1101, senha: 'senha-do-cliente-no-erp', ultima_conexao: [] }],
      },
    ])
  })

  it('mixes numbers and strings, and tells several registers of one document', async () => {
    expect((await get(`cliente?busca=cpf_cnpj&termo_busca=${bruno.documento}`)).clientes).toMatchObject([
      {
        servicos: [
          { id_cliente_servico: 1201, pacotes: [{ valor: '20' }] },
          { id_cliente_servico: '1202', pacotes: null },
        ],
      },
    ])
    expect((await get(`cliente?busca=cpf_cnpj&termo_busca=${carla.documento}`)).clientes).toHaveLength(2)
  })

  it('leaves out who has only cancelled services, unless asked', async () => {
    const path = `cliente?busca=cpf_cnpj&termo_busca=${joao.documento}`
    expect((await get(path)).clientes).toEqual([])
    expect((await get(`${path}&cancelado=sim`)).clientes).toHaveLength(1)
  })

  it('tells the last connection when asked', async () => {
    const { clientes } = await get('cliente?busca=id_cliente_servico&termo_busca=1101&ultima_conexao=sim')
    expect(clientes).toMatchObject([{ servicos: [{ ultima_conexao: { conectado: true } }] }])
  })
})

describe('POST atendimento', () => {
  it.each([
    ['a missing description', { descricao: undefined }, 'descricao'],
    ['a missing name', { nome: '' }, 'nome'],
    ['a phone with country code', { telefone: '5537990000001' }, 'telefone'],
    ['a phone with punctuation', { telefone: '(37) 99000-0001' }, 'telefone'],
    ['a bad e-mail', { email: 'nenhum' }, 'email'],
    ['an unknown tipo', { id_tipo_atendimento: 1 }, 'tipo'],
  ])('refuses %s under HTTP 200', async (_what, change, field) => {
    const { status, json } = await send(
      'POST',
      '/api/v1/integracao/atendimento',
      JSON.stringify({ ...ticket, ...change }),
      'application/json',
    )
    expect([status, json.status]).toEqual([200, 'error'])
    expect(JSON.stringify(json.errors)).toContain(field)
    expect(hubsoft.opened()).toEqual([])
  })

  it('refuses a service that nobody has', async () => {
    expect(await open({ ...ticket, id_cliente_servico: 999 })).toMatchObject({ status: 'error' })
  })

  it('opens one each time, with its suffix, a protocol, and an ordem de serviço when asked', async () => {
    const answer = await open({ ...ticket, abrir_os: true, parametros: [{ origem: 'telegram' }] })
    expect(answer).toMatchObject({
      status: 'success',
      atendimento: {
        descricao_abertura: 'PLT-1 sem internet | ATENDIMENTO ABERTO VIA API',
        status: 'Pendente',
        tipo_atendimento: 'SAC',
        ordens_servico: [{ tipo: 'ABERTURA VIA API' }],
      },
    })
    await open(ticket)
    expect(hubsoft.opened()).toHaveLength(2)
    expect(landings.list('HubSoft').map(({ kind }) => kind)).toEqual(['atendimento', 'atendimento'])
  })
})

describe('an atendimento', () => {
  const id = (): number => hubsoft.opened()[0]!.idAtendimento
  const path = (call: string): string => `/api/v1/integracao/atendimento/${call}`

  beforeEach(async () => {
    await open(ticket)
  })

  it('is listed with its messages, newest first when asked, and not once it is closed', async () => {
    await post(path(`adicionar_mensagem/${id()}`), { mensagem: 'ainda sem' })
    hubsoft.staffSays(id(), 'vamos ver')
    const list = 'cliente/atendimento?busca=id_cliente_servico&termo_busca=1101&order_type=desc&limit=50'
    const found = await get(`${list}&relacoes=atendimento_mensagem`)
    expect(found).toMatchObject({
      status: 'suscess',
      atendimentos: [
        { id_atendimento: id(), atendimento_mensagem: [{ mensagem: 'vamos ver' }, { mensagem: 'ainda sem' }] },
      ],
    })
    expect((found.atendimentos as Json[])[0]!.data_cadastro).toMatch(/^\d\d\/\d\d\/\d{4}$/u)
    hubsoft.staffCloses(id(), 'resolvido')
    expect((await get(list)).atendimentos).toEqual([])
    expect((await get(`${list}&apenas_pendente=nao`)).atendimentos).toHaveLength(1)
    expect(await get(list.replace('limit=50', 'limit=51'))).toMatchObject({ status: 'error' })
  })

  it('takes messages only while it is open', async () => {
    hubsoft.staffCloses(id(), 'resolvido')
    expect(await post(path(`adicionar_mensagem/${id()}`), { mensagem: 'x' })).toMatchObject({ status: 'error' })
    expect(await post(path('adicionar_mensagem/1'), { mensagem: 'x' })).toMatchObject({ status: 'error' })
  })

  it('keeps the bytes of its files', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255])
    const form = new FormData()
    form.append('files[0]', new Blob([bytes]), 'PLT-1 foto.png')
    const { json } = await send('POST', path(`adicionar_anexo/${id()}`), form)
    expect(json).toMatchObject({ status: 'success', atendimento: { id_atendimento: id() } })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(hubsoft.opened()[0]!.anexos).toMatchObject([{ fileName: 'PLT-1 foto.png', sha256 }])
    expect(await post(path(`adicionar_anexo/${id()}`), {})).toMatchObject({ status: 'error' })
  })

  it('cannot be closed and changed at once', async () => {
    const edit = async (body: unknown): Promise<Json> => await post(path(String(id())), body, 'PUT')
    expect(await edit({ fechar_atendimento: true, id_atendimento_status: 25 })).toMatchObject({ status: 'error' })
    expect(await edit({ fechar_atendimento: true, id_tipo_atendimento: 120 })).toMatchObject({ status: 'error' })
    expect(await edit({ descricao: 'x' })).toMatchObject({ status: 'error' })
    expect(await edit({ fechar_atendimento: true })).toMatchObject({ status: 'success' })
    expect(await edit({ fechar_atendimento: false })).toMatchObject({ status: 'error' })
  })
})

it('Gabi has an atendimento open from the beginning', async () => {
  expect((await get(`cliente/atendimento?busca=cpf_cnpj&termo_busca=${gabi.documento}`)).atendimentos).toHaveLength(1)
})
