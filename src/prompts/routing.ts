import { z } from 'zod'

import { CATEGORIA_IDS, type Categoria, type Routing } from '../domain/routing.js'
import { pattern } from './pattern.js'
import { modeloSchema } from './routing-modelo.js'
import { header } from './yaml-file.js'

const text = z.string().trim().min(1)
/** Stands on a button. */
const label = text.max(40)

const pergunta = z.strictObject({
  id: z.string().regex(/^[a-z\d_]{1,20}$/u, 'só letras minúsculas, números e _, até 20'),
  texto: text.max(500),
  opcoes: z.array(label).max(8).default([]),
})

const categoria = z
  .strictObject({
    // The operator's own beside ours; it stands in a button's data.
    id: z.string().regex(/^[a-z\d_]{1,20}$/u, 'só letras minúsculas, números e _, até 20'),
    rotulo: label,
    palavras: z.array(pattern),
    direto: z.boolean().default(false),
    destino: z.enum(['hubsoft', 'milvus']),
    tipo_atendimento: text.optional(),
    abrir_os: z.boolean().default(false),
    mesa: text.optional(),
    setor: text.optional(),
    categoria_primaria: text.optional(),
    categoria_secundaria: text.optional(),
    perguntas: z.array(pergunta).max(3).refine(distinct, 'há ids repetidos'),
  })
  .transform(
    (wire): Categoria => ({
      id: wire.id,
      rotulo: wire.rotulo,
      palavras: wire.palavras,
      direto: wire.direto,
      destino: wire.destino,
      abrirOs: wire.abrir_os,
      perguntas: wire.perguntas,
      ...(wire.tipo_atendimento && { tipoAtendimento: wire.tipo_atendimento }),
      ...(wire.mesa && { mesa: wire.mesa }),
      ...(wire.setor && { setor: wire.setor }),
      ...(wire.categoria_primaria && { categoriaPrimaria: wire.categoria_primaria }),
      ...(wire.categoria_secundaria && { categoriaSecundaria: wire.categoria_secundaria }),
    }),
  )

const patterns = z.array(pattern).default([])

const consultasSchema = z.strictObject({
  atendente: patterns,
  desbloqueio: patterns,
  chamados: patterns,
  faturas: patterns,
  conexao: patterns,
  contatos: patterns,
})

const limit = z.int().min(0).max(10_000)

/** `routing.yaml`, as the conversation takes it. */
export const routingSchema = z
  .strictObject({
    ...header,
    alertas: z.strictObject({
      mostrar: z.array(z.strictObject({ padrao: pattern, como: z.enum(['outage', 'tell']) })).default([]),
      padrao: z.literal('hide').default('hide'),
    }),
    base_conhecimento: z
      .strictObject({
        nivel_zero: z.boolean().default(false),
        limite_por_hora_chat: limit,
        limite_por_dia_chat: limit,
        nao_respostas: z.array(pattern),
      })
      .transform((wire) => ({
        nivelZero: wire.nivel_zero,
        limitePorHoraChat: wire.limite_por_hora_chat,
        limitePorDiaChat: wire.limite_por_dia_chat,
        naoRespostas: wire.nao_respostas,
      })),
    /** Unless said otherwise a message is the staff's own business. */
    mensagens_publicas: z
      .union([z.enum(['todas', 'nenhuma']), z.strictObject({ prefixo: text.max(30) })], {
        error: 'precisa ser todas, nenhuma, ou um prefixo de até 30 caracteres na linha de baixo (prefixo: \'@cliente\')',
      })
      .default('nenhuma'),
    /** Without an agenda customers see their visits, and ask for another time with a ticket. */
    visitas: z
      .strictObject({ agenda: z.int().min(1).optional(), dias: z.int().min(1).max(31).default(7) })
      .default({ dias: 7 }),
    planos: patterns,
    consultas: consultasSchema.prefault({}),
    perigo: patterns,
    modelo: modeloSchema,
    categorias: z.array(categoria).refine(isComplete, {
      // Told together with what is wrong inside the categories.
      when: ({ value }) => Array.isArray(value),
      error: ({ input }) => describeIds(input),
    }),
  })
  .transform(
    ({ alertas, base_conhecimento, mensagens_publicas, visitas, planos, consultas, perigo, modelo, categorias }): Routing => ({
      alertas,
      baseConhecimento: base_conhecimento,
      mensagensPublicas: mensagens_publicas,
      visitas: { dias: visitas.dias, ...(visitas.agenda === undefined ? {} : { agenda: visitas.agenda }) },
      planos,
      consultas,
      perigo,
      modelo,
      categorias,
    }),
  )

function isComplete(categorias: unknown): boolean {
  return describeIds(categorias) === ''
}

function describeIds(categorias: unknown): string {
  const ids = idsSchema.parse(categorias)
  const missing = CATEGORIA_IDS.filter((id) => !ids.includes(id))
  const repeated = ids.filter((id, at) => id !== '' && ids.indexOf(id) !== at)
  return [
    ...(missing.length > 0 ? [`faltam: ${missing.join(', ')}`] : []),
    ...(repeated.length > 0 ? [`repetidas: ${repeated.join(', ')}`] : []),
  ].join('; ')
}

const idsSchema = z.array(z.looseObject({ id: z.string() }).transform(({ id }) => id).catch(''))

function distinct(items: readonly { id: string }[]): boolean {
  return new Set(items.map(({ id }) => id)).size === items.length
}
