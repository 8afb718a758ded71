import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { day as calendarDay, flag, list, number, record, text as wireText } from '../../wire/record.js'
import { createdId, day, done, idInPath, lista, only, text } from '../wire.js'

const cliente = z
  .object({
    token: z.string().nullish(),
    cnpj_cpf: z.union([z.string(), z.number()]).nullish(),
  })
  .transform((wire) => ({ token: (wire.token ?? '').trim(), documento: String(wire.cnpj_cpf ?? '') }))

export const buscarCliente = defineCall({
  name: 'cliente.buscar',
  summary: 'Busca clientes por documento, ou lista todos se isso for dito',
  source: 'milvus-api.txt, Cliente, ListarCliente',
  method: 'GET',
  path: '/cliente/busca',
  access: 'read',
  timeoutMs: 15_000,
  // Optional there: without it the whole base comes, which must be said here. `todos` is ours and does not leave.
  query: only({
    documento: z.string().min(11).optional().describe('CPF ou CNPJ, só dígitos e letras'),
    todos: z
      .literal(true)
      .transform(() => null)
      .optional()
      .describe('lista todos os clientes, em vez de um documento'),
  }).refine(({ documento, todos }) => (documento === undefined) !== (todos === undefined), {
    path: ['documento'],
    message: 'diga documento ou todos, um dos dois',
  }),
  answer: lista(cliente),
  whole: lista(
    record({
      id: number,
      nome_fantasia: wireText,
      razao_social: wireText,
      cnpj_cpf: wireText,
      token: wireText,
      equipes: list(wireText),
      // From here on, in newer versions.
      inscricao_estadual: wireText,
      site: wireText,
      sexo: wireText,
      is_fisica: flag,
      is_ativo: flag,
      data_nascimento: calendarDay,
      observacao: wireText,
      is_sla: flag,
      is_esporadico: flag,
      timezone: wireText,
      idioma: wireText,
      bc_cliente_id: number,
      tipo_tempo_sla_id: number,
      pais_id: number,
      cliente_matriz_id: number,
      motivo_bloqueio: wireText,
      tipo_moeda: wireText,
      is_visivel: flag,
      grupo_categorias: list(wireText),
    }),
  ),
  use: 'acha o cliente do documento, antes de abrir o chamado',
})

/** Digits, and letters of an alphanumeric CNPJ. As text: a number would lose its leading zeros (docs/errata.md). */
const documento = z
  .string()
  .regex(/^(\d{11}|[\dA-Z]{12}\d{2})$/u)
  .describe('CPF ou CNPJ, só dígitos e letras')

const PARTS = {
  cliente_site: text.optional().describe('site'),
  cliente_observacao: text.optional().describe('observação'),
  cliente_ativo: z.boolean().optional().describe('ativo'),
  cliente_id_integracao: z.number().int().min(0).optional().describe('id em outro sistema; 0 numera em sequência'),
  cliente_pessoa_fisica: only({
    nome: text.describe('nome'),
    data_nascimento: day.optional().describe('nascimento, AAAA-MM-DD'),
    sexo: z.enum(['F', 'M']).optional().describe('F ou M'),
  })
    .optional()
    .describe('de uma pessoa física'),
  cliente_pessoa_juridica: only({
    nome_fantasia: text.describe('nome fantasia'),
    razao_social: text.optional().describe('razão social'),
    inscricao_estadual: z.string().optional().describe('inscrição estadual'),
  })
    .optional()
    .describe('de uma pessoa jurídica'),
}

const endereco = only({
  endereco_padrao: z.boolean().optional().describe('o principal'),
  endereco_descricao: text.describe('descrição'),
  endereco_cep: text.optional().describe('CEP, 8 dígitos'),
  endereco_logradouro: text.optional().describe('rua'),
  endereco_numero: text.optional().describe('número'),
  endereco_complemento: z.string().optional().describe('complemento'),
  endereco_bairro: text.optional().describe('bairro'),
  endereco_cidade: text.optional().describe('cidade'),
  endereco_estado: z.string().length(2).optional().describe('UF'),
})

const contato = only({
  contato_padrao: z.boolean().optional().describe('o principal'),
  contato_descricao: text.describe('nome'),
  contato_email: z.email().optional().describe('e-mail'),
  contato_telefone: text.optional().describe('telefone, (11) 1234-5678'),
  contato_celular: text.optional().describe('celular, (11) 97654-3210'),
  contato_observacao: z.string().optional().describe('observação'),
})

export const criarCliente = defineCall({
  name: 'cliente.criar',
  summary: 'Cria um cliente, atribuído a todas as equipes ativas; responde o id (o token se busca depois)',
  source: 'milvus-api.txt, Cliente, criarCliente',
  method: 'POST',
  path: '/cliente/criar',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    cliente_documento: documento,
    ...PARTS,
    cliente_enderecos: z.array(endereco).optional().describe('endereços'),
    cliente_contatos: z.array(contato).optional().describe('contatos'),
  }).refine(
    ({ cliente_pessoa_fisica, cliente_pessoa_juridica }) =>
      cliente_pessoa_fisica !== undefined || cliente_pessoa_juridica !== undefined,
    { path: ['cliente_pessoa_fisica'] },
  ),
  answer: createdId,
})

export const alterarCliente = defineCall({
  name: 'cliente.alterar',
  summary: 'Altera um cliente',
  source: 'milvus-api.txt, Cliente, alterarCliente',
  method: 'PUT',
  path: '/cliente/alterar/:id',
  access: 'write',
  timeoutMs: 8_000,
  params: z.object({ id: idInPath.describe('id do cliente, não o token') }),
  body: only({ cliente_documento: documento.optional(), ...PARTS }),
  okWithoutBody: true,
  answer: done,
})

export const excluirCliente = defineCall({
  name: 'cliente.excluir',
  summary: 'Exclui um cliente',
  source: 'milvus-api.txt, Cliente, excluirCliente',
  method: 'DELETE',
  path: '/cliente/excluir/:id',
  access: 'write',
  timeoutMs: 8_000,
  params: z.object({ id: idInPath.describe('id do cliente, não o token') }),
  okWithoutBody: true,
  answer: done,
})
