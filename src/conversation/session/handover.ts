import { z } from 'zod'

import { draftSchema } from './draft.js'

/** People have the conversation, or are being called. */
export const handoverSchema = z.object({
  state: z.enum(['opening', 'open']),
  /** Names the effect that opens it. */
  id: z.string(),
  atendimento: z.string().optional(),
  /** Relays waiting for it to open, ready to be sent. */
  queue: z.array(z.object({ marker: z.string(), mensagem: z.string() })).default([]),
  /** `/encerrar` while it was opening. */
  closing: z.boolean().default(false),
  slowTold: z.boolean().default(false),
  codigoCliente: z.number().optional(),
  /** What was told before, kept until people have it: without them it becomes a ticket. */
  words: z.array(z.string()).default([]),
  draft: draftSchema.optional(),
})
