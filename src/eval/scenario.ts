import { z } from 'zod'

import { header } from '../prompts/yaml-file.js'
import { sought, step, whose } from './steps.js'

const text = z.string().trim().min(1).max(2_000)

/** Who plays: for the model that plays them, and for those who read. */
const persona = z.strictObject({
  quer: text,
  sabe: text.optional(),
  temperamento: text.optional(),
  /** What they say that is not so. */
  mente: text.optional(),
})

const fatura = z.strictObject({
  valor: z.number().positive(),
  /** Days from today; negative is overdue. */
  vence_em_dias: z.int().min(-365).max(365),
  paga: z.boolean().default(false),
})

const atendimento = z.strictObject({ tipo: text, descricao: text, com_visita: z.boolean().default(false) })

/** The provider's world, and what is different in it today. */
const mundo = z.strictObject({
  /** Whose Telegram it is. */
  cliente: whose,
  /** The number that Telegram vouches for, where it is not that of the record. */
  telefone: z.string().regex(/^\d{10,11}$/u, 'precisa ter DDD e número, só dígitos, entre aspas').optional(),
  faturas: z.array(fatura).optional(),
  alertas: z.array(text).optional(),
  suspenso: z.boolean().optional(),
  conectado: z.boolean().optional(),
  atendimentos: z.array(atendimento).optional(),
  artigos: z.array(z.strictObject({ palavras: z.array(text).min(1), texto: text })).optional(),
  fora_do_ar: z.array(z.enum(['hubsoft', 'milvus', 'tempbox'])).default([]),
  /** What the provider does not have at all. */
  sem: z.array(z.enum(['milvus', 'tempbox'])).default([]),
  /** Local time, `2026-06-14T23:00`; absent: now. */
  agora: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u, 'precisa ser como "2026-06-14T23:00", entre aspas').optional(),
  /** In place of the same fields of `provider.yaml`. */
  provedor: z.record(z.string(), z.unknown()).optional(),
  /** In place of the same fields of `routing.yaml`. */
  roteamento: z.record(z.string(), z.unknown()).optional(),
})

const aberto = z.strictObject({
  /** Whose; absent: the customer's. */
  de: whose.optional(),
  tipo: sought.optional(),
  descricao: sought.optional(),
  sem_descricao: sought.optional(),
  aberto: z.boolean().optional(),
  mensagem: sought.optional(),
  anexos: z.int().min(0).optional(),
  /** The stars that it was given. */
  avaliacao: z.int().min(1).max(5).optional(),
})

const chamado = z.strictObject({
  assunto: sought.optional(),
  descricao: sought.optional(),
  acompanhamento: sought.optional(),
  anexos: z.int().min(0).optional(),
})

/** `repassado`: each was relayed to the attendants. */
const conversa = z.strictObject({ repassado: z.array(sought).default([]), encerrada: z.boolean().optional() })

/**
 * What must be so at the end. What was done in other systems is told whole: what does not stand here must not have
 * happened.
 */
const fim = z.strictObject({
  /** Opened through the bot. */
  atendimentos: z.array(aberto).default([]),
  /** What those of the beginning got. */
  antigos: z.array(aberto).default([]),
  chamados: z.array(chamado).default([]),
  conversas: z.array(conversa).default([]),
  acoes: z.array(z.enum(['desbloqueio', 'desconexao', 'mac', 'cpe', 'email', 'sms', 'push'])).default([]),
  interesses: z.int().min(0).default(0),
  /** Visits that were given a time. */
  visitas: z.int().min(0).default(0),
  dito: z.array(sought).default([]),
  nao_dito: z.array(sought).default([]),
  botoes: z.array(text).default([]),
  sem_botoes: z.array(text).default([]),
  /** The most messages with a question in them. */
  perguntas: z.int().min(0).optional(),
  /** A question that a model answers with yes or no; not asked without one. */
  julgamento: z.strictObject({ por: z.literal('modelo'), pergunta: text }).optional(),
})

/** What a scripted model does when the customer's words fit: reads with a tool (a part of its name), or decides. */
const decisao = z
  .strictObject({ quando: sought.optional(), le: text.optional(), decide: z.record(z.string(), z.unknown()).optional() })
  .refine(({ le, decide }) => (le === undefined) !== (decide === undefined), { error: 'precisa de `le` ou de `decide`, um só' })

const cenario = z.strictObject({
  nome: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'precisa ser de letras minúsculas, números e hífens'),
  descricao: text,
  /** Only a model can understand it. */
  requer: z.literal('modelo').optional(),
  persona,
  mundo,
  roteiro: z.array(step).min(1),
  /** What a scripted model decides, in order, where there is no other. */
  modelo: z.array(decisao).optional(),
  no_fim: fim,
})

/** A file of `prompts/evals/`. */
export const scenarioFile = z.strictObject({ ...header, cenarios: z.array(cenario).min(1) })

export type Scenario = z.output<typeof cenario>
export type Mundo = Scenario['mundo']
export type Fim = Scenario['no_fim']
