import type { Reply, StandInRequest } from '../http/route.js'
import type { Person, Plan, Street } from '../world/types.js'
import { brDateTime, sqlDateTime } from '../dates.js'
import { found, refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** What `busca` may be; the last is seen in integrators' code, not in the documents. */
const SEARCHES: Readonly<Record<string, (person: Person, term: string) => boolean>> = {
  nome_razaosocial: ({ nome }, term) => nome.includes(term.toUpperCase()),
  nome_fantasia: ({ nomeFantasia }, term) => nomeFantasia?.includes(term.toUpperCase()) ?? false,
  cpf_cnpj: ({ documento }, term) => documento === term.replace(/[^\dA-Za-z]/gu, '').toUpperCase(),
  codigo_cliente: ({ codigoCliente }, term) => String(codigoCliente) === term,
  telefone: ({ telefones }, term) =>
    telefones.some((phone) => phone !== '' && phone.replace(/\D/gu, '') === term.replace(/\D/gu, '')),
  login_radius: ({ servicos }, term) => servicos.some(({ login }) => login === term),
  ipv4: ({ servicos }, term) => servicos.some((plan) => ipOf(plan) === term),
  mac: () => false,
  id_cliente_servico: ({ servicos }, term) =>
    servicos.some(({ idClienteServico }) => String(idClienteServico) === term),
}

/** `GET cliente`. Cancelled services are left out unless asked for, and with them who has no other. */
export function searchClientes(state: HubsoftState, { query }: StandInRequest): Reply {
  const search = SEARCHES[query.get('busca') ?? '']
  const term = query.get('termo_busca') ?? ''
  if (!search || term === '') {
    return refused('Parâmetros inválidos', ['O campo busca é obrigatório.', 'O campo termo_busca é obrigatório.'])
  }
  const limit = Number(query.get('limit') ?? 5)
  if (!(limit >= 1 && limit <= 100)) return refused('Parâmetros inválidos', ['O campo limit deve estar entre 1 e 100.'])
  const withCancelled = query.get('cancelado') === 'sim'
  const told = {
    connection: query.get('ultima_conexao') === 'sim',
    unlocks: query.get('incluir_desbloqueios') === 'sim',
    alarms: query.get('incluir_alarmes') === 'sim',
  }
  const clientes = state.world.pessoas
    .filter((person) => search(person, term))
    .map((person) => ({
      person,
      plans: person.servicos.filter((plan) => withCancelled || plan.statusPrefixo !== 'cancelado'),
    }))
    .filter(({ plans }) => plans.length > 0)
    .slice(0, limit)
    .map(({ person, plans }) =>
      wireCliente(
        person,
        plans.map((plan) => wireServico(state, plan, told)),
      ),
    )
  return found({ clientes })
}

export function wireCliente(person: Person, servicos: readonly unknown[]): unknown {
  const [primario, secundario, terciario] = person.telefones
  return {
    id_cliente: person.idCliente,
    codigo_cliente: person.codigoCliente,
    nome_razaosocial: person.nome,
    nome_fantasia: person.nomeFantasia,
    tipo_pessoa: person.tipoPessoa,
    cpf_cnpj: person.documento,
    telefone_primario: primario,
    telefone_secundario: secundario === '' ? null : secundario,
    telefone_terciario: terciario,
    email_principal: person.email,
    email_secundario: null,
    rg: person.tipoPessoa === 'pf' ? 'MG00000000' : null,
    rg_emissao: null,
    inscricao_municipal: null,
    inscricao_estadual: null,
    data_cadastro: '2017-08-05 00:00:00',
    data_nascimento: person.nascimento,
    alerta: person.alertas.length > 0,
    alerta_mensagens: person.alertas,
    servicos,
  }
}

/** What the search asks to be told beside the usual. */
interface Told {
  connection: boolean
  unlocks: boolean
  alarms: boolean
}

/** Numbers come as numbers or as strings, maps as `[]`, lists as null: whichever the vendor feels like. */
export function wireServico(state: HubsoftState, plan: Plan, told: Told): unknown {
  const { status, statusPrefixo } = state.network.statusOf(plan)
  const even = plan.idClienteServico % 2 === 0
  const address = wireEndereco(plan.endereco)
  return {
    id_cliente_servico: even ? String(plan.idClienteServico) : plan.idClienteServico,
    numero_plano: plan.numeroPlano,
    nome: plan.nome,
    valor: even ? String(plan.valor) : plan.valor,
    status,
    status_prefixo: statusPrefixo,
    tecnologia: plan.tecnologia,
    login: plan.login,
    senha: SENHA,
    senhas: [
      { tipo: 'pppoe', login: plan.login, senha: SENHA },
      { tipo: 'wifi', login: 'FibraAurora', senha: SENHA },
    ],
    ipv4: ipOf(plan),
    ipv6: null,
    ultima_conexao: told.connection ? wireConexao(state, plan) : [],
    ...(told.alarms ? { alarmes: [] } : {}),
    ...(told.unlocks ? { desbloqueios: wireUnlocks(state, plan) } : {}),
    interface: { nome: 'PON5', tipo: 'gpon', called_sid: null },
    interface_roteamento: { nome: 'ether8', tipo: 'ethernet', called_sid: null },
    equipamento_conexao: { nome: 'OLT MODELO', ipv4: '192.0.2.100', ipv6: null },
    equipamento_roteamento: { nome: 'CONCENTRADOR MODELO', ipv4: '192.0.2.98', ipv6: null },
    pacotes: even
      ? null
      : [{ id_pacote: 1, descricao: 'IP FIXO', valor: '20', observacoes: null, data_cadastro: '2019-11-21 16:43:56' }],
    endereco_cadastral: address,
    endereco_instalacao: { ...address, coordenadas: { latitude: -20.09, longitude: '-45.29' } },
    endereco_fiscal: address,
    endereco_cobranca: address,
  }
}

/** The password that the ERP hands out with every customer; must never be seen anywhere behind the client. */
export const SENHA = 'senha-do-cliente-no-erp'

function wireUnlocks(state: HubsoftState, plan: Plan): unknown {
  return state.network.unlocksOf(plan).map(({ id, em, ate }) => ({
    id_desbloqueio: id,
    observacao: 'DESBLOQUEIO EM CONFIANÇA VIA API',
    data_cadastro: brDateTime(em),
    data_termino: brDateTime(ate),
  }))
}

/** A service as other listings name it. */
export function wireServicoOf(state: HubsoftState, plan: Plan): Record<string, unknown> {
  const { status, statusPrefixo } = state.network.statusOf(plan)
  return { numero_plano: plan.numeroPlano, nome: plan.nome, valor: plan.valor, status, status_prefixo: statusPrefixo }
}

function wireConexao(state: HubsoftState, plan: Plan): unknown {
  const { inicio, fim } = state.network.sessionsOf(plan)[0] ?? { inicio: state.now(), fim: undefined }
  const hours = Math.floor((state.now() - (fim ?? inicio)) / 3_600_000)
  const ip = `${ipOf(plan)}(192.0.2.98)`
  const how = fim === undefined ? 'CONECTADO' : 'DESCONECTADO'
  const words = `${how} HÁ 0 MES(ES), 0 DIA(S), ${hours} HORA(S) e 0 MINUTO(S)`
  return {
    conectado: fim === undefined,
    ultima_conexao_datetime: `${sqlDateTime(inicio)}-03`,
    ultima_desconexao_datetime: fim === undefined ? null : `${sqlDateTime(fim)}-03`,
    ultima_conexao: brDateTime(inicio),
    ultima_desconexao: fim === undefined ? null : brDateTime(fim),
    ultimo_ipv4: ipOf(plan),
    ultimo_nas_ip: '192.0.2.98',
    status_txt: `${words} - ${ip}`,
    status_txt_resumido: words,
  }
}

function wireEndereco(street: Street): Record<string, unknown> {
  const where = `${street.logradouro} ${street.endereco}`
  return {
    completo: `${where}, ${street.numero} - ${street.bairro}, ${street.cidade.toUpperCase()}/MG`,
    ...street,
    estado: 'MG',
    uf: 'MINAS GERAIS',
    coordenadas: { latitude: null, longitude: null },
  }
}

/** An address of the range kept for documentation (RFC 5737). */
function ipOf(plan: Plan): string {
  return `198.51.100.${plan.idClienteServico % 250}`
}
