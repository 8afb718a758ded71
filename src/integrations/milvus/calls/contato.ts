import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { list, record, text as wireText } from '../../wire/record.js'
import { createdId, only, text } from '../wire.js'

export const criarContato = defineCall({
  name: 'contato.criar',
  summary: 'Cria um contato de um cliente; responde o id',
  source: 'milvus-api.txt, Cliente, criarContato',
  method: 'POST',
  path: '/cliente/contato/criar',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    cliente_id: text.describe('token do cliente, não o id'),
    contato_descricao: text.describe('nome'),
    contato_email: z.email().optional().describe('e-mail'),
    contato_telefone: text.optional().describe('telefone, (11) 1234-1234'),
    contato_celular: text.optional().describe('celular, (11) 91234-1234'),
    contato_observacao: z.string().optional().describe('observação'),
    // Text on the wire, as the document writes it.
    is_padrao: z
      .union([z.boolean(), z.enum(['true', 'false'])])
      .transform(String)
      .optional()
      .describe('o principal'),
  }),
  answer: createdId,
})

export const pesquisarContatos = defineCall({
  name: 'contato.pesquisar',
  summary: 'Busca contatos por telefone ou e-mail',
  source: 'milvus-api.txt, Cliente, pesquisarContatos',
  method: 'GET',
  path: '/cliente/contato/pesquisar',
  access: 'read',
  timeoutMs: 15_000,
  // Without either everybody would come.
  query: only({
    telefone: text.optional().describe('telefone, (11) 12345-6789'),
    email: z.email().optional().describe('e-mail'),
  }).refine(({ telefone, email }) => telefone !== undefined || email !== undefined, { path: ['telefone'] }),
  answer: list(
    record({
      cliente_nome: wireText,
      // The client's token.
      cliente_id: wireText,
      contato_descricao: wireText,
      contato_email: wireText,
      observacao: wireText,
      contato_telefone: wireText,
      contato_celular: wireText,
    }),
  ),
})
