import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, instant, list, number, record, text as wireText } from '../../wire/record.js'
import { wireFlag } from '../../wire/values.js'
import { done, numberAsText, only, text } from '../wire.js'

export const criarAcompanhamento = defineCall({
  name: 'acompanhamento.criar',
  summary: 'Acrescenta um acompanhamento a um chamado; o status não muda',
  source: 'milvus-api.txt, Chamado, criarAcompanhamento',
  method: 'POST',
  path: '/chamado/acompanhamento/criar',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    acompanhamento_ticket: numberAsText.describe('código do chamado, não o id interno'),
    acompanhamento_descricao: text.describe('o texto'),
    acompanhamento_privado: z.boolean().describe('só para a equipe'),
    atendimento_total_horas: z
      .string()
      .regex(/^\d{1,4}:[0-5]\d$/u)
      .optional()
      .describe('duração do atendimento, HH:mm'),
    atendimento_valor_deslocamento: z.number().min(0).optional().describe('valor do deslocamento, em reais'),
    atendimento_horario_comercial: z.boolean().optional().describe('em horário comercial'),
    atendimento_externo: z.boolean().optional().describe('fora da empresa'),
  }),
  okWithoutBody: true,
  answer: done,
  use: 'leva ao chamado o que o cliente escreve depois',
})

const chamado = z.object({ chamado_codigo: numberAsText.describe('código do chamado, não o id interno') })

const TIPOS = [
  'comentarios',
  'interacoes',
  'sla',
  'criacoes',
  'pausas',
  'finalizacoes',
  'anexos',
  'email',
  'ligacoes',
  'excluidos',
] as const

const tipo = z.enum(TIPOS).optional().describe('só deste tipo')
const privado = z.boolean().optional().describe('só as notas privadas, ou só as outras')

const ENTRY = {
  texto: wireText,
  texto_html: wireText,
  data: instant,
  privado: flag,
  log_tipo_id: number,
  // These two in newer versions.
  log_tipo_text: wireText,
  tipo: wireText,
  is_excluido: flag,
}

const wordsOf = z.object({
  pessoa: z.string().nullish(),
  texto: z.string().nullish(),
  texto_html: z.string().nullish(),
  data: z.string().nullish(),
  // Only what clearly says "not private" is public, and what is not said is private: nothing private may reach a customer.
  privado: z
    .unknown()
    .optional()
    .transform((value) => !/^(false|0|n[ãa]o|n|f)$/iu.test(String(value))),
  is_excluido: wireFlag.nullish(),
})

export const listarAcompanhamentos = defineCall({
  name: 'acompanhamento.listar',
  summary: 'Lista os acompanhamentos de um chamado',
  source: 'milvus-api.txt, Chamado, listarAcompanhamentos',
  method: 'GET',
  path: '/chamado/acompanhamento/:chamado_codigo',
  access: 'read',
  timeoutMs: 15_000,
  params: chamado,
  query: only({
    tipo,
    privado,
    perfil: z.enum(['tecnico', 'cliente']).optional().describe('só de técnicos, ou só de clientes'),
    pessoa: text.optional().describe('só desta pessoa, pelo nome'),
  }),
  answer: z.object({ retorno: list(wordsOf) }).transform(({ retorno }) =>
    retorno.map((one) => ({
      pessoa: one.pessoa ?? '',
      texto: one.texto ?? (one.texto_html ?? '').replace(/<[^>]*>/gu, ' '),
      data: one.data ?? '',
      privado: one.privado,
      excluido: one.is_excluido ?? false,
    })),
  ),
  whole: z
    .object({ retorno: list(record({ pessoa: wireText, perfil: wireText, ...ENTRY })) })
    .transform(({ retorno }) => retorno),
  use: 'lê o que os técnicos escreveram, e procura o que talvez tenha chegado',
})

export const listarAcompanhamentosTecnicos = defineCall({
  name: 'acompanhamento.listarTecnicos',
  summary: 'Lista os acompanhamentos que técnicos fizeram em um chamado',
  source: 'milvus-api.txt, Chamado, listarAcompanhamentosTecnicos',
  method: 'GET',
  path: '/chamado/acompanhamento/tecnico/:chamado_codigo',
  access: 'read',
  timeoutMs: 15_000,
  params: chamado,
  query: only({ tipo, privado, tecnico: text.optional().describe('só deste técnico, pelo nome') }),
  answer: z
    .object({ retorno: list(record({ tecnico: wireText, ...ENTRY })) })
    .transform(({ retorno }) => retorno),
})
