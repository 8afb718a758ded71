import { z } from 'zod'

import { draftSchema, fileSchema } from './draft.js'

/** People have the conversation, or are being called. */
export const handoverSchema = z.object({
  state: z.enum(['opening', 'open']),
  /** Names the effect that opens it. */
  id: z.string(),
  atendimento: z.string().optional(),
  /** Relays waiting for it to open, ready to be sent. */
  queue: z.array(z.object({ marker: z.string(), mensagem: z.string(), file: fileSchema.exactOptional() })).default([]),
  /** `/encerrar` while it was opening. */
  closing: z.boolean().default(false),
  slowTold: z.boolean().default(false),
  codigoCliente: z.number().optional(),
  /** What was told before, kept until people have it: without them it becomes a ticket. */
  words: z.array(z.string()).default([]),
  draft: draftSchema.optional(),
  /** What the customer wrote since, kept until somebody takes it. */
  since: z.array(z.string()).default([]),
  /** What the customer can quote: told when it opened. */
  protocolo: z.string().optional(),
  /** An attendant took it, and who (a first name) has it now. */
  taken: z.boolean().default(false),
  atendente: z.string().optional(),
  /** Waiting, a ticket or a call back were offered. */
  offered: z.boolean().default(false),
  /** The customer asked to be called at this opening. */
  retorno: z.number().optional(),
})
