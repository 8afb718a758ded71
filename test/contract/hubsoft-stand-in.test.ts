import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { hubsoftCalls } from '../../src/integrations/hubsoft/calls.js'
import { createHubsoft, type Hubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import type { CallParts } from '../../src/integrations/http/request.js'
import { systemClock } from '../../src/lib/clock.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { SENHA } from '../../src/sandbox/hubsoft/clientes.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { world } from '../../src/sandbox/world.js'
import { makeCpf } from '../../src/sandbox/world/documents.js'
import { ana, davi, gabi, otto } from '../../src/sandbox/world/people.js'
import { failureOf } from '../support/http-api.js'
import { oneFile } from '../support/hubsoft-examples/examples.js'

type Name = keyof typeof hubsoftCalls

let sandbox: Sandbox
let hubsoft: Hubsoft

beforeAll(async () => {
  sandbox = await startSandbox()
  const secret = (name: string) => new Secret(sandbox.env[name] ?? '')
  hubsoft = createHubsoft(
    {
      baseUrl: sandbox.hubsoft.url,
      clientId: sandbox.env.HUBSOFT_CLIENT_ID ?? '',
      clientSecret: secret('HUBSOFT_CLIENT_SECRET'),
      username: sandbox.env.HUBSOFT_USERNAME ?? '',
      password: secret('HUBSOFT_PASSWORD'),
      callsPerMinute: 100_000,
    },
    { clock: systemClock, logger: silentLogger },
  )
})

afterAll(async () => {
  await hubsoft.close()
  await sandbox.stop()
})

const whole = (name: Name, input: CallParts) => hubsoft.api.whole(hubsoftCalls[name], input)
const visit = () => {
  const ticket = sandbox.hubsoft.tickets().find(({ pessoa, ordens }) => pessoa === otto && ordens.length > 0)
  const [id] = ticket?.ordens ?? []
  if (ticket === undefined || id === undefined) throw new Error('the made-up world has a visit')
  return id
}
const open = () => sandbox.hubsoft.tickets().find(({ pessoa }) => pessoa === gabi)?.idAtendimento ?? 0
const day = (days: number) => new Date(Date.now() + days * 86_400_000 - 3 * 3_600_000).toISOString().slice(0, 10)
const page = { pagina: 0, itens_por_pagina: 20 }
const time = () => ({
  data_inicio_programado: day(3),
  hora_inicio_programado: '14:00:00',
  data_termino_programado: day(3),
  hora_termino_programado: '16:00:00',
})
const prospecto = {
  cep: '35999000',
  servico: { id_servico: 1330, valor: 89.9 },
  cpf_cnpj: makeCpf('500600700'),
  telefone: '37900000701',
  nome_razaosocial: 'Pessoa Inventada',
  tipo_pessoa: 'pf',
  bairro: 'Centro',
  endereco: 'Rua de Mentira',
  numero: 1,
}

/** Every call, in an order in which each finds what it needs, and something of what it answers. */
const ROWS: [Name, () => CallParts, unknown][] = [
  ['listarTiposAtendimento', () => ({}), expect.arrayContaining([{ idTipoAtendimento: 120, descricao: 'SAC', ativo: true }])],
  ['listarStatusAtendimento', () => ({}), expect.arrayContaining([expect.objectContaining({ prefixo: 'pendente' })])],
  ['listarMotivosFechamento', () => ({ query: { id_tipo_atendimento: 126 } }), expect.arrayContaining([expect.objectContaining({ descricao: 'CABO TROCADO' })])],
  ['listarDisponibilidades', () => ({}), [expect.objectContaining({ descricao: 'Manhã' }), expect.anything()]],
  ['listarOrigensContato', () => ({}), expect.arrayContaining([{ idOrigemContato: 3, descricao: 'Telegram' }])],
  ['listarTiposOrdemServico', () => ({}), [expect.objectContaining({ idTipoOrdemServico: 95 }), expect.anything()]],
  ['listarTecnicos', () => ({}), [{ id: 4, name: 'Técnico Fictício' }]],
  ['listarEquipamentos', () => ({}), [expect.objectContaining({ idEquipamento: 1410 }), expect.anything()]],
  ['listarPops', () => ({}), [expect.objectContaining({ idPop: 48 }), expect.objectContaining({ equipamentos: [] })]],
  ['listarZonas', () => ({}), [expect.objectContaining({ idZonaAtendimento: 12 })]],
  ['listarCidades', () => ({}), [expect.objectContaining({ nome: 'Cidade Modelo', bairros: ['JARDIM MODELO'] })]],
  ['buscarCliente', () => ({ query: { busca: 'cpf_cnpj', termo_busca: ana.documento, incluir_alarmes: 'sim' } }), [expect.objectContaining({ codigoCliente: 701 })]],
  ['consultarServicos', () => ({ query: { busca: 'id_cliente_servico', termo_busca: 1101 } }), [expect.objectContaining({ codigoCliente: 701 })]],
  ['listarClientes', () => ({ query: { limit: 2 } }), [expect.objectContaining({ codigoCliente: 701 }), expect.objectContaining({ codigoCliente: 702 })]],
  ['autenticarCliente', () => ({ body: { usuario: ana.documento, senha: SENHA } }), expect.objectContaining({ codigoCliente: 701 })],
  ['listarFaturas', () => ({ query: { busca: 'codigo_cliente', termo_busca: 707 } }), expect.arrayContaining([expect.objectContaining({ cliente: expect.objectContaining({ codigoCliente: 707 }) as unknown })])],
  ['localizarPdf', () => ({ query: { busca: 'codigo_cliente', termo_busca: 707 } }), expect.arrayContaining([expect.anything()])],
  ['consultarFinanceiro', () => ({ query: { busca: 'id_cliente', termo_busca: davi.idCliente, data_inicio: '2020-01-01' } }), expect.arrayContaining([expect.objectContaining({ cliente: expect.objectContaining({ codigoCliente: 707 }) as unknown })])],
  ['enviarEmail', () => ({ body: { id_fatura: invoice(), email_adicional: ['outro@exemplo.example'] } }), expect.objectContaining({ job: expect.objectContaining({ tries: 1 }) as unknown })],
  ['enviarSms', () => ({ body: { id_fatura: invoice(), telefone_adicional: ['37900000777'] } }), expect.objectContaining({ job: expect.anything() as unknown })],
  ['enviarPush', () => ({ body: { id_fatura: invoice() } }), { msg: 'Fatura enviada com sucesso via push notification' }],
  ['desbloquearConfianca', () => ({ body: { id_cliente_servico: 1701, dias_desbloqueio: 2 } }), expect.objectContaining({ status: 'success' })],
  ['solicitarDesconexao', () => ({ params: { id_cliente_servico: 1101 } }), expect.objectContaining({ login: 'login1101' })],
  ['resetarMac', () => ({ body: { id_cliente_servico: 1101 } }), { msg: 'Endereço MAC resetado com sucesso!' }],
  ['listarExtrato', () => ({ query: { busca: 'login', termo_busca: 'login1101' } }), expect.objectContaining({ registros: expect.arrayContaining([expect.objectContaining({ username: 'login1101' })]) as unknown })],
  ['listarCpes', () => ({ query: { ...page, busca: 'id_cliente_servico', termo_busca: 1101 } }), expect.objectContaining({ itens: [expect.objectContaining({ phyAddr: 'FAKE00001101', rxSignal: '-21.5' })], total: 1 })],
  ['reiniciarCpe', () => ({ params: { phy_addr: 'FAKE00001101' } }), { msg: 'Comando de reinicialização executado com sucesso!' }],
  ['criarAtendimento', () => ({ body: { id_cliente_servico: 1101, descricao: 'Teste', nome: 'Ana', telefone: '37990000001' } }), expect.objectContaining({ atendimento: expect.objectContaining({ tipoAtendimento: 'SAC' }) as unknown })],
  ['listarAtendimentos', () => ({ query: { busca: 'id_cliente_servico', termo_busca: 1101 } }), [expect.objectContaining({ status: 'Aguardando Análise' })]],
  ['adicionarMensagem', () => ({ params: { id_atendimento: open() }, body: { mensagem: 'Olá' } }), expect.objectContaining({ msg: 'Mensagem Adicionada com sucesso' })],
  ['adicionarAnexo', () => ({ params: { id_atendimento: open() }, upload: oneFile() }), expect.objectContaining({ msg: 'Anexo Adicionado com sucesso' })],
  ['acompanharServico', () => ({ query: { busca: 'id_cliente_servico', termo_busca: 2001, relacoes: 'atendimento_mensagem' } }), [expect.objectContaining({ mensagens: [expect.objectContaining({ texto: 'Olá' })] })]],
  ['listarTodos', () => ({ query: { ...page, data_inicio: day(0), data_fim: day(0) } }), expect.objectContaining({ pagina: 0, ultimaPagina: 0 })],
  ['listarPaginado', () => ({ params: { quantidade: 2 }, query: { pagina: 1, data_inicio: day(-1), data_fim: day(0) } }), expect.objectContaining({ pagina: 1 })],
  ['filtrarPaginado', () => ({ params: { quantidade: 20 }, body: { ...page, tipo_atendimento: '120', relacoes: 'cliente_servico' } }), expect.objectContaining({ total: 1, itens: [expect.objectContaining({ clienteServico: expect.objectContaining({ idClienteServico: 1101 }) as unknown })] })],
  ['listarOrdensServico', () => ({ query: { busca: 'id_cliente_servico', termo_busca: 2601 } }), [expect.objectContaining({ idOrdemServico: expect.any(Number) as unknown })]],
  ['listarHorarios', () => ({ query: { id_agenda_ordem_servico: 3, data_inicio: day(3), dias: 1 } }), expect.objectContaining({ agenda: 'VISITAS TÉCNICAS', horarios: expect.arrayContaining([expect.objectContaining({ horaInicio: '14:00:00' })]) as unknown })],
  ['reagendarVisita', () => ({ body: { id_ordem_servico: visit(), ...time() } }), expect.objectContaining({ msg: 'Reagendamento salvo com sucesso' })],
  ['agendarVisita', () => ({ body: { id_ordem_servico: visit() } }), expect.objectContaining({ ordemServico: expect.objectContaining({ status: 'pendente' }) as unknown })],
  ['removerAgendamento', () => ({ body: { id_ordem_servico: visit(), id_motivo_remocao_agendamento: 8, observacao: 'Pediu para outro dia.' } }), expect.objectContaining({ ordemServico: expect.objectContaining({ status: 'aguardando_agendamento' }) as unknown })],
  ['consultarVisita', () => ({ body: { consulta: String(visit() - 20) } }), [expect.objectContaining({ idOrdemServico: expect.any(Number) as unknown })]],
  ['editarAtendimento', () => ({ params: { id_atendimento: open() }, body: { fechar_atendimento: true, avaliacao: 5 } }), expect.objectContaining({ atendimento: expect.objectContaining({ statusFechamento: 'concluido' }) as unknown })],
  ['listarPlanos', () => ({ query: { cep: '35999-000' } }), expect.arrayContaining([expect.objectContaining({ idServico: 1330, valor: 89.9 })])],
  ['criarProspecto', () => ({ body: prospecto }), expect.objectContaining({ msg: 'Prospecto adicionado com sucesso' })],
  ['buscarProspectos', () => ({ query: { busca: 'inventada' } }), [expect.objectContaining({ cpfCnpj: prospecto.cpf_cnpj })]],
  ['notificarLigacao', () => ({ body: { ramal: 111, telefone: 37900002222 } }), { msg: 'Ligação notificada com sucesso' }],
  ['cancelarLigacao', () => ({ body: { identificador_interno: 'a1' } }), { msg: 'Ligação cancelada com sucesso' }],
]

function invoice(): number {
  const found = world.faturas.find(({ codigoCliente }) => codigoCliente === davi.codigoCliente)
  if (!found) throw new Error('the made-up world has invoices')
  return found.idFatura
}

describe('the stand-in answers each call from its world', () => {
  it.each(ROWS)('%s', async (name, input, expected) => {
    // Inner calls keep their own answer where there is no whole one.
    expect(await whole(name, input())).toEqual(expected)
  })

  it('and none is left out', () => {
    const answered = new Set<string>(ROWS.map(([name]) => name))
    expect(Object.keys(hubsoftCalls).filter((name) => !answered.has(name))).toEqual(['passwordGrant'])
  })
})

describe('the tenant', () => {
  const search = () => whole('buscarProspectos', { query: { busca: 'olga' } })

  it('may lack a permission, until it is given', async () => {
    sandbox.hubsoft.tenant.deny('GET prospecto')
    const failure = await failureOf(search())
    expect(failure).toMatchObject({ code: 'forbidden', context: { status: 403 } })
    expect(failure.vendorMessage()).toBe('O Usuário não possui a permissão desejada!')
    expect(await whole('listarPlanos', { query: { cep: '35999000' } })).toHaveLength(3)
    sandbox.hubsoft.tenant.restore()
    expect(await search()).toHaveLength(1)
  })

  it('may lack a route', async () => {
    sandbox.hubsoft.tenant.lack('* rede/cpe/*')
    expect(await failureOf(whole('listarCpes', { query: page }))).toMatchObject({ code: 'not-found', context: { status: 404 } })
    sandbox.hubsoft.tenant.restore()
  })

  it('may spell success as the vendor does', async () => {
    sandbox.hubsoft.tenant.misspell('* prospecto*')
    expect(await search()).toHaveLength(1)
    expect(await whole('criarProspecto', { body: { ...prospecto, cpf_cnpj: makeCpf('500600701') } })).toMatchObject({
      prospecto: { origem: 'API' },
    })
    sandbox.hubsoft.tenant.restore()
  })

  it('takes these orders over HTTP too, and revokes tokens', async () => {
    const order = async (path: string, body: object) => {
      const method = 'POST'
      return (await fetch(`${sandbox.hubsoft.url}/__sandbox/${path}`, { method, body: JSON.stringify(body) })).status
    }
    expect(await order('tenant', { deny: 'GET prospecto' })).toBe(200)
    expect(await failureOf(search())).toMatchObject({ code: 'forbidden' })
    expect([await order('tenant', { restore: true }), await order('tenant', { deny: 7 })]).toEqual([200, 400])
    const before = sandbox.hubsoft.logins()
    expect(await order('fault', { system: 'revokeTokens' })).toBe(200)
    expect(await search()).toHaveLength(1)
    expect(sandbox.hubsoft.logins()).toBe(before + 1)
  })
})
