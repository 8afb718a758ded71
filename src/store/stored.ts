import { z } from 'zod'

import type { EffectKind, EffectPayloads } from '../domain/effect.js'
import type { InboxEvent } from '../domain/event.js'
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

/** NULL, or nil, is absent. */
export function absent<T>(value: T | null): T | undefined {
  return value ?? undefined
}

function looksLikeEvent(value: unknown): boolean {
  return isRecord(value) && typeof value.id === 'string' && isRecord(value.input)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
