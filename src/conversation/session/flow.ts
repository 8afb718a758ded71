import { z } from 'zod'

/** What was asked last, and waits for its answer. */
export const flowSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('idle') }),
  z.object({ name: z.literal('documento') }),
  z.object({ name: z.literal('contato') }),
  z.object({ name: z.literal('nascimento') }),
  z.object({ name: z.literal('servico') }),
  z.object({ name: z.literal('problema') }),
  z.object({ name: z.literal('resposta') }),
  z.object({ name: z.literal('categoria') }),
  z.object({ name: z.literal('triagem'), pergunta: z.number() }),
  z.object({ name: z.literal('arquivos') }),
  z.object({
    name: z.literal('existente'),
    abertos: z.array(z.object({ idAtendimento: z.number(), protocolo: z.string() })),
  }),
  z.object({ name: z.literal('cartao') }),
  z.object({ name: z.literal('correcao') }),
  z.object({ name: z.literal('diagnostico'), causa: z.enum(['suspenso', 'falha', 'offline', 'visita']) }),
  /** *Já paguei*: the proof of payment is awaited, for the draft. */
  z.object({ name: z.literal('comprovante') }),
])
