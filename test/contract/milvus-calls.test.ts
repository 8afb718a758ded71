import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { CallParts } from '../../src/integrations/http/request.js'
import { itemsOf, type Page } from '../../src/integrations/http/pages.js'
import { milvusCalls } from '../../src/integrations/milvus/calls.js'
import { createMilvus, type Milvus } from '../../src/integrations/milvus/milvus.js'
import { silentLogger } from '../../src/lib/logger.js'
import { systemClock } from '../../src/lib/clock.js'
import { Secret } from '../../src/lib/secret.js'
import { failureOf } from '../support/http-api.js'
import { startJsonServer, type JsonServer, type Reply, type SeenRequest } from '../support/json-server.js'
import type { Case } from './milvus/case.js'
import { chamadoCases } from './milvus/chamado.js'
import { clienteCases } from './milvus/cliente.js'
import { conversaCases } from './milvus/conversa.js'
import { dispositivoCases } from './milvus/dispositivo.js'
import { relatorioCases } from './milvus/relatorio.js'

const CASES = [...chamadoCases, ...conversaCases, ...clienteCases, ...dispositivoCases, ...relatorioCases]
const NAMED = CASES.map((one): [string, Case] => [one.call.name, one])
const WRITES = NAMED.filter(([, { call }]) => call.access === 'write')

let server: JsonServer
let milvus: Milvus
let reply: (request: SeenRequest) => Reply

beforeAll(async () => {
  server = await startJsonServer((request) => reply(request))
  const config = { baseUrl: `${server.url}/api`, token: new Secret('milvus-token'), listingsPerMinute: 1_000 }
  const circuit = { failures: 1_000 }
  milvus = createMilvus(config, { clock: systemClock, logger: silentLogger, circuit })
})

afterAll(async () => {
  await milvus.close()
  await server.close()
})

beforeEach(() => {
  server.seen.length = 0
  reply = () => ({ status: 500, json: {} })
})

/** What a case gives: its body as it is sent where it does not say otherwise, its file anew. */
function given({ give = {}, sent }: Case): CallParts {
  const { file, body } = sent
  return {
    ...(body === undefined ? {} : { body }),
    ...give,
    ...(file && { upload: uploadOf(file) }),
  }
}

function uploadOf({ fileName, type, text }: { fileName: string; type: string; text: string }) {
  async function* stream() {
    yield Buffer.from(text)
  }
  return { fileName, mime: type, size: Buffer.byteLength(text), stream: stream() }
}

/** What a case gives, with these parts in the place of its own. */
function misgiven(one: Case, parts: CallParts): CallParts {
  const { upload, ...rest } = given(one)
  return { ...rest, ...('params' in parts ? {} : { upload }), ...parts }
}

const ask = ({ call }: Case, parts: CallParts) => milvus.api.whole(call, parts)

it('every documented call, all 34, has its case here, in one place each', () => {
  expect(Object.values(milvusCalls)).toHaveLength(34)
  expect(new Set(CASES.map(({ call }) => call.name))).toEqual(new Set(Object.values(milvusCalls).map(({ name }) => name)))
  expect(CASES).toHaveLength(34)
})

describe('as it is sent, equal to the document,', () => {
  it.each(NAMED)('%s', async (_name, one) => {
    reply = () => one.reply
    await ask(one, given(one))
    const { method, url, body, file } = one.sent
    const [seen, ...others] = server.seen
    if (!seen) throw new Error('it was sent')
    expect(others).toEqual([])
    expect([seen.method, seen.url, seen.headers.authorization]).toEqual([method, `/api${url}`, 'milvus-token'])
    if (file) {
      const form = seen.body.toString()
      expect(seen.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/u)
      expect(form).toContain(`Content-Disposition: form-data; name="${file.field}"; filename="${file.fileName}"`)
      expect(form).toContain(`Content-Type: ${file.type}\r\n\r\n${file.text}\r\n--`)
    } else if (body === undefined) {
      expect(seen.body.toString()).toBe('')
    } else {
      expect(seen.headers['content-type']).toBe('application/json')
      expect(seen.json()).toEqual(body)
    }
  })
})

describe('as it is answered, read to its values,', () => {
  it.each(NAMED)('%s', async (_name, one) => {
    reply = () => one.reply
    const read = await ask(one, given(one))
    expect(read).toEqual(one.read)
    expect(JSON.stringify({ read })).not.toMatch(/nao-mostrar|AAAAA-BBBBB|Aja como/u)
  })
})

describe('what does not fit is refused by its field before anything leaves:', () => {
  const BAD = NAMED.flatMap(([name, one]) => one.bad.map(([what, parts, field]) => ({ name, what, one, parts, field })))

  it.each(BAD)('$name with $what', async ({ one, parts, field }) => {
    expect(await failureOf(ask(one, misgiven(one, parts)))).toMatchObject({
      code: 'bad-input',
      retry: 'never',
      context: { system: 'milvus', operation: one.call.name, field },
    })
    expect(server.seen).toEqual([])
  })

  it('and every call that takes anything has such a case', () => {
    const without = CASES.filter(({ bad }) => bad.length === 0).map(({ call }) => call.name)
    expect(without).toEqual(['dispositivo.listarTipos'])
  })
})

