import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { parseDay } from '../dates.js'
import { orNothing, wireCents, wireId, wireList, wireText } from '../wire.js'

const fatura = z
  .object({
    id_fatura: wireId,
    valor: wireCents,
    data_vencimento: z.unknown().transform((value, context) => {
      const day = parseDay(value)
      if (day !== undefined) return day
      context.addIssue({ code: 'custom', message: 'no date' })
      return z.NEVER
    }),
    data_pagamento: orNothing(z.unknown()),
    linha_digitavel: orNothing(wireText),
    pix_copia_cola: orNothing(wireText),
    // `financeiro/fatura` spells it so; some tenants do here too.
    pix_copia_e_cola: orNothing(wireText),
  })
  .transform((wire) => {
    const pixCopiaCola = wire.pix_copia_cola ?? wire.pix_copia_e_cola
    return {
      idFatura: wire.id_fatura,
      amountCents: wire.valor,
      vencimento: wire.data_vencimento,
      paga: wire.data_pagamento !== undefined,
      ...(wire.linha_digitavel === undefined ? {} : { linhaDigitavel: wire.linha_digitavel }),
      ...(pixCopiaCola === undefined ? {} : { pixCopiaCola }),
    }
  })

export const listarFaturas = defineCall({
  name: 'fatura.listar',
  summary: 'Faturas de um cliente ou de um serviço',
  source: 'hubsoft-api-2020.txt, 4.7; seen in integrations',
  method: 'GET',
  path: '/cliente/financeiro',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.enum(['cpf_cnpj', 'codigo_cliente', 'id_cliente_servico']),
    termo_busca: z.union([z.string().min(1), z.number()]),
    limit: z.number().int().min(1).max(50).optional(),
    apenas_pendente: z.enum(['sim', 'nao']).optional(),
    order_by: z.enum(['data_vencimento', 'data_pagamento', 'valor']).optional(),
    order_type: z.enum(['asc', 'desc']).optional(),
    data_inicio: z.iso.date().optional(),
    data_fim: z.iso.date().optional(),
  }),
  answer: z.object({ faturas: wireList(fatura) }).transform(({ faturas }) => faturas),
  none: { saidAs: /^\s*nenhum(a)?\s+(fatura|cobran[çc]a|registro)\b/iu, answer: { faturas: [] } },
})
