import { afterEach, describe, expect, it } from 'vitest'

import { createMilvus } from '../../src/integrations/milvus/milvus.js'
import { silentLogger, type Logger } from '../../src/lib/logger.js'
import { systemClock } from '../../src/lib/clock.js'
import { Secret } from '../../src/lib/secret.js'
import { failureOf } from '../support/http-api.js'
import { badGateway, hangUp, startJsonServer, type Reply, type SeenRequest } from '../support/json-server.js'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function world(answer: (request: SeenRequest) => Reply, logger: Logger = silentLogger) {
  const server = await startJsonServer(answer)
  const config = { baseUrl: `${server.url}/api`, token: new Secret('milvus-token') }
  const milvus = createMilvus(config, { clock: systemClock, logger })
  cleanups.push(() => server.close(), () => milvus.close())
  return { server, milvus }
}

const novo = { clienteToken: 'KEN7B5', assunto: 'PLT-AAAA1111 sem acesso', descricao: 'Sem acesso', contato: 'Zulmira' }

describe('the knowledge base', () => {
  it('is asked with the bare token, and its prompt goes nowhere', async () => {
    const json = { status_code: 200, resposta: ' Reinicie a ONU. ', prompt: 'x' }
    const { server, milvus } = await world(() => ({ json }))
    expect(await milvus.ask('sem internet')).toBe('Reinicie a ONU.')
    expect(server.seen[0]!.headers.authorization).toBe('milvus-token')
    expect(server.seen[0]!.path).toBe('/api/base-conhecimento/perguntar-contexto')
    expect(server.seen[0]!.json()).toEqual({ pergunta: 'sem internet' })
  })

  it('is asked once, and its trouble keeps no ticket out', async () => {
    const { server, milvus } = await world(({ path }) => (path.includes('perguntar') ? badGateway : { json: 123 }))
    for (let i = 0; i < 6; i++) await failureOf(milvus.ask('?'))
    expect(server.seen).toHaveLength(5)
    expect(await milvus.criarChamado(novo)).toEqual({ codigo: '123' })
  })

  it('may have no answer', async () => {
    const { milvus } = await world(() => ({ json: { status_code: 200, resposta: null } }))
    expect(await milvus.ask('?')).toBe('')
  })
})

describe('a new chamado', () => {
  it.each([[123], ['123']])('is told by %j, and sent under the client\'s token', async (codigo) => {
    const { server, milvus } = await world(() => ({ json: codigo }))
    const input = { ...novo, mesa: 'Mesa padrão', setor: 'Suporte', email: 'nao tem', categoriaPrimaria: 'Internet' }
    expect(await milvus.criarChamado(input)).toEqual({ codigo: '123' })
    expect(server.seen[0]!.json()).toEqual({
      cliente_id: 'KEN7B5',
      chamado_assunto: 'PLT-AAAA1111 sem acesso',
      chamado_descricao: 'Sem acesso',
      chamado_contato: 'Zulmira',
      chamado_mesa: 'Mesa padrão',
      chamado_setor: 'Suporte',
      chamado_categoria_primaria: 'Internet',
    })
  })

  it.each([
    ['an object', { message: 'Campo inválido: chamado_mesa' }],
    ['a JSON string', 'Campo inválido'],
    ['its error key', { erro: 'O campo chamado_setor é obrigatório' }],
  ])('is refused for good by a 500 that clearly is a validation error, as %s', async (_name, json) => {
    const { milvus } = await world(() => ({ status: 500, json }))
    expect(await failureOf(milvus.criarChamado(novo))).toMatchObject({ code: 'refused', retry: 'never' })
  })

  it.each([
    ['a 500 about the token', { status: 500, json: { message: 'Token inválido' } }],
    ['another 500', { status: 500, json: { message: 'Internal server error' } }],
    ['a 500 in plain text', { status: 500, text: 'Campo inválido' }],
    ['a 502 that says so', { status: 502, json: { message: 'Campo inválido' } }],
    ['a closed connection', hangUp],
    ['no codigo', { json: {} }],
  ] as const)('has an unknown outcome after %s', async (_name, reply) => {
    const { server, milvus } = await world(() => reply)
    expect(await failureOf(milvus.criarChamado(novo))).toMatchObject({ retry: 'unknown-outcome' })
    expect(server.seen).toHaveLength(1)
  })

  it('is unauthorized with a revoked token, and safe to try later', async () => {
    const { milvus } = await world(() => ({ status: 401, json: { message: 'Token inválido' } }))
    expect(await failureOf(milvus.criarChamado(novo))).toMatchObject({ code: 'unauthorized', retry: 'safe' })
  })
})

