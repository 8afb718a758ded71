import { inspect } from 'node:util'

import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { AppError } from '../../src/domain/errors.js'
import type { CallParts } from '../../src/integrations/http/request.js'
import { failureOf } from '../support/http-api.js'
import { call, declared, DOCUMENTED, inputOf, ok, startTempboxWorld, type TempboxWorld } from '../support/tempbox-api.js'

let world: TempboxWorld

beforeAll(async () => {
  world = await startTempboxWorld(() => ok())
})

beforeEach(() => {
  world.server.seen.length = 0
  world.lines.length = 0
})

afterAll(async () => {
  await world.close()
})

/** Of each call, a field and a value that it does not take; without a value the field is missing. */
const BAD: readonly (readonly [name: string, field: string, value?: unknown])[] = [
  ['Acompanhar', 'body'],
  ['AgendarMensagem', 'body.Atendente', ''],
  ['AgendarMensagem', 'body.Atendimento'],
  ['AgendarMensagem', 'body.DataAgendamento', '02/07/2026 08:00'],
  ['AgendarMensagem', 'body.DataAgendamento', '2026-02-30T08:00:00'],
  ['AgendarMensagem', 'body.DataAgendamento', '2026-07-02T08:00:00Z'],
  ['AgendarMensagem', 'body.Empresa'],
  ['AgendarMensagem', 'body.Mensagem', ''],
  ['ColetarDadosIa', 'body', 'x'],
  ['CriarPorContato', 'body.Contato'],
  ['CriarPorContato', 'body.Empresa', ''],
  ['CriarPorContato', 'body.Plataforma', '7'],
  ['EncaminharAtendimento', 'body.Atendente'],
  ['EncaminharAtendimento', 'body.Atendimento', 7],
  ['EncerrarAtendimento', 'body.Atendimento'],
  ['EncerrarAtendimento', 'body.Empresa'],
  ['EnviarMensagem', 'body.Atendimento'],
  ['EnviarMensagem', 'body.Contato'],
  ['EnviarMensagem', 'body.Mensagem'],
  ['EnviarMensagem', 'body.Plataforma', 1.5],
  ['IniciarAtendimento', 'body.Atendente', ''],
  ['IniciarAtendimento', 'body.Empresa', null],
  ['ListarDiasHorariosAtendentesAgendaDisponivel', 'body.Empresa'],
  ['ListarDiasHorariosAtendentesAgendaDisponivel', 'body.AtendenteRelacionado', ''],
  ['ListarEmAberto', 'body.Empresa'],
  ['ListarHashesOutrosAtendentesEquipesAtendente', 'body.Atendente'],
  ['ListarHashesOutrosHumanosEquipesAtendente', 'body.Atendente'],
  ['ListarMensagensAtendimento', 'body.Atendimento'],
  ['ListarMensagensAtendimentoChat', 'body.Empresa'],
  ['ListarMensagensEmAberto', 'body.Inicio', -1],
  ['ListarMensagensEmAberto', 'body.Termino'],
  ['ListarMensagensEmAberto', 'body.Termino', 0],
  ['ListarMensagensEmAberto', 'body.Termino', 501],
  ['ListarMensagensPadrao', 'body.Empresa', ''],
  ['ListarMeusAtendimentos', 'body.Contato', 999],
  ['ListarRecentes', 'body.top'],
  ['ListarRecentes', 'body.top', 0],
  ['ListarRecentes', 'body.top', 501],
  ['ListarRelatorioPrincipal', 'body.Empresa'],
  ['ListarRelatorioPrincipal', 'body.Usuario', ''],
  ['ListarUltimasMensagens', 'body.Empresa'],
  ['ObterDashboard', 'body.Empresa', {}],
  ['ObterNovasMensagensChatSiteSse', 'body.Inicio', '0'],
  ['ObterNovasMensagensChatSiteSse', 'body.Termino', 10_000],
  ['PegarAtendimento', 'body.Atendimento', ''],
  ['ProcessarOcorrenciaRespostaInicialBotIa', 'body'],
  ['ProcessarOcorrenciaSemAtendente', 'body', []],
  ['ResponderMensagemBot', 'body.AtendimentoMensagem'],
  ['ResponderMensagemIa', 'body.Atendimento'],
  ['RespostaAutomaticaPronta', 'body', 3],
  ['Consultar', 'body.Hash', ''],
  ['Excluir', 'query.Hash'],
  ['Excluir', 'query.Hash', 'A1'],
  ['Excluir', 'query'],
  ['Salvar', 'body.Atendente', 'ATD'],
  ['Salvar', 'body.Concluido', 'sim'],
  ['Salvar', 'body.Empresa'],
  ['Salvar', 'body.ConsultarPorCampo'],
  ['Salvar', 'body.ValorConsultaPorCampo'],
  ['Salvar', 'body.TerminoAtendimento', 'ontem'],
]

