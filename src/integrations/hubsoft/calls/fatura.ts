import { z } from 'zod'

import { Secret } from '../../../lib/secret.js'
import { defineCall } from '../../http/call.js'
import { parseDay } from '../../wire/dates.js'
import { orNothing, wireCents, wireId, wireList, wireText } from '../../wire/values.js'
import { wireDone } from '../envelope.js'

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
    const pagamento = parseDay(wire.data_pagamento)
    const pixCopiaCola = wire.pix_copia_cola ?? wire.pix_copia_e_cola
    return {
      idFatura: wire.id_fatura,
      amountCents: wire.valor,
      vencimento: wire.data_vencimento,
      paga: wire.data_pagamento !== undefined,
      ...(pagamento === undefined ? {} : { pagamento }),
      ...(wire.linha_digitavel === undefined ? {} : { linhaDigitavel: wire.linha_digitavel }),
      ...(pixCopiaCola === undefined ? {} : { pixCopiaCola }),
    }
  })

const busca = {
  busca: z.enum(['cpf_cnpj', 'codigo_cliente', 'id_cliente_servico']),
  termo_busca: z.union([z.string().min(1), z.number()]),
  limit: z.number().int().min(1).max(50).optional(),
  apenas_pendente: z.enum(['sim', 'nao']).optional(),
  order_by: z.enum(['data_vencimento', 'data_pagamento', 'valor']).optional(),
  order_type: z.enum(['asc', 'desc']).optional(),
  data_inicio: z.iso.date().optional(),
  data_fim: z.iso.date().optional(),
}

const none = { saidAs: /^\s*nenhum(a)?\s+(fatura|cobran[çc]a|registro)\b/iu, answer: { faturas: [] } }

export const listarFaturas = defineCall({
  name: 'fatura.listar',
  summary: 'Faturas de um cliente ou de um serviço',
  source: 'hubsoft-api-2020.txt, 4.7; seen in integrations',
  method: 'GET',
  path: '/cliente/financeiro',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object(busca),
  answer: z.object({ faturas: wireList(fatura) }).transform(({ faturas }) => faturas),
  none,
})

const comLink = z
  .object({ id_fatura: wireId, link: orNothing(z.string().trim()) })
  .transform(({ id_fatura: id, link }) => ({ idFatura: id, link: link === undefined ? undefined : new Secret(link) }))

/**
 * The same route, for the one thing `fatura.listar` leaves out: the PDF's link, which opens to anyone who guesses the
 * invoice's id. It is asked for when the PDF is fetched, and forgotten with it.
 */
export const localizarPdf = defineCall({
  name: 'fatura.localizarPdf',
  summary: 'Onde está o PDF de cada fatura (só para buscá-lo)',
  source: 'hubsoft-api-2020.txt, 4.7',
  method: 'GET',
  path: '/cliente/financeiro',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object(busca),
  answer: z.object({ faturas: wireList(comLink) }).transform(({ faturas }) => faturas),
  none,
})

const idFatura = z.object({ id_fatura: z.number().int().positive() })

/** Without `email_adicional`: it goes to what the record holds, and nowhere else. */
export const enviarEmail = defineCall({
  name: 'fatura.enviarEmail',
  summary: 'Envia a fatura por e-mail ao que está no cadastro',
  source: 'hubsoft-api-2020.txt, 4.8',
  method: 'POST',
  path: '/cliente/financeiro/enviar_email',
  access: 'write',
  // It is sent while one waits, with a pause before each address (4.8).
  timeoutMs: 25_000,
  body: idFatura,
  answer: wireDone,
})

/** Without `telefone_adicional`, likewise. */
export const enviarSms = defineCall({
  name: 'fatura.enviarSms',
  summary: 'Envia a fatura por SMS ao que está no cadastro',
  source: 'hubsoft-api-2020.txt, 4.9',
  method: 'POST',
  path: '/cliente/financeiro/enviar_sms',
  access: 'write',
  timeoutMs: 8_000,
  body: idFatura,
  answer: wireDone,
})

export const enviarPush = defineCall({
  name: 'fatura.enviarPush',
  summary: 'Envia a fatura ao aplicativo do cliente',
  source: 'hubsoft-api-2020.txt, 4.10',
  method: 'POST',
  path: '/cliente/financeiro/enviar_push',
  access: 'write',
  timeoutMs: 8_000,
  body: idFatura,
  answer: wireDone,
})
