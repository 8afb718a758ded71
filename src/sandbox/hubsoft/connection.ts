import type { Reply, StandInRequest } from '../http/route.js'
import type { Person, Plan } from '../world/types.js'
import { brDateTime, sqlDateTime } from '../dates.js'
import { asText } from './fields.js'
import { periodOf } from './periods.js'
import { found, refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** `GET cliente/solicitar_desconexao/:id`: a GET that does something, and whose answer names the login. */
export function disconnectService(state: HubsoftState, { params }: StandInRequest): Reply {
  const plan = state.findPlan(Number(params.id))?.plan
  if (!plan) return refused('Serviço do cliente não encontrado')
  if (!state.network.isConnected(plan)) {
    return refused(`A desconexão não foi bem sucedida para o login ${plan.login}!`)
  }
  // Its router connects again at once.
  state.network.connect(plan)
  state.act({ kind: 'desconexao', idClienteServico: plan.idClienteServico }, 'conexão derrubada')
  const msg = `A desconexão foi bem sucedida para o login ${plan.login}!`
  return { status: 200, body: { status: 'success', msg, login: plan.login } }
}

/** `POST cliente/reset_mac_addr`. */
export function resetMac(state: HubsoftState, { body }: StandInRequest): Reply {
  const plan = state.findPlan(Number(asText(body.fields.id_cliente_servico)))?.plan
  if (!plan) return refused('Serviço do cliente não encontrado')
  if (plan.login === '') return refused('O serviço informado não possui dados de autenticação')
  if (state.network.isEnabled(plan)) state.network.connect(plan)
  state.act({ kind: 'mac', idClienteServico: plan.idClienteServico }, 'endereço MAC resetado')
  return { status: 200, body: { status: 'success', msg: 'Endereço MAC resetado com sucesso!' } }
}

/** `GET cliente/extrato_conexao`, by login alone (2020, 4.6). */
export function listSessions(state: HubsoftState, { query }: StandInRequest): Reply {
  const login = query.get('termo_busca') ?? ''
  if (query.get('busca') !== 'login' || login === '') {
    return refused('Parâmetros inválidos', ['O campo busca deve ser login.', 'O campo termo_busca é obrigatório.'])
  }
  const limit = Number(query.get('limit') ?? 20)
  if (!(limit >= 1 && limit <= 50)) return refused('Parâmetros inválidos', ['O campo limit deve estar entre 1 e 50.'])
  const asked = periodOf(query.get('data_inicio'), query.get('data_fim'))
  if ('refusal' in asked) return asked.refusal
  const registros = allPlans(state)
    .filter(({ plan }) => plan.login === login)
    .flatMap(({ pessoa, plan }) => state.network.sessionsOf(plan).map((session) => ({ pessoa, plan, session })))
    .filter(({ session }) => asked.period.within(session.inicio))
    .slice(0, limit)
    .map(({ pessoa, plan, session }) => ({
      acctstarttime: `${sqlDateTime(session.inicio)}-03`,
      acctstarttimebr: brDateTime(session.inicio),
      acctstoptime: session.fim === undefined ? null : `${sqlDateTime(session.fim)}-03`,
      acctstoptimebr: session.fim === undefined ? null : brDateTime(session.fim),
      acctterminatecause: session.motivo ?? null,
      calledstationid: 'service2',
      callingstationid: '02:00:5E:10:00:00',
      download_megabytes: session.downloadMegabytes,
      upload_megabytes: String(session.uploadMegabytes),
      framedipaddress: '198.51.100.7',
      nasipaddress: '192.0.2.98',
      nasportid: 'ether3',
      nasporttype: 'Ethernet',
      username: plan.login,
      servico: { numero_plano: plan.numeroPlano, nome: plan.nome, valor: plan.valor, ...wireStatus(state, plan) },
      cliente: { codigo_cliente: pessoa.codigoCliente, nome_razaosocial: pessoa.nome, cpf_cnpj: pessoa.documento },
    }))
  return found({ registros, estatisticas: { total_conexoes: registros.length } })
}

/** `GET rede/cpe/todos`: the page and its size are a must, which no document says. */
export function listCpes(state: HubsoftState, { query }: StandInRequest): Reply {
  const missing = ['pagina', 'itens_por_pagina'].filter((name) => !/^\d+$/u.test(query.get(name) ?? ''))
  if (missing.length > 0) {
    return refused(
      'Verifique os dados informados e tente novamente!',
      missing.map((name) => `O campo ${name} é obrigatório.`),
    )
  }
  const size = Number(query.get('itens_por_pagina'))
  if (size < 20 || size > 500) return refused('Verifique os dados informados e tente novamente!')
  const term = query.get('termo_busca')
  const fits = ({ plan }: Owned): boolean => {
    if (term === null) return true
    if (query.get('busca') === 'id_cliente_servico') return String(plan.idClienteServico) === term
    return query.get('busca') === 'login' ? plan.login === term : phyAddrOf(plan) === term
  }
  const all = allPlans(state).filter((owned) => phyAddrOf(owned.plan) !== undefined && fits(owned))
  const page = Number(query.get('pagina'))
  const cpes = all.slice(page * size, (page + 1) * size).map(({ pessoa, plan }) => ({
    id_cpe: 70_000 + plan.idClienteServico,
    phy_addr: phyAddrOf(plan),
    data_ultima_atualizacao: sqlDateTime(state.now()),
    rx_signal: '-21.5',
    tx_signal: 2.3,
    historico_parametros: [],
    servicos: [
      {
        id_cliente: pessoa.idCliente,
        cliente: `(${pessoa.codigoCliente}) ${pessoa.nome}`,
        cpf_cnpj: pessoa.documento,
        servico: `(${plan.numeroPlano}) ${plan.nome}`,
        status: state.network.statusOf(plan).statusPrefixo,
        id_cliente_servico: plan.idClienteServico,
        login: plan.login,
      },
    ],
  }))
  const last = Math.max(0, Math.ceil(all.length / size) - 1)
  const paginacao = { primeira_pagina: 0, ultima_pagina: last, pagina_atual: page, total_registros: all.length }
  return { status: 200, body: { status: 'success', paginacao, cpes } }
}

/** `POST rede/reiniciar_cpe/:phy_addr`. */
export function rebootCpe(state: HubsoftState, { params }: StandInRequest): Reply {
  const plan = allPlans(state).find((owned) => phyAddrOf(owned.plan) === params.phyAddr)?.plan
  if (!plan) return refused('Equipamento não encontrado!')
  if (state.network.isEnabled(plan)) state.network.connect(plan)
  state.act({ kind: 'cpe', idClienteServico: plan.idClienteServico }, 'roteador reiniciado')
  return { status: 200, body: { status: 'success', msg: 'Comando de reinicialização executado com sucesso!' } }
}

interface Owned {
  pessoa: Person
  plan: Plan
}

function allPlans(state: HubsoftState): Owned[] {
  return state.world.pessoas.flatMap((pessoa) => pessoa.servicos.map((plan) => ({ pessoa, plan })))
}

/** Only fibre has a router that the provider manages. */
function phyAddrOf(plan: Plan): string | undefined {
  return plan.tecnologia === 'FIBRA' ? `FAKE${String(plan.idClienteServico).padStart(8, '0')}` : undefined
}

function wireStatus(state: HubsoftState, plan: Plan): { status: string; status_prefixo: string } {
  const { status, statusPrefixo } = state.network.statusOf(plan)
  return { status, status_prefixo: statusPrefixo }
}
