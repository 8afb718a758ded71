import { z } from 'zod'

import type { Oferta, Plano, ProspectoVisto } from '../../../domain/prospecto.js'
import { defineCall } from '../../http/call.js'
import { day, instant, number, reais, record, text } from '../../wire/record.js'
import { bareDocumento, orNothing, wireCents, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'
import { listUnder, said } from '../answers.js'
import { wireDone } from '../envelope.js'
import { documento } from '../whole/pieces.js'
import { cep, id, inteiro, telefone, texto } from './fields.js'

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

const planoWhole = record({
  id_servico: number,
  descricao: text,
  valor: reais,
  nome_radius: text,
  display: text,
  velocidade_download: number,
  velocidade_upload: number,
})

const prospectoWhole = record({
  id_prospecto: number,
  nome_razaosocial: text,
  cpf_cnpj: documento,
  email: text,
  telefone: text,
  observacao: text,
  id_cliente: number,
  id_endereco_numero: number,
  created_at: instant,
  updated_at: instant,
  created_at_br: day,
  tipo_pessoa: text,
  id_usuario: number,
  origem: text,
  // From here on, of the collection of 2024.
  rg: text,
  telefone_secundario: text,
  data_nascimento: day,
  id_vendedor: number,
  id_vencimento: number,
  nome_pai: text,
  nome_mae: text,
  estado_civil: text,
  genero: text,
  nacionalidade: text,
  profissao: text,
  prospecto_servico: record({ id_prospecto_servico: number, id_prospecto: number, id_servico: number, valor: reais }),
})

export const listarPlanos = defineCall({
  name: 'prospecto.planos',
  summary: 'Planos que se oferecem em um CEP',
  source: 'hubsoft-api-2020.txt, 8.1',
  method: 'GET',
  path: '/prospecto/create',
  access: 'read',
  use: 'mostrar os planos a quem ainda não é cliente',
  timeoutMs: 8_000,
  query: z.object({ cep: cep.describe('CEP do endereço de instalação') }),
  answer: z
    .object({ servicos: planos, cepDesconhecido: z.literal(true).optional() })
    .transform(({ servicos, cepDesconhecido }): Oferta =>
      cepDesconhecido === true ? { kind: 'cepDesconhecido' } : { kind: 'planos', planos: servicos },
    ),
  whole: listUnder(['servicos'], planoWhole),
  none: {
    saidAs: /^\s*(nenhuma\s+cidade|cep\s+(inv[áa]lido|n[ãa]o\s+(foi\s+)?(encontrado|localizado)))/iu,
    answer: { servicos: [], cepDesconhecido: true },
    // No plans at a known CEP are an empty list as well.
    botOnly: true,
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
  use: 'cadastrar quem quer contratar',
  timeoutMs: 8_000,
  body: z.object({
    cep: cep.describe('CEP do endereço de instalação'),
    servico: z
      .object({ id_servico: id.describe('O plano escolhido'), valor: z.number().min(0).describe('Seu valor, em reais') })
      .describe('O plano: id_servico e valor em reais'),
    // Text, as in the example, though the table says a number: leading zeros, and the letters of newer CNPJs.
    cpf_cnpj: z
      .string()
      .regex(/^(?:\d{11}|[\dA-Z]{12}\d{2})$/u)
      .describe('CPF ou CNPJ, sem pontuação'),
    telefone: telefone.describe('Telefone principal, DDNNNNNNNNN'),
    nome_razaosocial: texto.describe('Nome ou razão social'),
    email: z.email().optional().describe('E-mail principal'),
    observacao: texto.optional().describe('Campo livre'),
    tipo_pessoa: z.enum(['pf', 'pj']).describe('pf ou pj'),
    bairro: texto.describe('Bairro da instalação'),
    endereco: texto.describe('Logradouro da instalação'),
    numero: inteiro(0).describe('Número da instalação; 0 para sem número'),
  }),
  answer: wireDone,
  whole: said({ prospecto: prospectoWhole }),
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
  use: 'conferir se um cadastro duvidoso chegou',
  timeoutMs: 8_000,
  query: z.object({ busca: texto.describe('Parte do nome ou da razão social') }),
  answer: z.object({ prospectos: wireList(prospecto) }).transform(({ prospectos }) => prospectos),
  whole: listUnder(['prospectos'], prospectoWhole),
  none: { saidAs: /^\s*nenhum\s+(prospecto|registro|resultado)\b/iu, answer: { prospectos: [] } },
})
