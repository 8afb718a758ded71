import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { listUnder } from '../answers.js'
import { faturaWhole } from '../whole/fatura.js'
import { AT_END, dia, inOrder, inteiro, MEANING, sentido, simNao, termo } from './fields.js'

const DAY_MS = 86_400_000
/** The most that the document allows between two dates without a search; more it cuts without a word. */
const MOST_DAYS = 30

export const consultarFinanceiro = defineCall({
  name: 'financeiro.consultar',
  summary: 'Contas a receber de todo o provedor, por vencimento ou pagamento; sem datas, os últimos 10 dias',
  source: 'hubsoft-api-2020.txt, 6.1',
  method: 'GET',
  path: '/financeiro',
  access: 'read',
  retry: 'once',
  // A month of everybody's invoices.
  timeoutMs: 60_000,
  maxAnswerBytes: 64 * 1024 * 1024,
  query: z
    .object({
      busca: z.enum(['id_cliente', 'codigo_cliente', 'cpf_cnpj', 'id_cliente_servico']).optional().describe(MEANING.busca),
      termo_busca: termo.optional().describe(`${MEANING.termo_busca}; junto com busca`),
      tipo_data: z
        .enum(['data_vencimento', 'data_pagamento'])
        .optional()
        .describe('A que data o período se refere; sem ele, data_vencimento'),
      tipo_resultado: z.enum(['simplificado', 'detalhado']).optional().describe('Sem ele, simplificado'),
      data_inicio: dia.optional().describe(MEANING.data_inicio),
      data_fim: dia.optional().describe(`${MEANING.data_fim}; sem busca, até 30 dias depois dele`),
      order_by: z.enum(['data_vencimento', 'data_pagamento', 'valor']).optional().describe(MEANING.order_by),
      order_type: sentido.optional().describe(MEANING.order_type),
      limit: inteiro(1).optional().describe(MEANING.limit),
      apenas_quitado: simNao.optional().describe('Só as pagas, ou só as não pagas'),
    })
    .refine((query) => query.busca !== undefined || query.termo_busca === undefined, { path: ['busca'], message: 'falta, com termo_busca' })
    .refine((query) => query.busca === undefined || query.termo_busca !== undefined, { path: ['termo_busca'], message: 'falta, com busca' })
    .refine(inOrder, AT_END)
    .refine((query) => query.busca !== undefined || daysBetween(query) <= MOST_DAYS, {
      path: ['data_fim'],
      message: `sem busca, o período tem no máximo ${String(MOST_DAYS)} dias`,
    }),
  answer: listUnder(['faturas'], faturaWhole),
  none: { saidAs: /^\s*nenhum(a)?\s+(fatura|cobran[çc]a|registro)\b/iu, answer: { faturas: [] } },
})

function daysBetween(of: { data_inicio?: string | undefined; data_fim?: string | undefined }): number {
  if (of.data_inicio === undefined || of.data_fim === undefined) return 0
  return (Date.parse(of.data_fim) - Date.parse(of.data_inicio)) / DAY_MS
}
