import { z } from 'zod'

import type { EffectKind, EffectPayloads } from '../domain/effect.js'
import type { InboxEvent } from '../domain/event.js'
import type { Origin } from '../domain/origin.js'
import type { AuditRecord, JournalLine } from '../domain/record.js'
import type { WatchKind } from '../watchers/ports.js'

/**
 * What stands in a store as JSON, read back. The store wrote it itself and looks no deeper than needed to tell
 * that it is what it was: a schema of every payload here would repeat all the types of `domain/`.
 */
const json = z.string().transform((text): unknown => JSON.parse(text))

export const storedEvent = json.pipe(z.custom<InboxEvent>(looksLikeEvent))

export const storedEffectKind = z.custom<EffectKind>((value) => typeof value === 'string')

/** A kind this version does not know is for the poller to end. */
export const storedWatchKind = z.custom<WatchKind>((value) => typeof value === 'string')

export const storedEffectPayload = json.pipe(z.custom<EffectPayloads[EffectKind]>(isRecord))

export const storedJson = json

const level = z.union([z.literal(0), z.literal(1), z.literal(2)])
const origin = { level, idClienteServico: z.number().optional() }

export const storedOrigin = json.pipe(z.object(origin).transform((found): Origin => withoutAbsent(found)))

export const storedLine = json.pipe(
  z
    .object({
      at: z.number(),
      who: z.enum(['cliente', 'bot', 'equipe', 'sistema']),
      text: z.string(),
      version: z.string().optional(),
    })
    .transform(({ version, ...line }): JournalLine => (version === undefined ? line : { ...line, version })),
) satisfies z.ZodType<JournalLine>

export const storedAudit = json.pipe(
  z
    .object({
      at: z.number(),
      kind: storedEffectKind,
      effectId: z.string(),
      outcome: z.enum(['confirmed', 'reconciled', 'rejected', 'dead']),
      ...origin,
    })
    .transform((found): AuditRecord => withoutAbsent(found)),
)

/** NULL, or nil, is absent. */
export function absent<T>(value: T | null): T | undefined {
  return value ?? undefined
}

function withoutAbsent<T extends object>({
  idClienteServico,
  ...rest
}: T & { idClienteServico?: number | undefined }): Omit<T, 'idClienteServico'> & { idClienteServico?: number } {
  return idClienteServico === undefined ? rest : { ...rest, idClienteServico }
}

function looksLikeEvent(value: unknown): boolean {
  return isRecord(value) && typeof value.id === 'string' && isRecord(value.input)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
