import { z } from 'zod'

/**
 * What `/esquecer` leaves: when, and the ordinals by which what comes late is known to be of before. Nothing in it tells
 * who wrote, or what.
 */
export const esquecidoSchema = z.object({
  /** Milliseconds since the epoch. */
  em: z.number(),
  /** `update_id` of the last update before it. */
  ordem: z.number().optional(),
  /** Telegram's highest id of a message before it. */
  mensagem: z.number(),
  /** Its customer has written nothing since. */
  vazio: z.boolean(),
})
