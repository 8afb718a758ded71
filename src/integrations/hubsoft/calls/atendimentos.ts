import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { wireList } from '../../wire/values.js'
import { listUnder, pageUnder } from '../answers.js'
import { atendimentoWhole } from '../whole/atendimento.js'
import { atendimento } from './atendimento-schema.js'
import { AT_END, dia, id, ids, inOrder, inteiro, MEANING, relacoes, sentido, simNao, termo } from './fields.js'
import { watchedAtendimentos } from './watched.js'

const none = { saidAs: /^\s*nenhum\s+(atendimento|registro)\b/iu, answer: { atendimentos: [] } }

const deCliente = z
  .object({
    busca: z.enum(['codigo_cliente', 'cpf_cnpj', 'id_cliente_servico', 'protocolo']).describe(MEANING.busca),
    termo_busca: termo.describe(MEANING.termo_busca),
    limit: inteiro(1, 50).optional().describe(`${MEANING.limit}, 1 a 50; sem ele, 20`),
    apenas_pendente: simNao.optional().describe('Só os abertos; sem ele, sim'),
    order_by: z.enum(['data_cadastro', 'data_fechamento']).optional().describe(MEANING.order_by),
    order_type: sentido.optional().describe(`${MEANING.order_type}; sem ele, asc`),
    data_inicio: dia.optional().describe(`${MEANING.data_inicio} do cadastro`),
    data_fim: dia.optional().describe(MEANING.data_fim),
    relacoes: relacoes('atendimento_mensagem', 'ordem_servico_mensagem', 'checklists')
      .optional()
      .describe('O que vem junto: atendimento_mensagem, ordem_servico_mensagem, checklists'),
  })
  .refine(inOrder, AT_END)

const ofClient = {
  source: 'hubsoft-atendimento-2025.md, Consultar Atendimentos por Cliente',
  method: 'GET',
  path: '/cliente/atendimento',
  access: 'read',
  query: deCliente,
  none,
} as const

export const listarAtendimentos = defineCall({
  ...ofClient,
  name: 'atendimento.listar',
  summary: 'Atendimentos de um cliente ou de um serviço',
  use: 'mostrar os atendimentos do cliente, e conferir se um envio duvidoso chegou',
  timeoutMs: 8_000,
  answer: z.object({ atendimentos: wireList(atendimento) }).transform(({ atendimentos }) => atendimentos),
  whole: listUnder(['atendimentos'], atendimentoWhole),
})

/** The same call as the watcher reads it: visits instead of the domain's words, one unreadable entry passed over. */
export const acompanharServico = defineCall({
  ...ofClient,
  name: 'atendimento.acompanhar',
  summary: 'Atendimentos de um serviço com mensagens e visitas, para acompanhar',
  inner: true,
  use: 'avisar o cliente do que a equipe escreve e marca',
  // Nobody waits for it: it comes again by itself.
  retry: 'once',
  timeoutMs: 15_000,
  answer: z.object({ atendimentos: watchedAtendimentos }).transform((wire) => wire.atendimentos),
})

const RELACOES = ['cliente_servico', 'usuarios_responsaveis', 'atendimento_mensagem', 'checklists'] as const

/** Of the whole tenant, in pages: what these calls share. Up to 500 atendimentos with all that belongs to them. */
const ofTenant = {
  access: 'read',
  retry: 'once',
  timeoutMs: 30_000,
  maxAnswerBytes: 32 * 1024 * 1024,
  answer: pageUnder('atendimentos', watchedAtendimentos),
  whole: pageUnder('atendimentos', wireList(atendimentoWhole)),
  none,
} as const

const quantidade = z.object({ quantidade: inteiro(1, 500).describe('Itens por página, 1 a 500') })

export const listarTodos = defineCall({
  ...ofTenant,
  name: 'atendimento.listarTodos',
  summary: 'Uma página de todos os atendimentos, pela data de cadastro',
  source: 'hubsoft-atendimento-2025.md, Consulta de Todos os Atendimentos',
  method: 'GET',
  path: '/atendimento/todos',
  use: 'ver de uma vez o que mudou nos atendimentos dos clientes',
  paging: { part: 'query', field: 'pagina', first: 0 },
  query: z
    .object({
      pagina: inteiro(0).optional().describe(MEANING.pagina),
      itens_por_pagina: inteiro(1, 500).optional().describe(`${MEANING.itens_por_pagina}; sem ele, 20`),
      data_inicio: dia.optional().describe(`${MEANING.data_inicio} do cadastro`),
      data_fim: dia.optional().describe(MEANING.data_fim),
      relacoes: relacoes(...RELACOES, 'ordem_servico_mensagem')
        .optional()
        .describe(`O que vem junto: ${RELACOES.join(', ')}`),
    })
    .refine(inOrder, AT_END),
})

export const listarPaginado = defineCall({
  ...ofTenant,
  name: 'atendimento.paginado',
  summary: 'Uma página dos atendimentos cadastrados entre duas datas',
  source: 'hubsoft-atendimento-2025.md, Consulta de Atendimentos (GET/POST)',
  method: 'GET',
  path: '/atendimento/paginado/:quantidade',
  paging: { part: 'query', field: 'pagina', first: 0 },
  params: quantidade,
  query: z
    .object({
      pagina: inteiro(0).optional().describe(MEANING.pagina),
      data_inicio: dia.describe(`${MEANING.data_inicio} do cadastro`),
      data_fim: dia.describe(MEANING.data_fim),
    })
    .refine(inOrder, AT_END),
})

export const filtrarPaginado = defineCall({
  ...ofTenant,
  name: 'atendimento.filtrar',
  summary: 'Uma página dos atendimentos por data, tipo, status ou serviço',
  source: 'hubsoft-atendimento-2025.md, Consulta de Atendimentos (GET/POST)',
  method: 'POST',
  path: '/atendimento/paginado/:quantidade',
  paging: { part: 'body', field: 'pagina', first: 0 },
  params: quantidade,
  body: z
    .object({
      pagina: inteiro(0).describe(MEANING.pagina),
      itens_por_pagina: inteiro(1, 500).describe(`${MEANING.itens_por_pagina}, 1 a 500`),
      data_inicio: dia.optional().describe(`${MEANING.data_inicio} do cadastro`),
      data_fim: dia.optional().describe(MEANING.data_fim),
      tipo_atendimento: ids.optional().describe('IDs de tipos de atendimento, separados por vírgula'),
      status_atendimento: ids.optional().describe('IDs de status, separados por vírgula'),
      id_servico: id.optional().describe('ID do serviço (plano)'),
      relacoes: relacoes(...RELACOES).optional().describe(`O que vem junto: ${RELACOES.join(', ')}`),
    })
    .refine(inOrder, AT_END),
})
