import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js'
import { ana, carla } from '../../../src/sandbox/world/people.js'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox()
})

afterEach(async () => {
  await sandbox.stop()
})

async function milvus(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const headers = { authorization: sandbox.env.MILVUS_TOKEN!, 'content-type': 'application/json' }
  const response = await fetch(`${sandbox.milvus.url}/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
}

const chamado = {
  cliente_id: 'ANA001',
  chamado_assunto: 'PLT-1 TV',
  chamado_descricao: 'sem canais',
  chamado_mesa: 'Suporte',
}

describe('Milvus', () => {
  it('answers from its articles, or with a sentence that says it found none', async () => {
    const ask = async (pergunta: string) =>
      (await milvus('POST', 'base-conhecimento/perguntar-contexto', { pergunta })).json
    expect(await ask('Estou sem internet')).toMatchObject({
      status_code: 200,
      resposta: expect.stringContaining('LOS'),
      prompt: expect.any(String),
    })
    expect(await ask('Quem descobriu o Brasil?')).toMatchObject({
      resposta: expect.stringContaining('Não encontrei informações'),
    })
  })

  it('lists everybody without a document, and may know two of one', async () => {
    const list = async (query: string) =>
      ((await milvus('GET', `cliente/busca${query}`)).json as { lista: unknown[] }).lista
    expect(await list(`?documento=${ana.documento}`)).toMatchObject([{ token: 'ANA001' }])
    expect(await list(`?documento=${carla.documento}`)).toHaveLength(2)
    expect((await list('')).length).toBeGreaterThan(4)
  })

  it('answers a bare number or a quoted one, and finds the chamado by its assunto', async () => {
    const first = await milvus('POST', 'chamado/criar', chamado)
    const second = await milvus('POST', 'chamado/criar', chamado)
    expect([typeof first.json, typeof second.json].sort()).toEqual(['number', 'string'])
    const found = await milvus('POST', 'chamado/listagem', { filtro_body: { assunto: 'PLT-1', status: 'Todos' } })
    expect(found.json).toMatchObject({
      meta: { paginate: { total: 2 } },
      lista: [{ assunto: 'PLT-1 TV' }, { assunto: 'PLT-1 TV' }],
    })
  })

  it('refuses with a 500 what it does not know', async () => {
    const refused = { status: 500, json: { message: 'Campo inválido' } }
    expect(await milvus('POST', 'chamado/criar', { ...chamado, cliente_id: '30753' })).toEqual(refused)
    expect(await milvus('POST', 'chamado/criar', { ...chamado, chamado_mesa: 'Nenhuma' })).toEqual(refused)
    expect(sandbox.milvus.chamados()).toEqual([])
  })

  it('keeps acompanhamentos, private ones apart, and files', async () => {
    await milvus('POST', 'chamado/criar', chamado)
    const { codigo } = sandbox.milvus.chamados()[0]!
    const written = await milvus('POST', 'chamado/acompanhamento/criar', {
      acompanhamento_ticket: String(codigo),
      acompanhamento_descricao: 'piscou',
      acompanhamento_privado: false,
    })
    expect(written.status).toBe(204)
    sandbox.milvus.staffSays(codigo, 'Téc. Fictício', 'nota interna', { privado: true })
    expect(await milvus('GET', `chamado/acompanhamento/${codigo}?privado=false`)).toMatchObject({
      json: { retorno: [{ texto: 'piscou' }] },
    })
    const form = new FormData()
    form.append('anexo', new Blob([Buffer.from('bytes')]), 'a.txt')
    const headers = { authorization: sandbox.env.MILVUS_TOKEN! }
    const sent = await fetch(`${sandbox.milvus.url}/chamado/anexo/criar/${codigo}`, {
      method: 'POST',
      headers,
      body: form,
    })
    expect(sent.status).toBe(204)
    expect(sandbox.milvus.chamados()[0]!.anexos[0]!.bytes.toString()).toBe('bytes')
  })

  it('refuses a wrong token', async () => {
    sandbox.faults.milvus.revokeTokens()
    expect((await milvus('GET', 'cliente/busca')).status).toBe(401)
    sandbox.faults.milvus.restoreTokens()
    expect((await milvus('GET', 'cliente/busca')).status).toBe(200)
  })
})

describe('TempBox', () => {
  const names = { Contato: '42', Plataforma: 7, Atendente: 'a' }
  const call = async (
    name: string,
    params: object,
    token = sandbox.env.TEMPBOX_TOKEN!,
  ): Promise<{ status: number; text: string }> => {
    const json = JSON.stringify({ Empresa: sandbox.env.TEMPBOX_EMPRESA, ...names, ...params })
    const query = new URLSearchParams({ token, json })
    const response = await fetch(`${sandbox.tempbox.url}/api/Atendimento/${name}?${query.toString()}`, {
      method: 'POST',
    })
    return { status: response.status, text: await response.text() }
  }
  const data = async (name: string, params: object): Promise<unknown> =>
    (JSON.parse((await call(name, params)).text) as { Data: unknown }).Data

  it('opens one conversation of a contact at a time, found only by listing', async () => {
    expect(await data('CriarPorContato', {})).toBeNull()
    await call('CriarPorContato', {})
    expect(await data('ListarMeusAtendimentos', {})).toMatchObject([{ Concluido: false, Plataforma: 7 }])
    sandbox.tempbox.close('42')
    await call('CriarPorContato', {})
    expect(await data('ListarMeusAtendimentos', {})).toHaveLength(2)
  })

  it('lists what was relayed marked as an attendant’s, beside the attendant’s own', async () => {
    await call('CriarPorContato', {})
    const { atendimento } = sandbox.tempbox.conversations()[0]!
    expect(await data('EnviarMensagem', { Atendimento: atendimento, Mensagem: 'oi' })).toBeNull()
    sandbox.tempbox.attendantSays('42', 'Marina Fictícia', 'boa tarde')
    expect(await data('ListarMensagensAtendimento', { Atendimento: atendimento })).toMatchObject([
      { Mensagem: 'oi', MensagemAtendente: 1, AtendentePrimeiroNome: null },
      { Mensagem: 'boa tarde', MensagemAtendente: 1, AtendentePrimeiroNome: 'Marina' },
    ])
  })

  it('refuses a long URL before looking at it, and the rest in its envelope', async () => {
    expect((await call('EnviarMensagem', { Mensagem: 'é'.repeat(700) })).status).toBe(414)
    expect(await call('ListarMeusAtendimentos', {}, 'wrong')).toMatchObject({ status: 401 })
    const refused = await call('EnviarMensagem', { Atendimento: 'nenhum', Mensagem: 'x' })
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([200, { Success: false, Data: null }])
  })
})
