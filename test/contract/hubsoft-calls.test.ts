import { afterEach, describe, expect, it } from 'vitest'

import { hubsoftCalls } from '../../src/integrations/hubsoft/calls.js'
import type { CallDeclaration } from '../../src/integrations/http/call.js'
import { failureOf } from '../support/http-api.js'
import { startHubsoftBench, type HubsoftBench } from '../support/hubsoft-api.js'
import { goodInput } from '../support/hubsoft-examples/examples.js'
import { hangUp, type Reply } from '../support/json-server.js'

type Name = keyof typeof hubsoftCalls

/** All but the login, which lets the others in. */
const NAMES = (Object.keys(hubsoftCalls) as Name[]).filter((name) => name !== 'passwordGrant')
const calls: Record<Name, CallDeclaration> = hubsoftCalls
const WRITES = NAMES.filter((name) => calls[name].access === 'write')

let bench: HubsoftBench | undefined

afterEach(async () => {
  await bench?.close()
  bench = undefined
})

async function answering(reply: Reply, beforeLogin = reply): Promise<HubsoftBench> {
  bench = await startHubsoftBench((_request, { logins }) => (logins < 2 ? beforeLogin : reply))
  return bench
}

const make = ({ hubsoft }: HubsoftBench, name: Name) => hubsoft.api.whole(calls[name], goodInput(name))
const EVERY_KEY = [
  'atendimentos', 'clientes', 'registros', 'faturas', 'ordens_servico', 'servicos', 'prospectos', 'cpes', 'cidades',
  'equipamentos', 'pops', 'zonas_atendimento', 'tipos_atendimento', 'status_atendimento', 'motivos_fechamento',
  'periodos', 'origem_contatos', 'tipo_ordem_servicos', 'tecnicos', 'horarios',
] // prettier-ignore
const good = (item: object = {}, lists: unknown = []): Reply => ({
  json: {
    status: 'success',
    msg: 'ok',
    ...Object.fromEntries(EVERY_KEY.map((key) => [key, lists])),
    atendimento: { id_atendimento: 1, protocolo: '1', ...item },
    cliente: { id_cliente: 1, ...item },
    prospecto: item,
    ordem_servico: item,
    job: item,
    ...item,
  },
})

describe('autenticarCliente', () => {
  it('after a 401, which speaks of the customer’s password, is not made again', async () => {
    const world = await answering({ status: 401, json: { status: 'error', msg: 'Usuário ou senha inválidos' } })
    const failure = await failureOf(make(world, 'autenticarCliente'))
    expect(failure).toMatchObject({ code: 'refused', retry: 'never', context: { status: 401 } })
    expect(failure.vendorMessage()).toBe('Usuário ou senha inválidos')
    expect(world.calls()).toHaveLength(1)
    expect(world.logins()).toBe(1)
  })
})

/** A file's stream is spent, and a customer's password goes once. */
const REPEATED = NAMES.filter((name) => calls[name].file === undefined && calls[name].carriesPassword === undefined)

describe.each(REPEATED)('%s', (name) => {
  it('after a 401 logs in again once and is made again', async () => {
    const world = await answering(good(), { status: 401, json: { error: 'Unauthenticated.' } })
    await make(world, name)
    expect(world.logins()).toBe(2)
    const sent = world.calls()
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect(sent[1]?.url).toBe(sent[0]?.url)
    expect(sent[1]?.body.equals(sent[0]?.body ?? Buffer.alloc(0))).toBe(true)
  })

  it('after a second 401 is unauthorized, and had no effect', async () => {
    const world = await answering({ status: 401, json: { error: 'Unauthenticated.' } })
    expect(await failureOf(make(world, name))).toMatchObject({ code: 'unauthorized', retry: 'safe' })
    expect(world.calls()).toHaveLength(2)
  })
})

/** An unlock's refusal is an answer, below. */
const REFUSABLE = NAMES.filter((name) => calls[name].refusalAnswers !== true)

describe.each(REFUSABLE)('%s', (name) => {
  it('refused under 200 tells the fields out of its sentences', async () => {
    const errors = ['O campo id_cliente_servico é obrigatório.', 'ZULMIRA não pode.']
    const failure = await failureOf(make(await answering({ json: { status: 'error', msg: 'Erro ao validar', errors } }), name))
    expect(failure).toMatchObject({ code: 'refused', context: { field: 'id_cliente_servico' } })
    expect(failure.vendorMessage()).toBe('Erro ao validar')
  })
})

