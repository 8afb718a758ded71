import type { ChatClaim } from '../../conversation/ports.js'
import type { LeasedEffect } from '../../domain/effect.js'
import type { LeasedWatch } from '../../watchers/ports.js'
import { inOrder } from '../readiness.js'
import type { Records } from '../records.js'
import { storedEffectPayload, storedEvent, storedOrigin } from '../stored.js'
import { PUT_OFF_MS, type Unreadable } from '../unreadable.js'
import { partitionOf } from './keys.js'
import { RELEASE } from './lua/release.js'
import { SETTLE } from './lua/settle.js'
import { SETTLE_WATCH } from './lua/settle-watch.js'
import { nothing, type Partitions } from './partitions.js'
import { optional, type ChatRow, type EffectRow, type WatchRow } from './replies.js'

/** What every part of the Redis store is made of. */
export interface RedisParts {
  partitions: Partitions
  records: Records
  unreadable: Unreadable
}

/** Opens what a script leased; what cannot be read is left out, and given back as it is, for later. */
export interface Opening {
  chat(row: ChatRow, lease: string, now: number): Promise<ChatClaim | undefined>
  effects(rows: readonly EffectRow[], lease: string, now: number): Promise<DueEffect[]>
  watches(rows: readonly WatchRow[], lease: string, now: number): Promise<DueWatch[]>
}

/** An effect with the moment since when it had been due. */
export interface DueEffect {
  effect: LeasedEffect
  dueAt: number
}

export interface DueWatch {
  watch: LeasedWatch
  dueAt: number
}

export function createOpening({ partitions, records, unreadable }: RedisParts): Opening {
  const openChat = ({ chatId, session, failures, events }: ChatRow, lease: string): ChatClaim => ({
    chatId,
    lease,
    session: session === null ? undefined : records.session.open(session, chatId),
    events: inOrder(events.map(([id, stored]) => storedEvent.parse(records.event.open(stored, chatId, id)))),
    failures,
  })

  const openEffect = ({ dueAt, payload, progress, origin, ...row }: EffectRow, lease: string): DueEffect => {
    const { chatId, id } = row
    const effect = {
      ...row,
      payload: storedEffectPayload.parse(records.payload.open(payload, chatId, id)),
      progress: progress === null ? undefined : records.progress.open(progress, chatId, id),
      ...(origin === null ? {} : { origin: storedOrigin.parse(records.origin.open(origin, chatId, id)) }),
      lease,
    }
    return { effect, dueAt }
  }

  const openWatch = ({ dueAt, state, ...row }: WatchRow, lease: string): DueWatch => ({
    watch: { ...row, state: records.watch.open(state, row.chatId, row.id), lease },
    dueAt,
  })

  const putEffectOff = async (row: EffectRow, lease: string, now: number): Promise<void> => {
    const { id, state, attempts, absences, unknownSince } = row
    const counts = [String(attempts), String(absences), optional(unknownSince)]
    const args = [id, lease, state, String(now + PUT_OFF_MS), ...counts, '', optional('unreadable'), '0', '0']
    await partitions.run(SETTLE, partitionOf(row.chatId), now, args, nothing)
  }

  const putWatchOff = async ({ id, chatId, state }: WatchRow, lease: string, now: number): Promise<void> => {
    const args = [id, lease, '1', state, String(now + PUT_OFF_MS)]
    await partitions.run(SETTLE_WATCH, partitionOf(chatId), now, args, nothing)
  }

  return {
    async chat(row, lease, now) {
      const { chatId } = row
      const claim = unreadable.attempt({ kind: 'chat', chatId }, () => openChat(row, lease))
      if (claim !== undefined) return claim
      await partitions.run(RELEASE, partitionOf(chatId), now, [chatId, lease, String(now + PUT_OFF_MS), '0'], nothing)
      return undefined
    },

    async effects(rows, lease, now) {
      const opened: DueEffect[] = []
      for (const row of rows) {
        const found = unreadable.attempt({ kind: 'effect', chatId: row.chatId }, () => openEffect(row, lease))
        if (found === undefined) await putEffectOff(row, lease, now)
        else opened.push(found)
      }
      return opened
    },

    async watches(rows, lease, now) {
      const opened: DueWatch[] = []
      for (const row of rows) {
        const found = unreadable.attempt({ kind: 'watch', chatId: row.chatId }, () => openWatch(row, lease))
        if (found === undefined) await putWatchOff(row, lease, now)
        else opened.push(found)
      }
      return opened
    },
  }
}