describe('bad input is refused by its field, before anything is sent', () => {
  it.each(BAD.map(([name, field, value]) => ({ name, field, value })))('$name: $field $value', async ({ name, field, value }) => {
    const error = await failureOf(call(world.tempbox, name, broken(name, field, value)))
    expect(error).toMatchObject({ code: 'bad-input', retry: 'never' })
    expect(error.context).toMatchObject({ system: 'tempbox', operation: declared(name).name, field })
    expect(world.server.seen).toEqual([])
  })

  it('of every call that takes anything', () => {
    const tried = new Set(BAD.map(([name]) => name))
    expect(DOCUMENTED.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual(['Listar'])
  })
})

describe('a URL of more than 2,000 characters', () => {
  const long = DOCUMENTED.flatMap(({ name, parts }) =>
    Object.entries(parts.body ?? {})
      .filter(([field, value]) => typeof value === 'string' && !isFixed(name, field))
      .map(([field]) => ({ name, field })),
  )

  it.each(long)('is not sent: $name names its $field', async ({ name, field }) => {
    const error = await failureOf(call(world.tempbox, name, broken(name, `body.${field}`, 'é '.repeat(400))))
    expect(error).toMatchObject({ code: 'bad-input', retry: 'never', context: { field: `body.${field}` } })
    expect(world.server.seen).toEqual([])
  })

  it('is one of 2,001, not one of 2,000, as the splitting of messages counts them', async () => {
    const input = { atendimento: 'A1', contato: '999', mensagem: 'x' }
    const room = 2_000 - world.tempbox.urlLength(input)
    await world.tempbox.enviarMensagem({ ...input, mensagem: 'x'.repeat(room + 1) })
    expect(world.server.url.length + world.server.seen[0]!.url.length).toBe(2_000)
    const error = await failureOf(world.tempbox.enviarMensagem({ ...input, mensagem: 'x'.repeat(room + 2) }))
    expect(error).toMatchObject({ code: 'bad-input', context: { field: 'body.Mensagem' } })
    expect(world.server.seen).toHaveLength(1)
  })
})

describe('whatever a call is given', () => {
  it('nothing but an AppError comes of it, without the token or the words in it', async () => {
    const names = fc.constantFrom(...DOCUMENTED.map(({ name }) => name))
    const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constant('palavra '.repeat(300)), fc.constant('\ud800'))
    const anything = fc.oneof(fc.anything(), word.map((text) => `SEGREDO${text}`))
    await fc.assert(
      fc.asyncProperty(names, fc.nat(30), anything, fc.boolean(), async (name, which, value, whole) => {
        const part = name === 'Excluir' ? 'query' : 'body'
        const fields = Object.keys(inputOf(name)[part] ?? {})
        const field = fields[which % Math.max(1, fields.length)]
        const parts = whole || field === undefined ? { [part]: value } : broken(name, `${part}.${field}`, value)
        const failure: unknown = await call(world.tempbox, name, parts).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (failure !== undefined && !(failure instanceof AppError)) throw new Error(`${name} threw something else`)
        const shown = inspect(failure, { depth: 9, showHidden: true }) + JSON.stringify([failure, world.lines])
        expect(shown).not.toMatch(/SEGREDO|palavra|tok&en|tok%26/u)
      }),
      { numRuns: 400 },
    )
  })

  it('a failure on the way holds neither the token nor the words', async () => {
    const text = 'SEGREDO'
    for (const reply of [{ status: 500, text: '' }, { json: { Success: false, Message: text } }, { status: 302, text }] as const) {
      const failing = await startTempboxWorld(() => reply)
      const { url } = failing.server
      const errors = [await failureOf(call(failing.tempbox, 'EnviarMensagem', broken('EnviarMensagem', 'body.Mensagem', text)))]
      await failing.close()
      const gone = await startTempboxWorld(() => reply)
      await gone.server.close()
      errors.push(await failureOf(call(gone.tempbox, 'EnviarMensagem', broken('EnviarMensagem', 'body.Mensagem', text))))
      await gone.tempbox.close()
      const shown = errors.map((error) => inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).join()
      expect(shown).not.toMatch(/SEGREDO|tok&en|tok%26/u)
      expect(shown).not.toContain(`${url}/api`)
    }
  })
})

/** The call's whole input with one field changed, or taken away where there is no value. */
function broken(name: string, path: string, value: unknown): CallParts {
  const [part = '', field] = path.split('.')
  if (field === undefined) return value === undefined ? {} : { [part]: value }
  const given = part === 'query' ? inputOf(name).query : inputOf(name).body
  const fields = Object.entries(given ?? {}).filter(([key]) => key !== field)
  return { [part]: Object.fromEntries(value === undefined ? fields : [...fields, [field, value]]) }
}

/** Fields whose form leaves no room for a long text. */
function isFixed(name: string, field: string): boolean {
  const shape = declared(name).body instanceof z.ZodObject ? (declared(name).body as z.ZodObject).shape : {}
  return !z.safeParse(shape[field] as z.ZodType, 'é '.repeat(400)).success
}
