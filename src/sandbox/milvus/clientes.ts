import type { Reply, StandInRequest } from '../http/route.js'
import { asText, invalid, notFound, objectOf } from './listing.js'
import type { MilvusState } from './state.js'

/** `GET cliente/busca`: without a document everybody is listed, and a document may belong to two. */
export function searchClientes({ registry }: MilvusState, { query }: StandInRequest): Reply {
  const documento = query.get('documento')
  const lista = registry.clientes
    .filter((client) => documento === null || client.documento === documento)
    .map(({ id, token, nome, documento: cnpjCpf }) => ({
      id,
      nome_fantasia: nome,
      razao_social: nome,
      cnpj_cpf: cnpjCpf,
      token,
      equipes: ['SUPORTE'],
    }))
  return { status: 200, body: { lista } }
}

/** `POST cliente/criar`: answers the id, not the token. */
export function createCliente(state: MilvusState, { body }: StandInRequest): Reply {
  const documento = asText(body.fields.cliente_documento)
  const nome = nameIn(body.fields)
  if (documento === '' || nome === '') return invalid
  const id = state.registry.nextId()
  const token = `N${String(id)}`
  state.registry.clientes.push({ id, token, nome, documento })
  for (const contato of Array.isArray(body.fields.cliente_contatos) ? body.fields.cliente_contatos : []) {
    addContato(state, token, objectOf(contato))
  }
  state.landed('cliente', `${nome} criado`)
  return { status: 200, body: id }
}

/** `PUT cliente/alterar/:id` */
export function changeCliente(state: MilvusState, { params, body }: StandInRequest): Reply {
  const cliente = state.registry.clientes.find(({ id }) => String(id) === params.id)
  if (!cliente) return notFound('Cliente')
  cliente.documento = asText(body.fields.cliente_documento) || cliente.documento
  cliente.nome = nameIn(body.fields) || cliente.nome
  state.landed('cliente', `${cliente.nome} alterado`)
  return { status: 204 }
}

/** `DELETE cliente/excluir/:id` */
export function deleteCliente(state: MilvusState, { params }: StandInRequest): Reply {
  const at = state.registry.clientes.findIndex(({ id }) => String(id) === params.id)
  const [gone] = at < 0 ? [] : state.registry.clientes.splice(at, 1)
  if (!gone) return notFound('Cliente')
  state.landed('cliente', `${gone.nome} excluído`)
  return { status: 204 }
}

/** `POST cliente/contato/criar`: answers the id. */
export function createContato(state: MilvusState, { body }: StandInRequest): Reply {
  const cliente = state.registry.byToken(body.fields.cliente_id)
  if (!cliente || asText(body.fields.contato_descricao) === '') return invalid
  return { status: 200, body: addContato(state, cliente.token, body.fields) }
}

/** `GET cliente/contato/pesquisar` by telephone, in any punctuation, or by e-mail. */
export function searchContatos({ registry }: MilvusState, { query }: StandInRequest): Reply {
  const digits = (text: string): string => text.replace(/\D/gu, '')
  const telefone = digits(query.get('telefone') ?? '')
  const email = query.get('email')
  const found = registry.contatos.filter(
    (one) =>
      (telefone === '' || [one.telefone, one.celular].some((phone) => digits(phone) === telefone)) &&
      (email === null || one.email === email),
  )
  const body = found.map((one) => ({
    cliente_nome: registry.byToken(one.clienteToken)?.nome ?? null,
    cliente_id: one.clienteToken,
    contato_descricao: one.descricao,
    contato_email: one.email,
    observacao: one.observacao,
    contato_telefone: one.telefone,
    contato_celular: one.celular,
  }))
  return { status: 200, body }
}

function nameIn(fields: Record<string, unknown>): string {
  const { nome } = objectOf(fields.cliente_pessoa_fisica)
  return asText(nome) || asText(objectOf(fields.cliente_pessoa_juridica).nome_fantasia)
}

function addContato(state: MilvusState, clienteToken: string, fields: Record<string, unknown>): number {
  const id = state.registry.nextId()
  const field = (name: string): string => asText(fields[`contato_${name}`])
  state.registry.contatos.push({
    id,
    clienteToken,
    descricao: field('descricao'),
    email: field('email'),
    telefone: field('telefone'),
    celular: field('celular'),
    observacao: field('observacao'),
  })
  state.landed('contato', `${field('descricao')} criado`)
  return id
}
