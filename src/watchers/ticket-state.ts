import { z } from 'zod'

import { normalizeWords } from '../lib/plain-text.js'

/**
 * What a watch of a ticket remembers: ids, digests, a status and times, never words. The conversation writes the first
 * lines of it (src/conversation/follow.ts), anew with every word of its customer; what was told before that is known
 * by its event's id for seven days, and what is older than `since` is never told.
 */
const common = {
  reference: z.string().min(1),
  /** Milliseconds since the epoch, as all times here. */
  openedAt: z.number(),
  /** What was written before is not news. */
  since: z.number(),
  /** The last thing that happened, the customer's own words included: sets the pace. */
  changedAt: z.number(),
  /** It was there before the chat joined it: what the first reading finds undated is not news. */
  joined: z.boolean().default(false),
  /** Absent until the first reading. */
  status: z.string().optional(),
  /** Newest ids read, oldest first. */
  seen: z.array(z.string()).default([]),
  reads: z.number().default(0),
  failures: z.number().default(0),
}

const hubsoftSchema = z.object({
  ...common,
  idAtendimento: z.number(),
  idClienteServico: z.number(),
  /** Day of its creation, `YYYY-MM-DD`; absent where it is not known. */
  dia: z.string().optional(),
  /** Planned starts of visits told or known, by id of the ordem de serviço. */
  visitas: z.record(z.string(), z.number()).default({}),
  /** When visits were last read. */
  visitasAt: z.number().default(0),
  /** Readings in a row that lacked it. */
  absences: z.number().default(0),
})

const milvusSchema = z.object({ ...common, codigo: z.string().min(1) })

export type HubsoftState = z.infer<typeof hubsoftSchema>
export type MilvusState = z.infer<typeof milvusSchema>
type TicketState = HubsoftState | MilvusState

export function readHubsoftState(json: string): HubsoftState | undefined {
  return read(json, hubsoftSchema)
}

export function readMilvusState(json: string): MilvusState | undefined {
  return read(json, milvusSchema)
}

function read<T>(json: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    return undefined
  }
}

/** A ticket is followed for so long. */
export const FOLLOWED_MS = 30 * 24 * 3_600_000
const LONGEST_MS = 10 * 60_000
/** The shortest wait, as a multiple of POLL_INTERVAL_MS: 15 s with its default. */
const SHORTEST = 3

/** How long until a ticket is read again: a twentieth of its silence, between 15 s and ten minutes. */
export function intervalMs(state: Pick<TicketState, 'changedAt'>, now: number, pollIntervalMs: number): number {
  const shortest = pollIntervalMs * SHORTEST
  return Math.max(shortest, Math.min(LONGEST_MS, (now - state.changedAt) / 20))
}

/** What of a reading is new, and what is to be remembered. */
export function unseen<T extends { key: string; em?: number }>(
  state: TicketState,
  read: readonly T[],
): { fresh: readonly T[]; seen: string[] } {
  const known = new Set(state.seen)
  const first = state.reads === 0
  const fresh = read.filter(({ key, em }) => {
    if (known.has(key)) return false
    if (em !== undefined) return em >= state.since
    return !(first && state.joined)
  })
  const all = [...state.seen, ...read.map(({ key }) => key).filter((key) => !known.has(key))]
  return { fresh, seen: all.slice(-MAX_SEEN) }
}

/** Far more than any ticket has; what falls out is older than `since` long before. */
const MAX_SEEN = 500

/** Listings spell one status in several ways. */
export const sameStatus = (one: string, other: string): boolean => normalizeWords(one) === normalizeWords(other)
