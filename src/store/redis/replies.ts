import { z } from 'zod'

import type { ChatClaim } from '../../conversation/ports.js'
import type { LeasedEffect } from '../../domain/effect.js'
import type { LeasedWatch } from '../../watchers/ports.js'
import { inOrder } from '../readiness.js'
import { absent, storedEffectKind, storedEffectPayload, storedEvent, storedWatchKind } from '../stored.js'

const text = z.string()
const maybe = z.string().nullable()
const whole = z.string().transform(Number)
const maybeWhole = z.string().nullable().transform((value) => (value === null ? undefined : Number(value)))

/** What `takeChat` gives (lua/chats.ts), as a claim under `lease`. */
export function claimRow(lease: string) {
  return z.tuple([text, maybe, whole, z.array(storedEvent)]).transform(
    ([chatId, session, failures, events]): ChatClaim => ({
      chatId,
      lease,
      session: absent(session),
      events: inOrder(events),
      failures,
    }),
  )
}

/** An effect with the moment since when it had been due. */
export interface DueEffect {
  effect: LeasedEffect
  dueAt: number
}

/** What `describe` gives (lua/effects.ts), as an effect under `lease`. */
export function effectRow(lease: string) {
  const state = z.enum(['intended', 'unknown'])
  return z
    .tuple([
      text, text, storedEffectKind, text, state, storedEffectPayload, text, whole, whole, maybeWhole, maybe, whole, whole,
    ])
    .transform(
      ([id, chatId, kind, lane, at, payload, notify, attempts, absences, since, progress, created, dueAt]): DueEffect => ({
        effect: {
          id,
          chatId,
          kind,
          lane,
          state: at,
          payload,
          notify: notify === '1',
          attempts,
          unknownSince: since,
          absences,
          progress: absent(progress),
          createdAt: created,
          lease,
        },
        dueAt,
      }),
    )
}

/** What lease-watches.ts gives, under `lease`. */
export function watchRow(lease: string) {
  return z.tuple([text, text, storedWatchKind, text, whole]).transform(
    ([id, chatId, kind, state, dueAt]): { watch: LeasedWatch; dueAt: number } => ({
      watch: { id, chatId, kind, state, lease },
      dueAt,
    }),
  )
}

/** How scripts take a value that may be absent: '' for none, `=x` for `x`. */
export function optional(value: string | number | undefined): string {
  return value === undefined ? '' : `=${String(value)}`
}
