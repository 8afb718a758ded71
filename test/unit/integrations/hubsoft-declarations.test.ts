import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { hubsoftCalls } from '../../../src/integrations/hubsoft/calls.js'
import type { CallDeclaration } from '../../../src/integrations/http/call.js'

const all: readonly CallDeclaration[] = Object.values(hubsoftCalls)
const operators = all.filter(({ inner }) => inner !== true)

const PARTS = ['params', 'query', 'body'] as const

function fieldsOf(call: CallDeclaration): { name: string; schema: z.ZodType; json: unknown }[] {
  return PARTS.flatMap((part) => {
    const schema = call[part]
    if (schema === undefined) return []
    const { properties } = z.object({ properties: z.record(z.string(), z.unknown()) }).parse(z.toJSONSchema(schema, { io: 'input' }))
    return Object.entries(properties).map(([name, json]) => ({ name: `${call.name} ${part}.${name}`, schema, json }))
  })
}

describe('the calls of HubSoft', () => {
  it('are told to operators once each', () => {
    const routes = operators.map(({ method, path }) => `${method} ${path}`)
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([])
  })

  it('that only the bot makes are also there for operators, under the name that shows everything', () => {
    for (const { method, path } of all.filter(({ inner }) => inner === true)) {
      expect(operators.filter((call) => call.method === method && call.path === path)).toHaveLength(1)
    }
  })

  it('explain each of their fields in a few words', () => {
    const unexplained = all.flatMap(fieldsOf).filter(({ json }) => {
      const { description } = z.object({ description: z.string().optional() }).parse(json)
      return description === undefined || description.length < 3 || description.length > 110
    })
    expect(unexplained.map(({ name }) => name)).toEqual([])
  })

  it('are no more and no fewer than those of the documents', () => {
    expect(operators.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...DOCUMENTED].sort())
  })

  it('cannot wipe a router: restaurar_cpe is nowhere', () => {
    for (const call of all) expect(JSON.stringify([call.name, call.path, call.summary])).not.toMatch(/restaur/iu)
  })

  it('read no password and no link that opens a document', () => {
    const written = (schema: z.ZodType | undefined): string =>
      schema === undefined ? '' : JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
    for (const { answer, whole, inner, login } of all) {
      const answers = inner === true || login === true ? written(whole) : written(answer) + written(whole)
      expect(answers).not.toMatch(/"(senhas?|password|access_token|refresh_token|link)"/u)
    }
  })

  it('that bring much are bounded in their number, their bytes and their time', () => {
    const { maxAnswerBytes, timeoutMs, retry }: CallDeclaration = hubsoftCalls.listarClientes
    expect([maxAnswerBytes, timeoutMs, retry]).toEqual([128 * 1024 * 1024, 120_000, 'once'])
    expect(all.filter(({ paging }) => paging !== undefined).map(({ name, paging }) => [name, paging?.field, paging?.first])).toEqual([
      ['atendimento.listarTodos', 'pagina', 0],
      ['rede.cpes', 'pagina', 0],
      ['atendimento.paginado', 'pagina', 0],
      ['atendimento.filtrar', 'pagina', 0],
    ])
  })
})

/** Of hubsoft-api-2020.txt, hubsoft-atendimento-2025.md and integrator-facts.md. */
const DOCUMENTED = [
  'POST /oauth/token',
  'POST /atendimento',
  'PUT /atendimento/:id_atendimento',
  'GET /atendimento/paginado/:quantidade',
  'POST /atendimento/paginado/:quantidade',
  'GET /atendimento/todos',
  'POST /atendimento/adicionar_mensagem/:id_atendimento',
  'POST /atendimento/adicionar_anexo/:id_atendimento',
  'GET /cliente',
  'GET /cliente/all',
  'GET /cliente/atendimento',
  'POST /cliente/autenticacao/',
  'POST /cliente/desbloqueio_confianca',
  'GET /cliente/solicitar_desconexao/:id_cliente_servico',
  'GET /cliente/extrato_conexao',
  'GET /cliente/financeiro',
  'POST /cliente/financeiro/enviar_email',
  'POST /cliente/financeiro/enviar_sms',
  'POST /cliente/financeiro/enviar_push',
  'GET /cliente/ordem_servico',
  'POST /cliente/reset_mac_addr',
  'GET /endereco/cidade',
  'GET /financeiro',
  'POST /pbx/ligacao/notificar',
  'POST /pbx/ligacao/cancelar',
  'GET /prospecto/create',
  'POST /prospecto',
  'GET /prospecto',
  'GET /rede/equipamento',
  'GET /rede/pop',
  'GET /rede/zona_atendimento',
  'GET /rede/cpe/todos',
  'POST /rede/reiniciar_cpe/:phy_addr',
  'GET /configuracao/status_atendimento',
  'GET /configuracao/tipo_atendimento',
  'GET /configuracao/motivo_fechamento_atendimento',
  'GET /configuracao/disponibilidade',
  'GET /configuracao/origem_contato',
  'GET /configuracao/tipo_ordem_servico',
  'GET /configuracao/tecnico',
  'GET /ordem_servico/horarios_disponiveis_agenda',
  'POST /ordem_servico/agendar',
  'POST /ordem_servico/reagendar',
  'POST /ordem_servico/remove_agendamento',
  'POST /ordem_servico/consultar',
]
