import { afterEach, describe, expect, it } from 'vitest'

import type { NovoProspecto } from '../../src/domain/prospecto.js'
import { createHubsoft, type Hubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { makeCnpj, makeCpf } from '../../src/sandbox/world/documents.js'
import { failureOf } from '../support/http-api.js'
import { hangUp, startJsonServer, type Reply, type SeenRequest } from '../support/json-server.js'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function world(answer: (request: SeenRequest) => Reply): Promise<{ hubsoft: Hubsoft; calls: () => SeenRequest[] }> {
  const server = await startJsonServer((request) =>
    request.path === '/oauth/token' ? { json: { access_token: 'token-1', expires_in: 3_600 } } : answer(request),
  )
  const hubsoft = createHubsoft(
    { baseUrl: server.url, clientId: '3', clientSecret: new Secret('s'), username: 'u', password: new Secret('p') },
    { clock: { now: Date.now, sleep: async () => {} }, logger: silentLogger, transport: { closeGraceMs: 0 } },
  )
  cleanups.push(() => server.close(), () => hubsoft.close())
  return { hubsoft, calls: () => server.seen.filter(({ path }) => path !== '/oauth/token') }
}

const error = (msg: string): Reply => ({ json: { status: 'error', msg } })
const novo: NovoProspecto = {
  cep: '35560000',
  idServico: 1,
  amountCents: 12_990,
  nome: 'Fulana Fictícia',
  documento: makeCpf('400500600'),
  telefone: '3732818000',
  endereco: 'Praça Inventada',
  numero: 77,
  bairro: 'Centro',
  observacao: '[PLT-00000000] Interesse',
}

describe('plans of a CEP', () => {
  it('are asked for and read as 8.1 shows them, those without a price left out', async () => {
    const servicos = [
      { id_servico: 1330, descricao: 'COMBO 10 MB', valor: 254.9, nome_radius: 'X', display: 'X', velocidade_download: 20_480 },
      { id_servico: '1308', descricao: 'PLANO 10', valor: '129,90', velocidade_download: null },
      { id_servico: 9, descricao: 'SEM PREÇO', valor: null },
    ]
    const { hubsoft, calls } = await world(() => ({ json: { status: 'success', msg: 'ok', servicos } }))
    expect(await hubsoft.listByCep('35560000')).toEqual({
      kind: 'planos',
      planos: [
        { idServico: 1330, nome: 'COMBO 10 MB', amountCents: 25_490, downloadKbps: 20_480 },
        { idServico: 1308, nome: 'PLANO 10', amountCents: 12_990 },
      ],
    })
    expect(calls()[0]?.url).toBe('/api/v1/integracao/prospecto/create?cep=35560000')
  })

  it('are none where no city has the CEP, and a failure where the tenant has no such route', async () => {
    const unknown = await world(() => error('Nenhuma cidade foi encontrada com esse CEP.'))
    expect(await unknown.hubsoft.listByCep('99999000')).toEqual({ kind: 'cepDesconhecido' })
    const missing = await world(() => ({ status: 403, json: { msg: 'O Usuário não possui a permissão desejada!' } }))
    expect(await failureOf(missing.hubsoft.listByCep('35560000'))).toMatchObject({ code: 'forbidden' })
  })
})

describe('a prospecto', () => {
  it('is sent as 8.1.1 says, a company as one', async () => {
    const { hubsoft, calls } = await world(() => ({ json: { status: 'success', msg: 'ok', prospecto: { id_prospecto: 100 } } }))
    await hubsoft.criarProspecto(novo)
    await hubsoft.criarProspecto({ ...novo, documento: makeCnpj('683465670001') })
    expect(calls()[0]).toMatchObject({ method: 'POST', path: '/api/v1/integracao/prospecto' })
    expect(calls()[0]?.json()).toEqual({
      cep: '35560000',
      servico: { id_servico: 1, valor: 129.9 },
      cpf_cnpj: novo.documento,
      telefone: '3732818000',
      nome_razaosocial: 'Fulana Fictícia',
      tipo_pessoa: 'pf',
      bairro: 'Centro',
      endereco: 'Praça Inventada',
      numero: 77,
      observacao: '[PLT-00000000] Interesse',
    })
    expect(calls()[1]?.json()).toMatchObject({ tipo_pessoa: 'pj' })
  })

  it('that is known already is refused for good, and one whose answer is lost is not sent again', async () => {
    const known = await world(() => error('O CPF/CNPJ já foi cadastrado antes no prospecto EMPRESA XPTO LTDA'))
    expect(await failureOf(known.hubsoft.criarProspecto(novo))).toMatchObject({ code: 'refused', retry: 'never' })
    const lost = await world(() => hangUp)
    expect(await failureOf(lost.hubsoft.criarProspecto(novo))).toMatchObject({ retry: 'unknown-outcome' })
    expect(lost.calls()).toHaveLength(1)
  })

  it('is searched by name, as 8.2 says', async () => {
    const prospectos = [{ id_prospecto: 100, nome_razaosocial: 'X', cpf_cnpj: 1_234_567_890, telefone: '(37) 3281-8000', observacao: null }]
    const { hubsoft, calls } = await world(() => ({ json: { status: 'success', prospectos } }))
    expect(await hubsoft.findProspectos('Fulana Fictícia')).toEqual([
      { documento: '01234567890', telefone: '3732818000', observacao: '' },
    ])
    expect(calls()[0]?.url).toMatch(/\/prospecto\?busca=Fulana/u)
  })
})
