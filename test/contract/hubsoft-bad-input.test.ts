import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { AppError } from '../../src/domain/errors.js'
import { hubsoftCalls } from '../../src/integrations/hubsoft/calls.js'
import type { CallParts } from '../../src/integrations/http/request.js'
import { failureOf } from '../support/http-api.js'
import { startHubsoftBench, type HubsoftBench } from '../support/hubsoft-api.js'
import { goodInput } from '../support/hubsoft-examples/examples.js'

type Name = keyof typeof hubsoftCalls
type Part = 'params' | 'query' | 'body'

let bench: HubsoftBench

beforeAll(async () => {
  bench = await startHubsoftBench(() => ({ json: { status: 'success' } }))
})

afterEach(() => {
  // Not even a login.
  expect(bench.server.seen.splice(0).map(({ method, url }) => `${method} ${url}`)).toEqual([])
})

afterAll(async () => bench.close())

/** Wrong values of one field of a call whose other fields are good; the field that the error names, where another. */
type Row = [call: Name, part: Part, field: string, wrong: readonly unknown[], named?: string]

const NO_ID = [undefined, null, 0, -1, 1.5, 'abc', '', '1; drop', Number.NaN, Infinity, {}, [], true]
const NO_OPTIONAL_ID = NO_ID.slice(1)
const NO_TEXT = [undefined, null, '', '   ', 7, {}]
const NO_PHONE = [undefined, '(37) 90000-1111', '+5537900001111', '3790', '379000011112', 37900001111]
const NO_DAY = ['01/08/2022', '2022-13-01', '2022-02-30', 20220801, '']
const NO_FLAG = ['talvez', true, 1]
const NO_TERM = [undefined, '', ' ', {}, 1.5]
const NO_ENUM = [undefined, 'nome', '', 7]
const listing = (call: Name, most: number): Row[] => [
  [call, 'query', 'busca', NO_ENUM],
  [call, 'query', 'termo_busca', NO_TERM],
  [call, 'query', 'limit', [0, most + 1, 'todos', -5, 2.5]],
]
const period = (call: Name, part: Part): Row[] => [
  [call, part, 'data_inicio', NO_DAY],
  [call, part, 'data_fim', NO_DAY],
]

