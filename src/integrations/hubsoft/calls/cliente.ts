import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { wireList } from '../../wire/values.js'
import { listUnder } from '../answers.js'
import { clienteWhole, umCliente } from '../whole/cliente.js'
import { cliente } from './cliente-schema.js'
import { AT_END, dia, inOrder, inteiro, MEANING, sentido, simNao, termo, texto } from './fields.js'

// Not documented: an error envelope where the list is empty. Nothing worse than "unknown" comes of taking it so.
export const NO_CLIENT = {
  saidAs: /^\s*(nenhum\s+(cliente|registro)\b|cliente(\(s\)|s)?\s+n[ãa]o\s+(foi\s+)?(encontrad|localizad))/iu,
  answer: { clientes: [] },
}

export const buscarCliente = defineCall({
  name: 'cliente.buscar',
  summary: 'Consulta clientes por documento, código, telefone, serviço…',
  source: 'hubsoft-api-2020.txt, 4.3; seen in integrations',
  method: 'GET',
  path: '/cliente',
  access: 'read',
  use: 'saber quem é o cliente e quais serviços tem',
  timeoutMs: 8_000,
  query: z.object({
    busca: z
      .enum([
        'nome_razaosocial',
        'nome_fantasia',
        'cpf_cnpj',
        'codigo_cliente',
        'telefone',
        'login_radius',
        'ipv4',
        'mac',
        // Seen in integrations.
        'id_cliente_servico',
      ])
      .describe(MEANING.busca),
    termo_busca: termo.describe(MEANING.termo_busca),
    limit: inteiro(1, 100).optional().describe(`${MEANING.limit}, 1 a 100; sem ele, 5`),
    cancelado: simNao.optional().describe('Se traz também serviços cancelados; sem ele, não'),
    ultima_conexao: simNao.optional().describe('Se traz a última conexão; sem ele, não'),
    order_by: z
      // The third one is in the document's own example.
      .enum(['data_cadastro', 'data_fechamento', 'codigo_cliente'])
      .optional()
      .describe(MEANING.order_by),
    order_type: sentido.optional().describe(`${MEANING.order_type}; sem ele, asc`),
    incluir_alarmes: simNao.optional().describe('Se traz os alarmes dos serviços'),
    incluir_desbloqueios: simNao.optional().describe('Se traz os desbloqueios em confiança dos serviços'),
  }),
  answer: z.object({ clientes: wireList(cliente) }).transform(({ clientes }) => clientes),
  whole: listUnder(['clientes'], clienteWhole),
  none: NO_CLIENT,
})

/** Some 4 kB a client: thirty thousand of them. */
const ALL_BYTES = 128 * 1024 * 1024

export const listarClientes = defineCall({
  name: 'cliente.listarTodos',
  summary: 'Clientes cadastrados em um período, ou a base inteira (em cache na HubSoft; use com cautela)',
  source: 'hubsoft-api-2020.txt, 4.1',
  method: 'GET',
  path: '/cliente/all',
  access: 'read',
  retry: 'once',
  timeoutMs: 120_000,
  maxAnswerBytes: ALL_BYTES,
  query: z
    .object({
      data_inicio: dia.optional().describe(`${MEANING.data_inicio} do cadastro`),
      data_fim: dia.optional().describe(MEANING.data_fim),
      limit: z
        // Not a value of the document's, so nothing of it leaves.
        .union([inteiro(1), z.literal('todos').transform(() => null)])
        .optional()
        .describe(`${MEANING.limit}, ou "todos" para a base inteira; necessário sem data_inicio`),
      order_by: z.enum(['data_cadastro', 'data_fechamento']).optional().describe(MEANING.order_by),
      order_type: sentido.optional().describe(`${MEANING.order_type}; sem ele, asc`),
    })
    // Without either the document brings everybody.
    .refine(({ limit, data_inicio: from }) => limit !== undefined || from !== undefined, { path: ['limit'], message: 'falta, se não há data_inicio' })
    .refine(inOrder, AT_END),
  answer: listUnder(['clientes'], clienteWhole),
  none: NO_CLIENT,
})

export const autenticarCliente = defineCall({
  name: 'cliente.autenticar',
  summary: 'Confere usuário e senha da Central do Assinante e diz de que cliente são',
  source: 'integrator-facts.md, HubSoft; seen in the vendor\'s collection of 2024, Clientes > Outros',
  method: 'POST',
  // With its slash, as it is written there.
  path: '/cliente/autenticacao/',
  access: 'read',
  // A wrong password may be counted.
  retry: 'once',
  carriesPassword: true,
  timeoutMs: 8_000,
  body: z.object({
    usuario: texto.describe('Usuário da Central do Assinante'),
    senha: texto.describe('Senha da Central do Assinante'),
  }),
  answer: umCliente,
})