describe('finding', () => {
  it('a client means the very same document, in any punctuation', async () => {
    const { server, milvus } = await world(() => ({
      json: {
        lista: [
          { id: 1, cnpj_cpf: '111.444.777-35', token: 'KEN7B5' },
          { id: 2, cnpj_cpf: '52998224725', token: 'K1OSGA' },
          { id: 3, cnpj_cpf: null, token: 'NADA' },
          { id: 4, cnpj_cpf: '11144477735', token: null },
        ],
      },
    }))
    expect(await milvus.findClientes('11144477735')).toEqual([{ token: 'KEN7B5' }])
    expect(server.seen[0]!.url).toBe('/api/cliente/busca?documento=11144477735')
  })

  it('without a document never asks: the answer would be everybody', async () => {
    const { server, milvus } = await world(() => ({ json: { lista: [] } }))
    expect(await failureOf(milvus.findClientes(''))).toMatchObject({ code: 'bad-input' })
    expect(server.seen).toEqual([])
  })

  it('the newest chamados is one listing, which is complete when it is not full', async () => {
    const lista = [
      { codigo: 857, id: 884790, assunto: 'PLT-AAAA1111 sem acesso' },
      { codigo: '860', id: 1, assunto: 'outra coisa' },
    ]
    const { server, milvus } = await world(() => ({ json: { meta: {}, lista } }))
    expect(await milvus.listNewest({ since: 0, notBefore: 0 })).toMatchObject({
      complete: true,
      chamados: [{ codigo: '857', assunto: 'PLT-AAAA1111 sem acesso' }, { codigo: '860' }],
    })
    expect(server.seen).toHaveLength(1)
    expect(server.seen[0]!.json()).toEqual({ filtro_body: { status: 'Todos' } })
    expect(server.seen[0]!.url).toBe('/api/chamado/listagem?is_descending=true&order_by=codigo&total_registros=200')
  })

  it.each([
    ['reaches back beyond', '2026-07-01 08:45:00', true],
    ['may end just before', '2026-07-01 08:55:00', false],
    ['ends after', '2026-07-01 09:05:00', false],
    ['does not say whether it reaches', null, false],
  ])('the newest chamados, in a full listing that %s the moment that is meant', async (_name, oldest, complete) => {
    const lista = Array.from({ length: 200 }, (_, index) => ({ codigo: 900 - index, assunto: 'x', data_criacao: oldest }))
    const { milvus } = await world(() => ({ json: { lista } }))
    const since = Date.parse('2026-07-01T09:00:00-03:00')
    expect((await milvus.listNewest({ since, notBefore: 0 })).complete).toBe(complete)
  })

  it('the newest chamados at one moment is one listing, however many ask, and at most two in a minute', async () => {
    const { server, milvus } = await world(() => ({ json: { lista: [] } }))
    const ask = (notBefore = Number.POSITIVE_INFINITY) => milvus.listNewest({ since: 0, notBefore })
    await Promise.all([1, 2, 3, 4].map(() => ask(0)))
    expect(server.seen).toHaveLength(1)
    await ask()
    const refused = await failureOf(ask())
    expect(refused).toMatchObject({ code: 'rate-limited', retry: 'safe', context: { reason: 'pace' } })
    expect(refused.retryAfterMs).toBeGreaterThan(50_000)
    expect(server.seen).toHaveLength(2)
  })

  it('a client’s chamados names its token', async () => {
    const { server, milvus } = await world(() => ({ json: { lista: [{ codigo: 1, assunto: 'PLT-AAAA1111' }] } }))
    expect(await milvus.listOfCliente('KEN7B5')).toMatchObject([{ codigo: '1', assunto: 'PLT-AAAA1111' }])
    expect(server.seen[0]!.json()).toEqual({ filtro_body: { cliente_token: 'KEN7B5', status: 'Todos' } })
  })
})

describe('adding to a chamado', () => {
  it('is done with a 204, and never in private', async () => {
    const { server, milvus } = await world(() => ({ status: 204, text: '' }))
    await milvus.criarAcompanhamento('857', 'PLT-BBBB2222 voltou a cair')
    expect(server.seen[0]!.json()).toEqual({
      acompanhamento_ticket: '857',
      acompanhamento_descricao: 'PLT-BBBB2222 voltou a cair',
      acompanhamento_privado: false,
    })
  })

  it('sends a file as anexo', async () => {
    const { server, milvus } = await world(() => ({ status: 204, text: '' }))
    async function* stream() {
      yield Buffer.from('abc')
    }
    await milvus.criarAnexo('857', { fileName: 'a.png', mime: undefined, size: 3, stream: stream() })
    expect(server.seen[0]!.path).toBe('/api/chamado/anexo/criar/857')
    expect(server.seen[0]!.body.toString()).toContain('name="anexo"; filename="a.png"')
  })

  it('is read back without what was deleted', async () => {
    const { server, milvus } = await world(() => ({
      json: {
        status_code: 200,
        retorno: [
          { texto: 'um', privado: true, is_excluido: false },
          { texto: 'dois', is_excluido: true },
          { texto: null, texto_html: '<p>três</p>' },
        ],
      },
    }))
    expect((await milvus.listAcompanhamentos('857')).map(({ texto }) => texto.trim())).toEqual(['um', 'três'])
    expect(server.seen[0]!.url).toBe('/api/chamado/acompanhamento/857')
  })
})
