import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { tempboxCalls } from '../../src/integrations/tempbox/calls.js'
import { configuredFields } from '../../src/integrations/tempbox/configured.js'
import { call, declared, DOCUMENTED, inputOf, ok, startTempboxWorld, TOKEN, type TempboxWorld } from '../support/tempbox-api.js'

let world: TempboxWorld

beforeAll(async () => {
  world = await startTempboxWorld(() => ok())
})

beforeEach(() => {
  world.server.seen.length = 0
})

afterAll(async () => {
  await world.close()
})

const READS = [
  ...['Acompanhar', 'Consultar', 'Listar', 'ListarDiasHorariosAtendentesAgendaDisponivel', 'ListarEmAberto'],
  ...['ListarHashesOutrosAtendentesEquipesAtendente', 'ListarHashesOutrosHumanosEquipesAtendente'],
  ...['ListarMensagensAtendimento', 'ListarMensagensAtendimentoChat', 'ListarMensagensEmAberto'],
  ...['ListarMensagensPadrao', 'ListarMeusAtendimentos', 'ListarRecentes', 'ListarRelatorioPrincipal'],
  ...['ListarUltimasMensagens', 'ObterDashboard'],
]

describe('the 32 calls of the document', () => {
  it('are all declared, each once, and no other', () => {
    expect(DOCUMENTED).toHaveLength(32)
    expect(Object.values(tempboxCalls).map(({ path }) => path.split('/').at(-1)).sort()).toEqual(
      DOCUMENTED.map(({ name }) => name).sort(),
    )
  })

  it('are reads where they answer, and writes where they do something', () => {
    const reads = DOCUMENTED.map(({ name }) => name).filter((name) => declared(name).access === 'read')
    expect(reads.sort()).toEqual([...READS].sort())
  })

  it('explain each field in Portuguese', () => {
    for (const { name } of DOCUMENTED) {
      const { body, query } = declared(name)
      for (const schema of [body, query]) {
        const shape = schema instanceof z.ZodObject ? schema.shape : {}
        const unexplained = Object.entries(shape).filter(([, field]) => ((field as z.ZodType).description ?? '') === '')
        expect([name, unexplained.map(([field]) => field)]).toEqual([name, []])
      }
    }
  })
})

describe('a request as it is sent equals the document’s', () => {
  it.each(DOCUMENTED)('$name', async ({ name, parts, query }) => {
    await call(world.tempbox, name, parts)
    const [request, ...others] = world.server.seen
    expect(others).toEqual([])
    expect([request!.method, request!.path]).toEqual(['POST', `/api/Atendimento/${name}`])
    expect([...request!.query]).toEqual([['token', TOKEN], ...query])
    expect([request!.body.length, request!.headers['content-type']]).toEqual([0, undefined])
  })

  it('with json without a value where it has no parameters, and without json for Listar and Excluir', async () => {
    for (const name of ['Acompanhar', 'Listar', 'Excluir']) await call(world.tempbox, name, inputOf(name))
    expect(world.server.seen.map(({ url }) => url)).toEqual([
      '/api/Atendimento/Acompanhar?token=tok%26en%3D&json=',
      '/api/Atendimento/Listar?token=tok%26en%3D',
      '/api/Atendimento/Excluir?token=tok%26en%3D&Hash=3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    ])
  })

  it('without the fields that nobody set', async () => {
    await call(world.tempbox, 'Salvar', { body: { Empresa: 'EMP', Hash: 'A1', Concluido: false } })
    expect(world.server.seen[0]!.query.get('json')).toBe('{"Concluido":false,"Empresa":"EMP","Hash":"A1"}')
  })
})

describe('what the configuration says', () => {
  const config = { empresa: 'EMP', atendente: 'ATD', plataforma: 7, codigoReferenciaCanal: 'CANAL' }

  it('fills in what a call takes of it', () => {
    expect(configuredFields(config, 'atendimento.enviarMensagem')).toEqual({
      Empresa: 'EMP',
      Atendente: 'ATD',
      Plataforma: 7,
      CodigoReferenciaCanal: 'CANAL',
    })
    expect(configuredFields({ empresa: 'EMP' }, 'atendimento.enviarMensagem')).toEqual({ Empresa: 'EMP' })
  })

  it('never says to whom an atendimento goes, or what is written on its record', () => {
    expect(Object.keys(configuredFields(config, 'atendimento.encaminhar'))).not.toContain('Atendente')
    expect(configuredFields(config, 'atendimento.salvar')).toEqual({ Empresa: 'EMP', CodigoReferenciaCanal: 'CANAL' })
    const names = Object.values(tempboxCalls).map(({ name }): string => name)
    expect(names).toEqual(expect.arrayContaining(['atendimento.encaminhar', 'atendimento.salvar']))
  })
})