describe.each(NAMES)('%s', (name) => {
  it('is forbidden where the API user lacks the permission', async () => {
    const msg = 'O Usuário não possui a permissão desejada!'
    const failure = await failureOf(make(await answering({ status: 403, json: { status: 'error', msg } }), name))
    expect(failure).toMatchObject({ code: 'forbidden', retry: 'never', context: { status: 403 } })
    expect(failure.vendorMessage()).toBe(msg)
  })

  it('is not found where the tenant lacks the route, as JSON and as a page', async () => {
    for (const body of [{ json: { message: '' } }, { text: '<!doctype html><title>Não encontrado</title>' }]) {
      const world = await answering({ status: 404, ...body })
      expect(await failureOf(make(world, name))).toMatchObject({ code: 'not-found', retry: 'never', context: { status: 404 } })
      await world.close()
    }
  })

  it('refused with 422 tells the vendor\'s names of the fields, and nothing that stands in them', async () => {
    const errors = {
      telefone: ['O telefone 37900001111 de ZULMIRA é inválido.'],
      'servico.valor': ['Obrigatório.'],
      'ZULMIRA FICTÍCIA': ['?'],
    }
    const failure = await failureOf(make(await answering({ status: 422, json: { message: 'Dados inválidos', errors } }), name))
    expect(failure).toMatchObject({ code: 'refused', retry: 'never', context: { field: 'telefone,servico.valor' } })
    expect(JSON.stringify([failure.message, failure.context])).not.toMatch(/ZULMIRA|3790/u)
  })

  it('lets no password, token or link through, wherever it stands', async () => {
    const secrets = {
      senha: 'SEGREDO',
      senhas: [{ senha: 'SEGREDO' }],
      password: 'SEGREDO',
      access_token: 'SEGREDO',
      refresh_token: 'SEGREDO',
      link: 'https://hubsoft.example/pdf/fatura/SEGREDO',
    }
    const deeper = { ...secrets, id_cliente_servico: 1, cliente: secrets, servico: secrets, servicos: [secrets] }
    const deep = { ...deeper, ordens_servico: [deeper], cliente_servico: deeper, tecnicos: [secrets], interfaces: [deeper] }
    const world = await answering(good(secrets, [deep]))
    const outcome = await make(world, name).catch((error: unknown) => error)
    const printed = outcome instanceof Error ? [outcome.message, outcome] : outcome
    expect(JSON.stringify([printed])).not.toContain('SEGREDO')
  })
})

it.each(WRITES)('%s whose answer is lost has an unknown outcome, and is not sent again', async (name) => {
  const world = await answering(hangUp)
  expect(await failureOf(make(world, name))).toMatchObject({ retry: 'unknown-outcome' })
  expect(world.calls()).toHaveLength(1)
})

describe('an unlock', () => {
  const msg = 'O valor informado para os dias de desbloqueio (9) não é permitido, pois ultrapassa o máximo de 3 dias.'
  const body = { id_cliente_servico: 11000, dias_desbloqueio: 9 }

  it('of more days than allowed comes back as the vendor\'s own sentence, not as an exception', async () => {
    const { hubsoft } = await answering({ json: { status: 'error', msg, errors: [] } })
    const call = hubsoftCalls.desbloquearConfianca
    expect(await hubsoft.api.call(call, { body })).toEqual({ kind: 'recusado', mensagem: msg })
    expect(await hubsoft.api.whole(call, { body })).toEqual({ status: 'error', msg })
  })

  it('is a certain no to the outbox, with the same sentence', async () => {
    const { hubsoft } = await answering({ json: { status: 'error', msg, errors: [] } })
    const failure = await failureOf(hubsoft.desbloquearConfianca(11000, 9))
    expect(failure).toMatchObject({ code: 'refused', retry: 'never', context: { reason: 'refused' } })
    expect(failure.vendorMessage()).toBe(msg)
  })
})

describe('the login', () => {
  it('in the listing shows no token to an operator', () => {
    const { whole, login } = hubsoftCalls.passwordGrant
    const answer = { token_type: 'Bearer', expires_in: '2592000', access_token: 'SEGREDO', refresh_token: 'SEGREDO' }
    expect(login).toBe(true)
    expect(whole.parse(answer)).toEqual({ tokenType: 'Bearer', expiresIn: 2592000 })
    expect(JSON.stringify(hubsoftCalls.passwordGrant.answer.parse(answer))).not.toContain('SEGREDO')
  })

  it('of twenty calls at once is one', async () => {
    const world = await answering(good())
    await Promise.all(NAMES.slice(0, 20).map((name) => make(world, name)))
    expect(world.logins()).toBe(1)
  })
})
