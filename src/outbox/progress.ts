import { z } from 'zod'

/** What the dispatcher remembers of an effect between its attempts; the store keeps it as opaque JSON. */
export interface Progress {
  /** How often the call was made and may have taken effect, or was found absent. */
  sends: number
  /** Failures that an outage does not explain, and repetitions after an unknown outcome. */
  faults: number
  /** When a reconciliation last found nothing. */
  absentAt?: number | undefined
  /** The handler's own, left with `sent`. */
  note?: string | undefined
}

/** Throws nothing: progress that cannot be read is of an effect that was sent at least once. */
export function readProgress(json: string | undefined): Progress {
  if (json === undefined) return { sends: 0, faults: 0 }
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    return { sends: 1, faults: 0 }
  }
}

export function writeProgress(progress: Progress): string {
  return JSON.stringify(progress)
}

const schema = z.object({
  sends: z.number(),
  faults: z.number(),
  absentAt: z.number().optional(),
  note: z.string().optional(),
})