const ROWS: Row[] = [
  ['passwordGrant', 'body', 'grant_type', ['refresh_token', undefined]],
  ...(['client_id', 'client_secret', 'username', 'password'] as const).map((field): Row => ['passwordGrant', 'body', field, [undefined, '', 3]]),
  ['criarAtendimento', 'body', 'id_cliente_servico', NO_ID],
  ['criarAtendimento', 'body', 'descricao', NO_TEXT],
  ['criarAtendimento', 'body', 'nome', NO_TEXT],
  ['criarAtendimento', 'body', 'telefone', NO_PHONE],
  ['criarAtendimento', 'body', 'email', ['sem arroba', '@', 'a@b', 3]],
  ...(['id_tipo_atendimento', 'id_atendimento_status', 'id_origem_contato'] as const).map((field): Row => ['criarAtendimento', 'body', field, NO_OPTIONAL_ID]),
  ['criarAtendimento', 'body', 'id_usuario_responsavel', ['1,', 'a,b', -1]],
  ['criarAtendimento', 'body', 'id_disponibilidade', ['manhã', '1;2', 1]],
  ['criarAtendimento', 'body', 'abrir_os', ['sim', 1]],
  // An array here, an object in the editing.
  ['criarAtendimento', 'body', 'parametros', ['x', { origem: 'telegram' }]],
  ['criarAtendimento', 'body', 'parametros_ordem_servico', ['x', { status: 'x' }]],
  ['criarAtendimento', 'body', 'parametros_ordem_servico', [[{ id_tipo_ordem_servico: 'x' }]], 'parametros_ordem_servico.0.id_tipo_ordem_servico'],
  ['criarAtendimento', 'body', 'parametros_fechamento', [[{ descricao_fechamento: '' }]], 'parametros_fechamento.0.descricao_fechamento'],
  ['editarAtendimento', 'params', 'id_atendimento', NO_ID],
  ['editarAtendimento', 'body', 'fechar_atendimento', [undefined, 'true', 1, null]],
  ['editarAtendimento', 'body', 'descricao', ['', 3]],
  ['editarAtendimento', 'body', 'parametros', ['x', [{ origem: 'telegram' }]]],
  ['editarAtendimento', 'body', 'parametros_fechamento', ['x']],
  ['editarAtendimento', 'body', 'parametros_fechamento', [{ id_motivo_fechamento: 'x' }], 'parametros_fechamento.id_motivo_fechamento'],
  // The good input closes: neither may be sent along.
  ['editarAtendimento', 'body', 'id_atendimento_status', ['x', 3]],
  ['editarAtendimento', 'body', 'id_tipo_atendimento', ['x', 150]],
  ['editarAtendimento', 'body', 'avaliacao', [0, 6, 4.5, 'ótima']],
  ['adicionarMensagem', 'params', 'id_atendimento', NO_ID],
  ['adicionarMensagem', 'body', 'mensagem', NO_TEXT],
  ['adicionarAnexo', 'params', 'id_atendimento', NO_ID],
  ...(['listarAtendimentos', 'acompanharServico'] as const).flatMap((call): Row[] => [
    ...listing(call, 50),
    ...period(call, 'query'),
    [call, 'query', 'apenas_pendente', NO_FLAG],
    [call, 'query', 'order_by', ['data_vencimento']],
    [call, 'query', 'order_type', ['up']],
    [call, 'query', 'relacoes', ['senhas', 'atendimento_mensagem;checklists', '']],
  ]),
  ['listarTodos', 'query', 'pagina', [-1, 'x', 0.5]],
  ['listarTodos', 'query', 'itens_por_pagina', [0, 501]],
  ['listarTodos', 'query', 'relacoes', ['senhas']],
  ...period('listarTodos', 'query'),
  ['listarPaginado', 'params', 'quantidade', [undefined, 0, 501, 'dez']],
  ['listarPaginado', 'query', 'pagina', [-1]],
  ['listarPaginado', 'query', 'data_inicio', [undefined, ...NO_DAY]],
  ['listarPaginado', 'query', 'data_fim', [undefined, ...NO_DAY, '2022-07-31']],
  ['filtrarPaginado', 'params', 'quantidade', [501]],
  ['filtrarPaginado', 'body', 'pagina', [undefined, -1]],
  ['filtrarPaginado', 'body', 'itens_por_pagina', [undefined, 0, 501]],
  ...period('filtrarPaginado', 'body'),
  ['filtrarPaginado', 'body', 'tipo_atendimento', ['132;28', 132, '']],
  ['filtrarPaginado', 'body', 'status_atendimento', ['aberto']],
  ['filtrarPaginado', 'body', 'id_servico', NO_OPTIONAL_ID],
  ['filtrarPaginado', 'body', 'relacoes', ['ordem_servico_mensagem']],
  ...listing('buscarCliente', 100),
  ...(['cancelado', 'ultima_conexao', 'incluir_alarmes', 'incluir_desbloqueios'] as const).map((field): Row => ['buscarCliente', 'query', field, NO_FLAG]),
  ['buscarCliente', 'query', 'order_by', ['nome']],
  ['buscarCliente', 'query', 'order_type', ['ASC']],
  // Everybody, by accident.
  ['listarClientes', 'query', 'limit', [undefined, 0, -1, 'muitos', null]],
  ['listarClientes', 'query', 'data_inicio', NO_DAY],
  ['listarClientes', 'query', 'data_fim', NO_DAY],
  ['listarClientes', 'query', 'order_by', ['nome']],
  ['listarClientes', 'query', 'order_type', ['x']],
  ['autenticarCliente', 'body', 'usuario', NO_TEXT],
  ['autenticarCliente', 'body', 'senha', NO_TEXT],
  ['consultarServicos', 'query', 'busca', ['cpf_cnpj']],
  ['consultarServicos', 'query', 'termo_busca', NO_ID],
  ['consultarServicos', 'query', 'limit', [101]],
  ['consultarServicos', 'query', 'incluir_desbloqueios', NO_FLAG],
  ['desbloquearConfianca', 'body', 'id_cliente_servico', NO_ID],
  ['desbloquearConfianca', 'body', 'dias_desbloqueio', NO_OPTIONAL_ID],
  ['solicitarDesconexao', 'params', 'id_cliente_servico', NO_ID],
  ['resetarMac', 'body', 'id_cliente_servico', NO_ID],
  ['listarExtrato', 'query', 'busca', ['ipv4', undefined]],
  ['listarExtrato', 'query', 'termo_busca', NO_TEXT],
  ['listarExtrato', 'query', 'limit', [0, 51]],
  ['listarExtrato', 'query', 'data_inicio', NO_DAY],
  ['listarExtrato', 'query', 'data_fim', NO_DAY],
  ...(['listarFaturas', 'localizarPdf'] as const).flatMap((call): Row[] => [
    ...listing(call, 50),
    [call, 'query', 'apenas_pendente', NO_FLAG],
    [call, 'query', 'order_by', ['data_cadastro']],
    [call, 'query', 'order_type', [1]],
    [call, 'query', 'data_inicio', NO_DAY],
    [call, 'query', 'data_fim', NO_DAY],
  ]),
  ...(['enviarEmail', 'enviarSms', 'enviarPush'] as const).map((call): Row => [call, 'body', 'id_fatura', NO_ID]),
  ['enviarEmail', 'body', 'email_adicional', ['um@exemplo.example', []]],
  ['enviarEmail', 'body', 'email_adicional', [['um@exemplo.example', 'dois']], 'email_adicional.1'],
  ['enviarSms', 'body', 'telefone_adicional', ['11900007777', []]],
  ['enviarSms', 'body', 'telefone_adicional', [['+5511900007777']], 'telefone_adicional.0'],
  ['listarOrdensServico', 'query', 'busca', NO_ENUM],
  ['listarOrdensServico', 'query', 'termo_busca', ['', {}]],
  ['listarOrdensServico', 'query', 'limit', [51]],
  ['listarOrdensServico', 'query', 'status', ['aberta']],
  ['listarOrdensServico', 'query', 'order_by', ['data_fechamento']],
  ['listarOrdensServico', 'query', 'order_type', ['x']],
  ['listarOrdensServico', 'query', 'data_inicio', NO_DAY],
  ['listarOrdensServico', 'query', 'data_fim', NO_DAY],
  ['consultarFinanceiro', 'query', 'busca', ['telefone']],
  // One of the two without the other.
  ['consultarFinanceiro', 'query', 'termo_busca', [421], 'busca'],
  ['consultarFinanceiro', 'query', 'busca', ['id_cliente'], 'termo_busca'],
  ['consultarFinanceiro', 'query', 'tipo_data', ['data_cadastro']],
  ['consultarFinanceiro', 'query', 'tipo_resultado', ['completo']],
  ['consultarFinanceiro', 'query', 'data_inicio', NO_DAY],
  ['consultarFinanceiro', 'query', 'data_fim', NO_DAY],
  ['consultarFinanceiro', 'query', 'order_by', ['nome']],
  ['consultarFinanceiro', 'query', 'order_type', ['x']],
  ['consultarFinanceiro', 'query', 'limit', [0]],
  ['consultarFinanceiro', 'query', 'apenas_quitado', NO_FLAG],
  ...(['notificarLigacao', 'cancelarLigacao'] as const).flatMap((call): Row[] => [
    [call, 'body', 'ramal', ['a1', -1, 1.5]],
    [call, 'body', 'identificador_interno', ['', 7]],
    [call, 'body', 'codigo_cliente', NO_OPTIONAL_ID],
    [call, 'body', 'id_cliente', NO_OPTIONAL_ID],
    [call, 'body', 'telefone', ['(37) 90000-2222', 0]],
  ]),
  // Neither of the two that say whose it is.
  ['notificarLigacao', 'body', 'ramal', [undefined]],
  ['listarPlanos', 'query', 'cep', [undefined, '3556000', '355600000', 35560000]],
  ['criarProspecto', 'body', 'cep', [undefined, '3556']],
  ['criarProspecto', 'body', 'servico', [undefined, 1]],
  ['criarProspecto', 'body', 'servico', [{ id_servico: 0, valor: 1 }], 'servico.id_servico'],
  ['criarProspecto', 'body', 'servico', [{ id_servico: 1, valor: -1 }, { id_servico: 1, valor: '100' }], 'servico.valor'],
  ['criarProspecto', 'body', 'cpf_cnpj', [undefined, '111.444.777-35', '1114447773', 11144477735]],
  ['criarProspecto', 'body', 'telefone', NO_PHONE],
  ['criarProspecto', 'body', 'nome_razaosocial', NO_TEXT],
  ['criarProspecto', 'body', 'email', ['x']],
  ['criarProspecto', 'body', 'observacao', ['', 3]],
  ['criarProspecto', 'body', 'tipo_pessoa', [undefined, 'PJ']],
  ['criarProspecto', 'body', 'bairro', NO_TEXT],
  ['criarProspecto', 'body', 'endereco', NO_TEXT],
  ['criarProspecto', 'body', 'numero', [undefined, 's/n', -1]],
  ['buscarProspectos', 'query', 'busca', NO_TEXT],
  ['listarCpes', 'query', 'pagina', [undefined, -1]],
  ['listarCpes', 'query', 'itens_por_pagina', [undefined, 19, 501]],
  ['listarCpes', 'query', 'busca', ['mac']],
  ['listarCpes', 'query', 'termo_busca', ['']],
  ['reiniciarCpe', 'params', 'phy_addr', [undefined, '', 'a b c d', '../restaurar', 'x'.repeat(65), 1234]],
  ['listarMotivosFechamento', 'query', 'id_tipo_atendimento', NO_OPTIONAL_ID],
  // Neither the id nor the description of an agenda.
  ['listarHorarios', 'query', 'id_agenda_ordem_servico', NO_ID],
  ['listarHorarios', 'query', 'descricao', ['', 3]],
  ['listarHorarios', 'query', 'data_inicio', NO_DAY],
  ['listarHorarios', 'query', 'dias', [0, 32]],
  ...(['agendarVisita', 'reagendarVisita', 'removerAgendamento'] as const).map((call): Row => [call, 'body', 'id_ordem_servico', NO_ID]),
  // A part of a time alone.
  ['agendarVisita', 'body', 'data_inicio_programado', ['23/11/2020', '2020-11-23']],
  ['agendarVisita', 'body', 'hora_inicio_programado', ['8h', '24:00:00']],
  ['agendarVisita', 'body', 'data_termino_programado', ['x']],
  ['agendarVisita', 'body', 'hora_termino_programado', ['09:60:00']],
  ['reagendarVisita', 'body', 'data_inicio_programado', [undefined, ...NO_DAY]],
  ['reagendarVisita', 'body', 'hora_inicio_programado', [undefined, '8:00', 8]],
  // The wrong way round.
  ['reagendarVisita', 'body', 'data_termino_programado', [undefined, ...NO_DAY, '2020-11-22']],
  ['reagendarVisita', 'body', 'hora_termino_programado', [undefined, '9h30']],
  ['reagendarVisita', 'body', 'hora_termino_programado', ['07:00:00'], 'data_termino_programado'],
  ['reagendarVisita', 'body', 'id_usuario_antigo', NO_ID],
  ['reagendarVisita', 'body', 'id_usuario_novo', NO_ID],
  ['removerAgendamento', 'body', 'id_motivo_remocao_agendamento', NO_ID],
  ['removerAgendamento', 'body', 'observacao', [undefined, 'curta', '          ']],
  ['consultarVisita', 'body', 'consulta', NO_TEXT],
  ['consultarVisita', 'body', 'relacoes', ['tecnicos', []]],
  ['consultarVisita', 'body', 'relacoes', [['anexos']], 'relacoes.0'],
  ['consultarVisita', 'body', 'reservada', NO_FLAG],
]

