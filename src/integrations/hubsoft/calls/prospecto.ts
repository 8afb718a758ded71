import { z } from 'zod'

import type { Oferta, Plano, ProspectoVisto } from '../../../domain/prospecto.js'
import { defineCall } from '../../http/call.js'
import { bareDocumento, orNothing, wireCents, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'
import { wireDone } from '../envelope.js'

const plano = z
  .object({
    id_servico: wireId,
    descricao: wireText.pipe(z.string().min(1)),
    valor: wireCents,
    velocidade_download: orNothing(wireNumber).catch(undefined),
  })
  .transform((wire): Plano => {
    const kbps = wire.velocidade_download
    return {
      idServico: wire.id_servico,
      nome: wire.descricao,
      amountCents: wire.valor,
      ...(kbps === undefined || kbps <= 0 ? {} : { downloadKbps: kbps }),
    }
  })

/** One that cannot be read is not offered: the others are. */
const planos = wireList(z.unknown()).transform((items) =>
  items.flatMap((item) => {
    const read = plano.safeParse(item)
    return read.success ? [read.data] : []
  }),
)

const cep = z.string().regex(/^\d{8}$/u)

export const listarPlanos = defineCall({
  name: 'prospecto.planos',
  summary: 'Planos que se oferecem em um CEP',
  source: 'hubsoft-api-2020.txt, 8.1',
  method: 'GET',
  path: '/prospecto/create',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({ cep }),
  answer: z
    .object({ servicos: planos, cepDesconhecido: z.literal(true).optional() })
    .transform(({ servicos, cepDesconhecido }): Oferta =>
      cepDesconhecido === true ? { kind: 'cepDesconhecido' } : { kind: 'planos', planos: servicos },
    ),
  none: {
    saidAs: /^\s*(nenhuma\s+cidade|cep\s+(inv[áa]lido|n[ãa]o\s+(foi\s+)?(encontrado|localizado)))/iu,
    answer: { servicos: [], cepDesconhecido: true },
  },
})

/** A known documento is refused in a sentence that names somebody else: it goes nowhere. */
export const criarProspecto = defineCall({
  name: 'prospecto.criar',
  summary: 'Cadastra quem quer ser cliente, com o plano escolhido',
  source: 'hubsoft-api-2020.txt, 8.1.1',
  method: 'POST',
  path: '/prospecto',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    cep,
    servico: z.object({ id_servico: z.number().int().positive(), valor: z.number().min(0) }),
    // Text, as in the example, though the table says a number: leading zeros, and the letters of newer CNPJs.
    cpf_cnpj: z.string().regex(/^(?:\d{11}|[\dA-Z]{12}\d{2})$/u),
    telefone: z.string().regex(/^\d{10,11}$/u),
    nome_razaosocial: z.string().min(1),
    tipo_pessoa: z.enum(['pf', 'pj']),
    bairro: z.string().min(1),
    endereco: z.string().min(1),
    numero: z.number().int().min(0),
    observacao: z.string().min(1).optional(),
  }),
  answer: wireDone,
})

const prospecto = z
  .object({
    cpf_cnpj: orNothing(z.union([z.string(), z.number()])),
    telefone: orNothing(wireText),
    observacao: orNothing(wireText),
  })
  .transform(
    (wire): ProspectoVisto => ({
      documento: wire.cpf_cnpj === undefined ? '' : bareDocumento(wire.cpf_cnpj),
      telefone: (wire.telefone ?? '').replace(/\D/gu, ''),
      observacao: wire.observacao ?? '',
    }),
  )

export const buscarProspectos = defineCall({
  name: 'prospecto.buscar',
  summary: 'Prospectos pelo nome ou razão social',
  source: 'hubsoft-api-2020.txt, 8.2',
  method: 'GET',
  path: '/prospecto',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({ busca: z.string().min(1) }),
  answer: z.object({ prospectos: wireList(prospecto) }).transform(({ prospectos }) => prospectos),
  none: { saidAs: /^\s*nenhum\s+(prospecto|registro|resultado)\b/iu, answer: { prospectos: [] } },
})