describe('a write', () => {
  it.each(WRITES)('%s is refused for good by a 500 that is a validation error', async (_name, one) => {
    reply = () => ({ status: 500, json: { message: 'Campo inválido' } })
    expect(await failureOf(ask(one, given(one)))).toMatchObject({ code: 'refused', retry: 'never' })
  })

  it.each(WRITES)('%s has an unknown outcome after any other 500, and is sent once', async (_name, one) => {
    reply = () => ({ status: 500, json: { message: 'Erro interno' } })
    expect(await failureOf(ask(one, given(one)))).toMatchObject({ retry: 'unknown-outcome' })
    expect(server.seen).toHaveLength(1)
  })

  const BARE = WRITES.filter(([, { call }]) => call.okWithoutBody === true)

  it.each(BARE)('%s is done by a status alone, its word written out or not', async (_name, one) => {
    for (const text of ['', 'OK']) {
      reply = () => ({ status: 200, text, headers: { 'content-type': 'text/plain' } })
      expect(await ask(one, given(one))).toBeUndefined()
    }
    reply = () => ({ status: 200, text: '<html>OK</html>', headers: { 'content-type': 'text/html' } })
    expect(await failureOf(ask(one, given(one)))).toMatchObject({ code: 'bad-answer', retry: 'unknown-outcome' })
  })
})

describe('an envelope', () => {
  const tipos = dispositivoCases.find(({ call }) => call.name === 'dispositivo.listarTipos')!

  it.each([
    [500, 'refused'],
    ['404', 'refused'],
    [401, 'unauthorized'],
  ])('that says status_code %j under HTTP 200 is no answer', async (code, expected) => {
    reply = () => ({ json: { status_code: code, message: 'Não foi', lista: [] } })
    expect(await failureOf(ask(tipos, {}))).toMatchObject({ code: expected })
  })
})

describe('a listing', () => {
  const { listarUsuariosCliente: call } = milvusCalls

  it('goes on from page 1 to the last one, as its own counts tell', async () => {
    reply = ({ query }) => ({
      json: { meta: { paginate: { current_page: query.get('pagina'), last_page: '3', total: '3' } }, lista: [{ id: query.get('pagina') }] },
    })
    const ids = []
    const page = z.custom<Page<{ id?: number }>>()
    const ask = async (parts: CallParts) => page.parse(await milvus.api.whole(call, parts))
    for await (const { id } of itemsOf(call.paging, { query: {}, body: { filtro_body: {} } }, ask)) ids.push(id)
    expect(ids).toEqual([1, 2, 3])
    expect(server.seen.map(({ url }) => url)).toEqual([1, 2, 3].map((n) => `/api/usuario-cliente/listar?pagina=${n}`))
  })

  it.each([
    ['without its list', {}, 'bad-answer'],
    ['with null for its list', { lista: null }, undefined],
  ])('%s', async (_name, json, code) => {
    reply = () => ({ json })
    const answer = milvus.api.whole(call, { query: {}, body: { filtro_body: {} } })
    if (code === undefined) expect(await answer).toEqual({ itens: [] })
    else expect(await failureOf(answer)).toMatchObject({ code })
  })
})

const LISTINGS = NAMED.filter(([, { call }]) => call.paging !== undefined && call.body !== undefined)

describe('a listing without a filter', () => {
  // No field of a filter is a must, so that an operator may say none.
  it.each(LISTINGS)('%s is of all', async (_name, { call }) => {
    reply = () => ({ json: { lista: [] } })
    expect(await milvus.api.whole(call, { query: {}, body: {} })).toMatchObject({ itens: [] })
    expect(server.seen[0]?.json()).toEqual({ filtro_body: {} })
  })

  it('are five', () => expect(LISTINGS).toHaveLength(5))
})

describe('all clients', () => {
  it('are listed where that is said, and the saying does not leave', async () => {
    reply = () => ({ json: { lista: [] } })
    expect(await milvus.api.whole(milvusCalls.buscarCliente, { query: { todos: true } })).toEqual([])
    expect(server.seen[0]!.url).toBe('/api/cliente/busca')
  })
})