function spoiled(call: Name, part: Part, field: string, wrong: unknown): CallParts {
  const good = call === 'passwordGrant' ? { body: LOGIN } : goodInput(call)
  const of: unknown = good[part]
  return { ...good, [part]: { ...(typeof of === 'object' ? of : {}), [field]: wrong } }
}

const LOGIN = { grant_type: 'password', client_id: '3', client_secret: 's', username: 'u', password: 'p' }

describe('a wrong field is named before anything is sent', () => {
  const cases = ROWS.flatMap(([call, part, field, wrong, named = field]) => wrong.map((value) => ({ call, part, field, value, named })))

  it.each(cases)('$call: $part.$field = $value', async ({ call, part, field, value, named }) => {
    const failure = await failureOf(bench.hubsoft.api.whole(hubsoftCalls[call], spoiled(call, part, field, value)))
    expect(failure).toMatchObject({ code: 'bad-input', retry: 'never', context: { field: `${part}.${named}` } })
    // The name alone: what a person wrote is nobody's.
    if (typeof value === 'string' && value.length > 6) expect(failure.message).not.toContain(value)
  })

  it('of each field that a call takes', () => {
    const wronged = new Set(ROWS.map(([call, part, field]) => `${call} ${part}.${field}`))
    const taken = (Object.keys(hubsoftCalls) as Name[]).flatMap((call) =>
      (['params', 'query', 'body'] as const).flatMap((part) => {
        const schema: unknown = Reflect.get(hubsoftCalls[call], part)
        const shape: unknown = typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'shape') : {}
        return Object.keys(shape ?? {}).map((field) => `${call} ${part}.${field}`)
      }),
    )
    expect(taken.filter((field) => !wronged.has(field))).toEqual([])
  })

  it('a file that is not there', async () => {
    const call = bench.hubsoft.api.whole(hubsoftCalls.adicionarAnexo, { params: { id_atendimento: 1 } })
    expect(await failureOf(call)).toMatchObject({ code: 'bad-input', context: { field: 'upload' } })
  })

  it('a period that is the wrong way round, wherever one is taken', async () => {
    const periods = (Object.keys(hubsoftCalls) as Name[]).flatMap((call) =>
      ROWS.flatMap(([of, part, field]) => (of === call && field === 'data_fim' ? [{ call, part }] : [])),
    )
    expect(periods).toHaveLength(11)
    for (const { call, part } of periods) {
      const good = goodInput(call)
      const of: unknown = good[part]
      const wrong = { ...(typeof of === 'object' ? of : {}), data_inicio: '2022-02-01', data_fim: '2022-01-31' }
      const failure = await failureOf(bench.hubsoft.api.whole(hubsoftCalls[call], { ...good, [part]: wrong }))
      expect(failure).toMatchObject({ code: 'bad-input', context: { field: `${part}.data_fim` } })
    }
  })

  it('more than thirty days of everybody\'s invoices, which HubSoft would cut without a word', async () => {
    const query = { data_inicio: '2020-01-01', data_fim: '2020-12-31' }
    const call = bench.hubsoft.api.call(hubsoftCalls.consultarFinanceiro, { query })
    expect(await failureOf(call)).toMatchObject({ code: 'bad-input', context: { field: 'query.data_fim' } })
  })
})

describe('whatever is given', () => {
  it.each(Object.keys(hubsoftCalls) as Name[])('%s fails with nothing but an AppError', async (name) => {
    const { params, query, body } = hubsoftCalls[name] as { params?: unknown; query?: unknown; body?: unknown }
    // Calls that take nothing send whatever they are given nothing of.
    if (params === undefined && query === undefined && body === undefined) return
    await fc.assert(
      fc.asyncProperty(fc.record({ params: fc.anything(), query: fc.anything(), body: fc.anything() }), async (parts) => {
        // Out of reach: what is good by chance is not sent either.
        const signal = AbortSignal.abort()
        const outcome = await bench.hubsoft.api.whole(hubsoftCalls[name], parts, { signal }).catch((error: unknown) => error)
        expect(outcome).toBeInstanceOf(AppError)
      }),
      { numRuns: 60 },
    )
  })
})
