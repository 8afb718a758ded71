import type { Reply, StandInRequest } from '../http/route.js'
import { asText, filterOf, has, invalid, is, notFound, objectOf, pageOf } from './listing.js'
import { PERFIS, type Usuario } from './registry.js'
import type { MilvusState } from './state.js'

/** `POST usuario-cliente` */
export function createUsuario(state: MilvusState, { body }: StandInRequest): Reply {
  const given = objectOf(body.fields.usuarioCliente)
  const user = userOf(state, { ...given, email: given.username, senha: given.password, situacao: 'Ativo' })
  if (!user) return invalid
  add(state, user)
  return { status: 200 }
}

/** `PUT usuario-cliente` */
export function changeUsuario(state: MilvusState, { body }: StandInRequest): Reply {
  const given = objectOf(body.fields.usuarioCliente)
  const user = state.registry.usuarios.find(({ id }) => String(id) === asText(given.id))
  if (!user) return notFound('Usuário')
  const perfil = asText(given.perfil) || user.perfil
  const status = asText(given.status) || user.status
  if (!PERFIS.includes(perfil) || !['Ativo', 'Inativo'].includes(status)) return invalid
  const kept = (name: 'nome' | 'sobrenome' | 'setor'): string => asText(given[name]) || user[name]
  Object.assign(user, { nome: kept('nome'), sobrenome: kept('sobrenome'), setor: kept('setor'), perfil, status })
  state.landed('usuario', `${user.email} alterado`)
  return { status: 200 }
}

/** `DELETE usuario-cliente/:id` */
export function deleteUsuario(state: MilvusState, { params }: StandInRequest): Reply {
  const at = state.registry.usuarios.findIndex(({ id }) => String(id) === params.id)
  const [gone] = at < 0 ? [] : state.registry.usuarios.splice(at, 1)
  if (!gone) return notFound('Usuário')
  state.landed('usuario', `${gone.email} excluído`)
  return { status: 204 }
}

/** `POST usuario-cliente/importar/:delimitador`: one row that does not fit, and none is taken. */
export function importUsuarios(state: MilvusState, { params, body }: StandInRequest): Reply {
  const file = body.files.find(({ field }) => field === 'arquivo')
  const delimitador = params.delimitador ?? ','
  if (!file) return invalid
  const [head = [], ...rows] = file.bytes
    .toString('utf8')
    .replace(/^\u{feff}/u, '')
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(delimitador).map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1')))
  const users = rows.map((cells) => userOf(state, Object.fromEntries(head.map((name, at) => [name, cells[at]]))))
  const fitting = users.filter((user) => user !== undefined)
  if (rows.length === 0 || fitting.length < rows.length) return invalid
  for (const user of fitting) add(state, user)
  return { status: 200 }
}

/** `POST usuario-cliente/listar` */
export function listUsuarios({ registry }: MilvusState, request: StandInRequest): Reply {
  const filter = filterOf(request)
  if (!filter) return invalid
  const nomeOf = (user: Usuario): string => registry.byToken(user.clienteToken)?.nome ?? ''
  const rows = registry.usuarios
    .filter(
      (user) =>
        has(filter, 'nome', user.nome) &&
        has(filter, 'email', user.email) &&
        has(filter, 'cliente_nome', nomeOf(user)) &&
        is(filter, 'perfil', user.perfil) &&
        is(filter, 'cliente_token', user.clienteToken) &&
        is(filter, 'status', user.status),
    )
    .map((user) => ({
      id: user.id,
      nome: user.nome,
      sobrenome: user.sobrenome,
      status: user.status,
      cliente_nome: nomeOf(user),
      cliente_token: user.clienteToken,
      perfil: user.perfil,
      email: user.email,
    }))
    .sort((one, other) => one.nome.localeCompare(other.nome))
  return pageOf(request, request.query.get('is_descending') === 'true' ? rows.reverse() : rows)
}

/** A user as a row of the CSV, or the fields of a creation, tell it; none where something is missing or unknown. */
function userOf({ registry }: MilvusState, given: Record<string, unknown>): Omit<Usuario, 'id'> | undefined {
  const field = (name: string): string => asText(given[name])
  const cliente =
    registry.byToken(given.cliente_token) ?? registry.clientes.find(({ nome }) => nome === field('cliente_nome'))
  const whole = cliente && field('nome') !== '' && field('email') !== '' && field('senha') !== ''
  if (!whole || !PERFIS.includes(field('perfil'))) return undefined
  const { token: clienteToken } = cliente
  const status = field('situacao') || 'Ativo'
  const [nome, sobrenome, email] = [field('nome'), field('sobrenome'), field('email')]
  return { clienteToken, nome, sobrenome, email, perfil: field('perfil'), setor: field('setor'), status }
}

function add(state: MilvusState, user: Omit<Usuario, 'id'>): void {
  state.registry.usuarios.push({ id: state.registry.nextId(), ...user })
  state.landed('usuario', `${user.email} criado`)
}
