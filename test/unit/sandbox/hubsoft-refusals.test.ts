import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startHubsoft, type HubsoftStandIn } from '../../../src/sandbox/hubsoft.js'
import { Landings } from '../../../src/sandbox/landings.js'
import { world } from '../../../src/sandbox/world.js'
import { ana, gabi } from '../../../src/sandbox/world/people.js'

const login = { grant_type: 'password', client_id: '3', client_secret: 's', username: 'u', password: 'p' }
const credentials = { clientId: '3', clientSecret: 's', username: 'u', password: 'p' }

let hubsoft: HubsoftStandIn
let token = ''

beforeAll(async () => {
  hubsoft = await startHubsoft({ credentials, world, landings: new Landings(Date.now) })
  const answer = await fetch(`${hubsoft.url}/oauth/token`, { method: 'POST', body: JSON.stringify(login) })
  token = String(Reflect.get((await answer.json()) as object, 'access_token'))
})

afterAll(async () => hubsoft.stop())

async function ask(line: string, body?: unknown): Promise<{ status: number; json: { status?: unknown; msg?: unknown } }> {
  const [method = '', path = ''] = line.split(' ')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const response = await fetch(`${hubsoft.url}/api/v1/integracao/${path}`, init)
  return { status: response.status, json: (await response.json()) as { status?: unknown } }
}

const backwards = 'data_inicio=2022-02-01&data_fim=2022-01-31'
const days = 'data_inicio=2022-01-01&data_fim=2022-01-31'
const first = () => hubsoft.tickets().find(({ pessoa }) => pessoa === gabi)?.idAtendimento ?? 0

describe('what the documents refuse', () => {
  it.each([
    ['a period the wrong way round', `GET cliente/atendimento?busca=codigo_cliente&termo_busca=1&${backwards}`],
    ['likewise', `GET cliente/financeiro?busca=codigo_cliente&termo_busca=1&${backwards}`],
    ['likewise', `GET cliente/extrato_conexao?busca=login&termo_busca=x&${backwards}`],
    ['likewise', `GET cliente/ordem_servico?busca=codigo_cliente&${backwards}`],
    ['likewise', `GET cliente/all?${backwards}`],
    ['likewise', `GET atendimento/todos?${backwards}`],
    ['likewise', `GET atendimento/paginado/10?${backwards}`],
    ['likewise', `GET financeiro?${backwards}`],
    ['a day in another form', 'GET atendimento/todos?data_inicio=01/02/2022'],
    ['a page over 500', `GET atendimento/todos?itens_por_pagina=501&${days}`],
    ['likewise', `GET atendimento/paginado/501?${days}`],
    ['likewise', 'GET rede/cpe/todos?pagina=0&itens_por_pagina=501'],
    ['a page before the first', `GET atendimento/paginado/10?pagina=-1&${days}`],
    ['a listing in pages without its days', 'GET atendimento/paginado/10'],
    ['a limit of none', 'GET cliente/all?limit=0'],
    ['likewise', 'GET financeiro?limit=0'],
    ['an unknown search', 'GET financeiro?busca=nome&termo_busca=x'],
    ['an unknown tipo', 'GET configuracao/motivo_fechamento_atendimento?id_tipo_atendimento=9'],
  ])('%s: %s', async (_what, line) => {
    expect((await ask(line)).json.status).toBe('error')
  })

  it.each([
    ['no page', 'POST atendimento/paginado/50', { itens_por_pagina: 50 }],
    ['a page over 500', 'POST atendimento/paginado/50', { pagina: 0, itens_por_pagina: 501 }],
    ['a call without its user', 'POST pbx/ligacao/notificar', { telefone: 37900002222 }],
    ['a call for a client that is none', 'POST pbx/ligacao/notificar', { ramal: 1, codigo_cliente: 999999 }],
    ['a wrong password', 'POST cliente/autenticacao/', { usuario: ana.documento, senha: 'errada' }],
    ['a removal without a reason', 'POST ordem_servico/remove_agendamento', { id_ordem_servico: 1, observacao: 'x'.repeat(10) }],
    ['a removal with a short one', 'POST ordem_servico/remove_agendamento', { id_motivo_remocao_agendamento: 8, observacao: 'x' }],
    ['an unlock of too many days', 'POST cliente/desbloqueio_confianca', { id_cliente_servico: 1701, dias_desbloqueio: 9 }],
  ])('%s', async (_what, line, body) => {
    expect((await ask(line, body)).json.status).toBe('error')
  })

  it.each([
    ['closing with a status', { fechar_atendimento: true, id_atendimento_status: 22 }],
    ['closing with a tipo', { fechar_atendimento: true, id_tipo_atendimento: 120 }],
    ['an unknown status', { fechar_atendimento: false, id_atendimento_status: 999 }],
    ['an unknown tipo', { fechar_atendimento: false, id_tipo_atendimento: 999 }],
    ['no word of closing', { descricao: 'x' }],
  ])('an edit with %s', async (_what, body) => {
    expect((await ask(`PUT atendimento/${String(first())}`, body)).json.status).toBe('error')
    expect(hubsoft.tickets().find(({ idAtendimento }) => idAtendimento === first())?.aberto).toBe(true)
  })

  it('fields that are missing in a login of the portal, by name and under 422', async () => {
    const { status, json } = await ask('POST cliente/autenticacao/', { usuario: 'x' })
    expect([status, json]).toEqual([422, expect.objectContaining({ errors: { senha: ['O campo senha é obrigatório.'] } })])
  })

  it('without a token is nothing of it', async () => {
    const good = token
    token = 'revoked'
    for (const line of ['GET cliente/all', 'GET rede/pop', 'POST pbx/ligacao/cancelar', 'GET configuracao/tecnico']) {
      expect((await ask(line)).status).toBe(401)
    }
    token = good
  })
})
