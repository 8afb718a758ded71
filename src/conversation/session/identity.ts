import { z } from 'zod'

/** Who is asking, as far as it is proved. */
export const identitySchema = z.discriminatedUnion('level', [
  z.object({ level: z.literal(0) }),
  z.object({ level: z.literal(1), codigoCliente: z.number(), idClienteServico: z.number().optional() }),
  z.object({
    level: z.literal(2),
    /** One documento may have several records. */
    codigos: z.array(z.number()).min(1),
    firstName: z.string(),
    /** Keyed digest of the contact's phone: it must stay in the record. */
    phoneTag: z.string(),
    until: z.number(),
    /** When the record was last read and held that phone. */
    checkedAt: z.number(),
  }),
])

/** An identification under way. Erased at `expiresAt`, whatever happens. */
export const pendingSchema = z.object({
  documento: z.string(),
  /** The sender's own contact, certified by Telegram; empty when they would not share one. */
  contato: z.string().optional(),
  /** After the lookup: keyed digests that a right birth date would have. Filled for unknown documentos too. */
  candidates: z
    .array(z.object({ tag: z.string(), codigoCliente: z.number(), idClienteServico: z.number().optional() }))
    .optional(),
  expiresAt: z.number(),
  retries: z.number().default(0),
})
