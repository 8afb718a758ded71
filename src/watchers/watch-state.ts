import { z } from 'zod'

/** What a watch of a TempBox atendimento remembers: ids and counts, never words, never a phone. */
export type TempboxState = z.infer<typeof schema>

/** The state as the conversation wrote it (`atendimento`, `codigoCliente`) or as the last poll left it. */
export function readTempboxState(json: string): TempboxState | undefined {
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    return undefined
  }
}

/** Ids of attendants' messages that a state remembers at most. */
export const MAX_SEEN = 500

const schema = z.object({
  atendimento: z.string().min(1),
  /** Only at level 2: the contato may then be the record's phone. */
  codigoCliente: z.number().exactOptional(),
  /** The newest attendants' messages already told, oldest first. */
  seen: z.array(z.string()).default([]),
  /** Messages whose file was told, oldest first. */
  files: z.array(z.string()).default([]),
  /** Who has it, as `Atendente.key`, and how often that changed. */
  atendente: z.string().exactOptional(),
  changes: z.number().default(0),
  /** Polls in a row in which something waited for a listing that could not be read. */
  held: z.number().default(0),
  /** Successful polls in a row whose listing lacked the atendimento. */
  absentPolls: z.number().default(0),
  /** Failed polls in a row. */
  failures: z.number().default(0),
})
