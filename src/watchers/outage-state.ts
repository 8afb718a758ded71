import { z } from 'zod'

/**
 * What a watch for the end of an outage remembers: ids, a keyed digest and times, never words. Written by the
 * conversation (src/conversation/flows/self-service/outage-notice.ts) up to `vez`. Times are milliseconds since the epoch.
 */
export type OutageState = z.infer<typeof schema>

/** `undefined` where it is none. */
export function readOutageState(json: string): OutageState | undefined {
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    return undefined
  }
}

const schema = z.object({
  codigoCliente: z.number(),
  idClienteServico: z.number(),
  /** Key of the alert (src/lib/outage-key.ts); absent until the record is read. */
  alerta: z.string().optional(),
  /** When it was asked for. */
  em: z.number(),
  /** The end of looking: then the customer hears that nobody knows. */
  ate: z.number(),
  /** How often its end was found and held back for the end of silence. */
  vez: z.number().default(0),
  /** When this very record was last read, by this watch or before it. */
  lidoEm: z.number(),
  failures: z.number().default(0),
  /** Readings in a row that lacked the service. */
  absences: z.number().default(0),
})
