import { z } from 'zod'

/** What was said lately, for the model: short, redacted lines; kept only where a model is configured. */
export const historicoSchema = z.object({
  /** Whose data may stand in it: it goes when another customer, or nobody any more, is identified. */
  codigos: z.array(z.number()).default([]),
  linhas: z.array(z.object({ quem: z.enum(['cliente', 'bot', 'equipe']), texto: z.string() })).default([]),
  /** The first words of the customer's that no longer fit. */
  inicio: z.string().optional(),
})

/** What the model made of the customer's words, until the report begins: it may have to wait for an identification. */
export const aprendidoSchema = z.object({
  categoria: z.string().optional(),
  respostas: z.record(z.string(), z.string()).default({}),
  versao: z.string().optional(),
})

/** Its questions in a row, and the words they were asked about: these are in `intent` too, unless a report has them. */
export const duvidaSchema = z.object({ perguntas: z.number(), palavras: z.array(z.string()).default([]) })

/** What it cost this chat since `desde`, for a day. */
export const usoSchema = z.object({ desde: z.number(), chamadas: z.number(), tokens: z.number() })
