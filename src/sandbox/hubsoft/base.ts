import type { Reply, StandInRequest } from '../http/route.js'
import type { Person } from '../world/types.js'
import { SENHA, wireCliente, wireServico } from './clientes.js'
import { asText } from './fields.js'
import { dayMs, periodOf } from './periods.js'
import { found, refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** When everybody of the made-up world was registered. */
export const CADASTRO = '2017-08-05 00:00:00'

/** `GET cliente/all` (2020, 4.1): everybody, where nobody says otherwise. */
export function listAll(state: HubsoftState, { query }: StandInRequest): Reply {
  const asked = periodOf(query.get('data_inicio'), query.get('data_fim'))
  if ('refusal' in asked) return asked.refusal
  const limit = Number(query.get('limit') ?? Number.MAX_SAFE_INTEGER)
  if (!(Number.isInteger(limit) && limit > 0)) return refused('Parâmetros inválidos', ['O campo limit deve ser maior que 0.'])
  if (!['data_cadastro', 'data_fechamento'].includes(query.get('order_by') ?? 'data_cadastro')) {
    return refused('Parâmetros inválidos', ['O campo order_by é inválido.'])
  }
  const people = asked.period.within(dayMs(CADASTRO)) ? [...state.world.pessoas] : []
  if (query.get('order_type') === 'desc') people.reverse()
  const told = { connection: false, unlocks: false, alarms: false }
  const clientes = people.slice(0, limit).map((person) => {
    const servicos = person.servicos.map((plan) => wireServico(state, plan, told))
    return wireCliente(person, servicos)
  })
  return found({ clientes })
}

/** `POST cliente/autenticacao`: the documento, and the password that the ERP hands out. */
export function authenticate(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  const missing = ['usuario', 'senha'].filter((name) => asText(fields[name]) === '')
  if (missing.length > 0) {
    const errors = Object.fromEntries(missing.map((name) => [name, [`O campo ${name} é obrigatório.`]]))
    return { status: 422, body: { status: 'error', msg: 'Erro ao validar os dados', errors } }
  }
  const person = state.world.pessoas.find(({ documento }) => documento === asText(fields.usuario))
  if (!person || fields.senha !== SENHA) return refused('Usuário ou senha inválidos')
  return { status: 200, body: { status: 'success', msg: 'Usuário autenticado com sucesso', cliente: wireLogin(person) } }
}

function wireLogin(person: Person): Record<string, unknown> {
  const [primario, secundario, terciario] = person.telefones
  return {
    id_cliente: person.idCliente,
    codigo_cliente: person.codigoCliente,
    nome_razaosocial: person.nome,
    nome_fantasia: person.nomeFantasia,
    cpf_cnpj: person.documento,
    data_nascimento: person.nascimento?.slice(0, 10) ?? null,
    telefone_primario: primario,
    telefone_secundario: secundario,
    telefone_terciario: terciario,
    email_principal: person.email,
    email_secundario: null,
  }
}

/** `GET endereco/cidade` (2020, 5.1): where there are customers. */
export function listCidades(state: HubsoftState): Reply {
  const streets = state.world.pessoas.flatMap(({ servicos }) => servicos.map(({ endereco }) => endereco))
  const names = [...new Set(streets.map(({ cidade }) => cidade))]
  const cidades = names.map((nome, index) => ({
    id_cidade: 1_393 + index,
    nome,
    uf: 'MG',
    ibge: String(3_100_000 + index),
    bairros: [...new Set(streets.filter(({ cidade }) => cidade === nome).map(({ bairro }) => bairro))].map((bairro) => ({ nome: bairro })),
  }))
  return found({ cidades })
}
