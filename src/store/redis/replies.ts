import { z } from 'zod'

import { storedEffectKind, storedWatchKind } from '../stored.js'

const text = z.string()
const maybe = z.string().nullable()
const whole = z.string().transform(Number)
const maybeWhole = z.string().nullable().transform((value) => (value === null ? undefined : Number(value)))

/** What `takeChat` gives (lua/chats.ts), as it is kept. */
export const chatRow = z
  .tuple([text, maybe, whole, z.array(z.tuple([text, text]))])
  .transform(([chatId, session, failures, events]) => ({ chatId, session, failures, events }))
export type ChatRow = z.output<typeof chatRow>

const state = z.enum(['intended', 'unknown'])

/** What `describe` gives (lua/effects.ts), as it is kept, with the moment since when it had been due. */
export const effectRow = z
  .tuple([
    ...([text, text, storedEffectKind, text, state, text, text, whole, whole] as const),
    ...([maybeWhole, maybe, maybe, whole, whole] as const),
  ])
  .transform(
    ([id, chatId, kind, lane, at, payload, notify, attempts, absences, since, progress, origin, created, dueAt]) => ({
      id,
      chatId,
      kind,
      lane,
      state: at,
      payload,
      notify: notify === '1',
      attempts,
      absences,
      unknownSince: since,
      progress,
      origin,
      createdAt: created,
      dueAt,
    }),
  )
export type EffectRow = z.output<typeof effectRow>

/** What lease-watches.ts gives, as it is kept. */
export const watchRow = z
  .tuple([text, text, storedWatchKind, text, whole])
  .transform(([id, chatId, kind, watched, dueAt]) => ({ id, chatId, kind, state: watched, dueAt }))
export type WatchRow = z.output<typeof watchRow>

/** How scripts take a value that may be absent: '' for none, `=x` for `x`. */
export function optional(value: string | number | undefined): string {
  return value === undefined ? '' : `=${String(value)}`
}
