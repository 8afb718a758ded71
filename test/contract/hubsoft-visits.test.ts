import { afterEach, describe, expect, it } from 'vitest'

import { createHubsoft, type Hubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { failureOf } from '../support/http-api.js'
import { hangUp, startJsonServer, type JsonServer, type Reply, type SeenRequest } from '../support/json-server.js'

const NOW = Date.parse('2024-05-14T15:00:00Z')
const at = (local: string): number => Date.parse(`${local}-03:00`)
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function world(answer: (request: SeenRequest) => Reply): Promise<{ hubsoft: Hubsoft; calls: () => SeenRequest[]; server: JsonServer }> {
  const server = await startJsonServer((request) =>
    request.path === '/oauth/token' ? { json: { access_token: 'token-1', expires_in: 3_600 } } : answer(request),
  )
  const hubsoft = createHubsoft(
    { baseUrl: server.url, clientId: '3', clientSecret: new Secret('s'), username: 'u', password: new Secret('p') },
    { clock: { now: () => NOW, sleep: async () => {} }, logger: silentLogger, transport: { closeGraceMs: 0 } },
  )
  cleanups.push(() => server.close(), () => hubsoft.close())
  return { hubsoft, server, calls: () => server.seen.filter(({ path }) => path !== '/oauth/token') }
}

const horario = (over: object = {}): object => ({
  data_inicio: '2024-05-15',
  hora_inicio: '16:00:00',
  data_termino: '2024-05-15',
  hora_termino: '17:00:00',
  duracao_minutos: 60,
  disponiveis: 7,
  tecnicos: [{ id: 4, name: 'Teste API', email: 'x@exemplo.invalid', pivot: { id_agenda_ordem_servico: 160 } }],
  ...over,
})

describe('free times of an agenda', () => {
  const answer = (horarios: unknown): Reply => ({ json: { status: 'success', msg: 'Agenda consultada', agenda: 'CENTRO', horarios } })

  it('are asked for from the day in Brazil on, and read as the collection shows them', async () => {
    const datas = {
      '2024-05-16': { disponiveis: 1, horarios: { '08:00:00': horario({ data_inicio: '2024-05-16', data_termino: '2024-05-16', hora_inicio: '08:00:00', hora_termino: '09:30:00' }) } },
      '2024-05-15': { disponiveis: 1, horarios: { '16:00:00': horario(), '17:00:00': horario({ hora_inicio: '17:00:00', hora_termino: '18:00:00', disponiveis: 0 }) } },
    }
    const { hubsoft, calls } = await world(() => answer({ datas }))
    expect(await hubsoft.listHorarios(154, at('2024-05-14T23:30:00'), 2)).toEqual([
      { inicio: at('2024-05-15T16:00:00'), fim: at('2024-05-15T17:00:00') },
      { inicio: at('2024-05-16T08:00:00'), fim: at('2024-05-16T09:30:00') },
    ])
    expect(calls()[0]?.url).toContain('/ordem_servico/horarios_disponiveis_agenda?id_agenda_ordem_servico=154&data_inicio=2024-05-14&dias=2')
  })

  it.each([
    ['a list of days', [{ horarios: [horario()] }]],
    ['times without their day', { datas: { '2024-05-15': { horarios: { '16:00:00': { hora_termino: '17:00:00', duracao_minutos: '60' } } } } }],
    ['a length alone', { datas: { '2024-05-15': [horario({ hora_termino: null })] } }],
  ])('are read from %s', async (_, horarios) => {
    const { hubsoft } = await world(() => answer(horarios))
    expect(await hubsoft.listHorarios(154, NOW, 2)).toEqual([{ inicio: at('2024-05-15T16:00:00'), fim: at('2024-05-15T17:00:00') }])
  })

  it.each([
    ['empty lists', { datas: [] }],
    ['a day with none', { datas: { '2024-05-15': { disponiveis: 0, horarios: [] } } }],
    ['nothing', null],
  ])('are none in %s', async (_, horarios) => {
    const { hubsoft } = await world(() => answer(horarios))
    expect(await hubsoft.listHorarios(154, NOW, 2)).toEqual([])
  })

  it('of an agenda that is not there are a refusal, and so is a missing route', async () => {
    const refusing = await world(() => ({ json: { status: 'error', msg: 'Agenda não encontrada' } }))
    expect(await failureOf(refusing.hubsoft.listHorarios(9, NOW, 1))).toMatchObject({ code: 'refused' })
    const missing = await world(() => ({ status: 404, body: 'Not Found' }))
    expect(await failureOf(missing.hubsoft.listHorarios(9, NOW, 1))).toMatchObject({ code: 'not-found' })
  })
})

describe('a visit', () => {
  const visita = { idOrdemServico: 1_493, inicio: at('2020-11-23T08:00:00'), fim: at('2020-11-23T09:30:00') }
  const body = {
    id_ordem_servico: 1_493,
    data_inicio_programado: '2020-11-23',
    hora_inicio_programado: '08:00:00',
    data_termino_programado: '2020-11-23',
    hora_termino_programado: '09:30:00',
  }

  it('is moved and confirmed as the collection says', async () => {
    const { hubsoft, calls } = await world(() => ({ json: { status: 'success', msg: 'ok', ordem_servico: {} } }))
    await hubsoft.reagendarVisita(visita)
    await hubsoft.agendarVisita(visita)
    expect(calls().map(({ method, path }) => `${method} ${path.replace('/api/v1/integracao', '')}`)).toEqual([
      'POST /ordem_servico/reagendar',
      'POST /ordem_servico/agendar',
    ])
    expect(calls()[0]?.json()).toEqual(body)
    expect(calls()[1]?.json()).toMatchObject({ id_ordem_servico: 1_493 })
  })

  it('whose answer is lost is of unknown outcome, and not moved again', async () => {
    const { hubsoft, calls } = await world(() => hangUp)
    expect(await failureOf(hubsoft.reagendarVisita(visita))).toMatchObject({ retry: 'unknown-outcome' })
    expect(calls()).toHaveLength(1)
  })

  it('tells its agenda where the tenant’s version does', async () => {
    const ordem = { id_ordem_servico: 78, status: 'aguardando_agendamento' }
    const ordens_servico = [{ ...ordem, agenda_ordem_servico: { id_agenda_ordem_servico: '46' } }, { ...ordem, id_ordem_servico: 79, agenda_ordem_servico: 'CENTRO' }]
    const { hubsoft } = await world(() => ({ json: { status: 'success', ordens_servico } }))
    expect((await hubsoft.listByServico(71)).map(({ idAgenda }) => idAgenda)).toEqual([46, undefined])
  })
})
