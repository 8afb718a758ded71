import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { number, record, text as wireText } from '../../wire/record.js'
import { done, filterText, idInPath, isDescending, only, page, pagina, paging, text, totalRegistros } from '../wire.js'

const PERFIS = ['CEO', 'Gestor', 'Colaborador', 'DPO'] as const
const STATUS = ['Ativo', 'Inativo'] as const

export const criarUsuarioCliente = defineCall({
  name: 'usuarioCliente.criar',
  summary: 'Cria um usuário de um cliente',
  source: 'milvus-api.txt, UsuarioCliente, Criar',
  method: 'POST',
  path: '/usuario-cliente',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    usuarioCliente: only({
      cliente_token: text.optional().describe('token do cliente; este ou o nome'),
      cliente_nome: text.optional().describe('nome do cliente; este ou o token'),
      perfil: z.enum(PERFIS).describe('perfil'),
      nome: text.describe('nome'),
      username: z.email().describe('e-mail com que entra'),
      password: text.describe('senha com que entra'),
      sobrenome: text.optional().describe('sobrenome'),
      observacao: text.optional().describe('observação'),
      setor: text.optional().describe('setor'),
    })
      .refine(({ cliente_token, cliente_nome }) => (cliente_token === undefined) !== (cliente_nome === undefined), {
        path: ['cliente_token'],
      })
      .describe('o usuário'),
  }),
  okWithoutBody: true,
  answer: done,
})

export const atualizarUsuarioCliente = defineCall({
  name: 'usuarioCliente.atualizar',
  summary: 'Altera um usuário de um cliente',
  source: 'milvus-api.txt, UsuarioCliente, Atualizar',
  method: 'PUT',
  path: '/usuario-cliente',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    usuarioCliente: only({
      id: z.number().int().positive().describe('id do usuário'),
      nome: text.optional().describe('nome'),
      sobrenome: text.optional().describe('sobrenome'),
      password: text.optional().describe('senha com que entra'),
      setor: text.optional().describe('setor'),
      perfil: z.enum(PERFIS).optional().describe('perfil'),
      status: z.enum(STATUS).optional().describe('ativo ou não'),
    }).describe('o usuário'),
  }),
  okWithoutBody: true,
  answer: done,
})

export const excluirUsuarioCliente = defineCall({
  name: 'usuarioCliente.excluir',
  summary: 'Exclui um usuário de um cliente',
  source: 'milvus-api.txt, UsuarioCliente, Excluir',
  method: 'DELETE',
  path: '/usuario-cliente/:usuario_id',
  access: 'write',
  timeoutMs: 8_000,
  params: z.object({ usuario_id: idInPath.describe('id do usuário') }),
  okWithoutBody: true,
  answer: done,
})

export const importarUsuariosCliente = defineCall({
  name: 'usuarioCliente.importar',
  summary:
    'Importa usuários de um CSV com cliente_nome ou cliente_token, nome, sobrenome, email, senha, perfil, setor, situacao',
  source: 'milvus-api.txt, UsuarioCliente, importarUsuariosCliente',
  method: 'POST',
  path: '/usuario-cliente/importar/:delimitador',
  access: 'write',
  timeoutMs: 60_000,
  params: z.object({
    delimitador: z
      .string()
      .regex(/^[^\p{L}\p{N}\s"/]$/u)
      .describe('o que separa as colunas: vírgula ou ponto e vírgula'),
  }),
  // The document does not name the field (docs/errata.md).
  file: { field: 'arquivo' },
  okWithoutBody: true,
  answer: done,
})

export const listarUsuariosCliente = defineCall({
  name: 'usuarioCliente.listar',
  summary: 'Lista usuários de clientes por filtro',
  source: 'milvus-api.txt, UsuarioCliente, listarUsuarios',
  method: 'POST',
  path: '/usuario-cliente/listar',
  access: 'read',
  retry: 'once',
  paced: 'listagem',
  // Long enough to wait for its minute.
  timeoutMs: 90_000,
  query: only({
    is_descending: isDescending,
    order_by: z
      .enum(['nome', 'email', 'perfil', 'cliente_nome', 'cliente_token', 'status'])
      .optional()
      .describe('ordem; sem dizer, nome'),
    total_registros: totalRegistros(1_000),
    pagina,
  }),
  body: only({
    filtro_body: only({
      nome: filterText.optional().describe('nome'),
      email: filterText.optional().describe('e-mail'),
      perfil: z.enum(['', ...PERFIS]).optional().describe('perfil'),
      cliente_nome: filterText.optional().describe('nome do cliente'),
      cliente_token: filterText.optional().describe('token do cliente'),
      status: z.enum(['', ...STATUS]).optional().describe('ativo ou não'),
    })
      .prefault({})
      .describe('filtro; vazio são todos'),
  }),
  paging,
  answer: page(
    record({
      id: number,
      nome: wireText,
      sobrenome: wireText,
      status: wireText,
      cliente_nome: wireText,
      cliente_token: wireText,
      perfil: wireText,
      email: wireText,
    }),
  ),
})
