import { z } from 'zod'

import { Secret } from '../../../lib/secret.js'
import { defineCall } from '../../http/call.js'
import { parseDay } from '../../wire/dates.js'
import { orNothing, wireCents, wireId, wireList, wireText } from '../../wire/values.js'
import { listUnder, said } from '../answers.js'
import { wireDone } from '../envelope.js'
import { envioWhole, faturaWhole } from '../whole/fatura.js'
import { AT_END, dia, id, inOrder, inteiro, MEANING, sentido, simNao, telefone, termo } from './fields.js'

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

const busca = z
  .object({
    busca: z.enum(['cpf_cnpj', 'codigo_cliente', 'id_cliente_servico']).describe(MEANING.busca),
    termo_busca: termo.describe(MEANING.termo_busca),
    limit: inteiro(1, 50).optional().describe(`${MEANING.limit}, 1 a 50; sem ele, 20`),
    apenas_pendente: simNao.optional().describe('Só as não pagas; sem ele, sim'),
    order_by: z.enum(['data_vencimento', 'data_pagamento', 'valor']).optional().describe(MEANING.order_by),
    order_type: sentido.optional().describe(`${MEANING.order_type}; sem ele, asc`),
    data_inicio: dia.optional().describe(`${MEANING.data_inicio} do vencimento`),
    data_fim: dia.optional().describe(MEANING.data_fim),
  })
  .refine(inOrder, AT_END)

const none = { saidAs: /^\s*nenhum(a)?\s+(fatura|cobran[çc]a|registro)\b/iu, answer: { faturas: [] } }

export const listarFaturas = defineCall({
  name: 'fatura.listar',
  summary: 'Faturas de um cliente ou de um serviço',
  source: 'hubsoft-api-2020.txt, 4.7; seen in integrations',
  method: 'GET',
  path: '/cliente/financeiro',
  access: 'read',
  use: 'mostrar as faturas com código de barras e Pix',
  timeoutMs: 8_000,
  query: busca,
  answer: z.object({ faturas: wireList(fatura) }).transform(({ faturas }) => faturas),
  whole: listUnder(['faturas'], faturaWhole),
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
  inner: true,
  use: 'enviar a fatura em PDF pelo chat',
  timeoutMs: 8_000,
  query: busca,
  answer: z.object({ faturas: wireList(comLink) }).transform(({ faturas }) => faturas),
  none,
})

const idFatura = id.describe('Identificador da fatura')

/** The bot sends no `email_adicional`: for a customer it goes to what the record holds, and nowhere else. */
export const enviarEmail = defineCall({
  name: 'fatura.enviarEmail',
  summary: 'Envia a fatura por e-mail ao que está no cadastro',
  source: 'hubsoft-api-2020.txt, 4.8',
  method: 'POST',
  path: '/cliente/financeiro/enviar_email',
  access: 'write',
  use: 'enviar a fatura ao e-mail do cadastro quando o cliente pede',
  // It is sent while one waits, with a pause before each address (4.8).
  timeoutMs: 25_000,
  body: z.object({
    id_fatura: idFatura,
    email_adicional: z.array(z.email()).min(1).optional().describe('Outros e-mails, além dos que estão no cadastro'),
  }),
  answer: wireDone,
  whole: said({ job: envioWhole }),
})

/** Without `telefone_adicional`, likewise. */
export const enviarSms = defineCall({
  name: 'fatura.enviarSms',
  summary: 'Envia a fatura por SMS ao que está no cadastro',
  source: 'hubsoft-api-2020.txt, 4.9',
  method: 'POST',
  path: '/cliente/financeiro/enviar_sms',
  access: 'write',
  use: 'enviar a fatura por SMS quando o cliente pede',
  timeoutMs: 8_000,
  body: z.object({
    id_fatura: idFatura,
    telefone_adicional: z.array(telefone).min(1).optional().describe('Outros telefones, DDNNNNNNNN ou DDNNNNNNNNN'),
  }),
  answer: wireDone,
  whole: said({ job: envioWhole }),
})

export const enviarPush = defineCall({
  name: 'fatura.enviarPush',
  summary: 'Envia a fatura ao aplicativo do cliente',
  source: 'hubsoft-api-2020.txt, 4.10',
  method: 'POST',
  path: '/cliente/financeiro/enviar_push',
  access: 'write',
  use: 'enviar a fatura ao aplicativo quando o cliente pede',
  timeoutMs: 8_000,
  body: z.object({ id_fatura: idFatura }),
  answer: wireDone,
  whole: said({}),
})