describe('a device', () => {
  // As its listing shows one in the document: what `dispositivos/buscar` answers is shown nowhere.
  const listed = {
    id: 276417,
    apelido: null,
    data_criacao: '2020-05-27T17:44:25.000Z',
    data_ultima_atualizacao: '2020-05-27T17:50:55.000Z',
    nome_fantasia: 'Zul',
    tipo_dispositivo_text: 'Notebook',
    tipo_dispositivo_icone: 'mdi mdi-laptop-windows',
    total_processadores: 2,
    data_compra: '2020-04-16T00:00:00.000Z',
    data_garantia: '2020-04-30',
  }
  const read = {
    id: 276417,
    dataCriacao: '2020-05-27T14:44:25-03:00',
    dataUltimaAtualizacao: '2020-05-27T14:50:55-03:00',
    nomeFantasia: 'Zul',
    tipoDispositivoText: 'Notebook',
    tipoDispositivoIcone: 'mdi mdi-laptop-windows',
    totalProcessadores: 2,
    // Midnight in Greenwich is the evening before in Brazil: the day is the one that was written.
    dataCompra: '2020-04-16',
    dataGarantia: '2020-04-30',
  }

  it('that is searched for shows all that a listed one does, and was bought on the day that is written', async () => {
    reply = () => ({ json: { lista: [listed] } })
    expect(await milvus.api.whole(milvusCalls.buscarDispositivo, { query: { id: 276417 } })).toEqual([read])
    const page = await milvus.api.whole(milvusCalls.listarDispositivos, { query: {}, body: { filtro_body: {} } })
    expect(page).toEqual({ itens: [read] })
  })
})

describe('a newer version', () => {
  it('is filtered by what it has beyond the document, and nothing that it shows is lost', async () => {
    const filtro_body = { categorias_id: [256], apresentar_conciliados: false, somente_conciliados: true, status: 22 }
    const chamado = { codigo: 857, categorias: 'Fibra/Conector', conciliado: false, codigo_do_conciliado: '10' }
    reply = () => ({ json: { lista: [chamado] } })
    const page = await milvus.api.whole(milvusCalls.listarChamados, { query: {}, body: { filtro_body } })
    expect(server.seen[0]?.json()).toEqual({ filtro_body })
    const lido = { codigo: '857', categorias: 'Fibra/Conector', conciliado: false, codigoDoConciliado: '10' }
    expect(page).toEqual({ itens: [lido] })
  })

  it('tells of what kind an acompanhamento is', async () => {
    reply = () => ({ json: { retorno: [{ texto: 'nota', log_tipo_id: 6, log_tipo_text: 'Novo', tipo: 'comentarios' }] } })
    const read = [{ texto: 'nota', logTipoId: 6, logTipoText: 'Novo', tipo: 'comentarios' }]
    const give = { params: { chamado_codigo: 857 }, query: {} }
    expect(await milvus.api.whole(milvusCalls.listarAcompanhamentos, give)).toEqual(read)
    expect(await milvus.api.whole(milvusCalls.listarAcompanhamentosTecnicos, give)).toEqual(read)
  })

  it('tells more of a client', async () => {
    const client = { id: 30753, token: 'KEN7B5', is_fisica: true, is_ativo: true, data_nascimento: '1979-09-09T00:00:00.000Z', idioma: 1 }
    reply = () => ({ json: { lista: [{ ...client, timezone: 'America/Sao_Paulo', grupo_categorias: ['Fibra'], motivo_bloqueio: null }] } })
    expect(await milvus.api.whole(milvusCalls.buscarCliente, { query: { todos: true } })).toEqual([
      {
        ...{ id: 30753, token: 'KEN7B5', isFisica: true, isAtivo: true, dataNascimento: '1979-09-09', idioma: '1' },
        ...{ timezone: 'America/Sao_Paulo', grupoCategorias: ['Fibra'] },
      },
    ])
  })
})

describe('a chamado', () => {
  it.each([[4], ['4'], ['Finalizado'], ['']])('is listed by its status %j, sent as it is given', async (status) => {
    reply = () => ({ json: { lista: [] } })
    await milvus.api.whole(milvusCalls.listarChamados, { query: {}, body: { filtro_body: { status } } })
    expect(server.seen[0]?.json()).toEqual({ filtro_body: { status } })
  })

  it('is known by its codigo, never by the internal id that stands beside it', async () => {
    reply = () => ({ json: { lista: [{ id: 990_001, codigo: '861', assunto: 'x' }] } })
    const found = await milvus.api.call(milvusCalls.listarChamados, { query: {}, body: { filtro_body: {} } })
    expect(found.itens.map(({ codigo }) => codigo)).toEqual(['861'])
    reply = () => ({ json: { lista: [{ id: 990_001, assunto: 'x' }] } })
    const without = milvus.api.call(milvusCalls.listarChamados, { query: {}, body: { filtro_body: {} } })
    expect(await failureOf(without)).toMatchObject({ code: 'bad-answer' })
  })

  it.each([
    ['false', false],
    [0, false],
    [false, false],
    ['privado', true],
    [null, true],
    [undefined, true],
  ])('has an acompanhamento with privado %j, which is taken for private: %j', async (privado, expected) => {
    reply = () => ({ json: { status_code: 200, retorno: [{ texto: 'nota', privado, is_excluido: 'true' }] } })
    const read = await milvus.api.call(milvusCalls.listarAcompanhamentos, { params: { chamado_codigo: 861 }, query: {} })
    expect(read).toMatchObject([{ privado: expected, excluido: true }])
  })
})
