import { z } from 'zod'

import type { ChatClaim, Committed, Leasing, TurnCommit, TurnStore } from '../../conversation/ports.js'
import type { NewEffect } from '../../domain/effect.js'
import { JOINS_MS, type InboxEvent } from '../../domain/event.js'
import { randomCode } from '../../lib/ids.js'
import type { Records } from '../records.js'
import type { Store } from '../store.js'
import { partitionOf } from './keys.js'
import { takeOne } from './looking.js'
import { APPEND } from './lua/append.js'
import { CLAIM } from './lua/claim.js'
import { COMMIT } from './lua/commit.js'
import { RELEASE } from './lua/release.js'
import { createOpening, type RedisParts } from './opening.js'
import { nothing } from './partitions.js'
import { chatRow, effectRow, optional } from './replies.js'

/** Chats, their events and their turns. */
export function createInbox(parts: RedisParts): TurnStore & Pick<Store, 'append'> {
  const { partitions, records } = parts
  const opening = createOpening(parts)
  const release = async ({ chatId, lease }: ChatClaim, retryAt: number, untried = false): Promise<void> => {
    const args = [chatId, lease, String(retryAt), untried ? '0' : '1']
    await partitions.run(RELEASE, partitionOf(chatId), retryAt, args, nothing)
  }

  return {
    async append(events, now, claiming) {
      partitions.assertOpen()
      const shares = shareOut(events, claiming?.limit ?? 0, records)
      const outcomes = await Promise.allSettled(
        shares.map(async ({ partition, args, limit }) => {
          const lease = claiming === undefined || limit === 0 ? '' : partitions.newLease(claiming.owner)
          const head = [lease, String(claiming?.leaseMs ?? 0), String(limit)]
          const row = z.tuple([z.array(chatRow)])
          const [chats] = await partitions.run(APPEND, partition, now, [...head, ...args], row)
          const claims = await Promise.all(chats.map((chat) => opening.chat(chat, lease, now)))
          return claims.filter((claim) => claim !== undefined)
        }),
      )
      const claims = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
      const failed = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failed === undefined) return claims
      // The caller will append all of them again, and knows nothing of these.
      await Promise.allSettled(claims.map((claim) => release(claim, now, true)))
      throw failed.reason
    },

    claim({ owner, now, leaseMs }) {
      return takeOne(partitions, 'turns', now, async (partition) => {
        const lease = partitions.newLease(owner)
        const row = z.tuple([z.array(chatRow)])
        const [[chat]] = await partitions.run(CLAIM, partition, now, [lease, String(leaseMs)], row)
        return chat && opening.chat(chat, lease, now)
      })
    },

    async commit(claim, turn, now, leasing): Promise<Committed> {
      const lease = leasing === undefined ? '' : partitions.newLease(leasing.owner)
      const args = commitArgs(claim, turn, { records, effectLease: lease, leasing })
      const row = z.tuple([z.number(), z.array(effectRow)])
      const [committed, rows] = await partitions.run(COMMIT, partitionOf(claim.chatId), now, args, row)
      if (committed !== 1) return { kind: 'lease-lost' }
      const leased = await opening.effects(rows, lease, now)
      return { kind: 'committed', leased: leased.map(({ effect }) => effect) }
    },

    release,

    async waitForTurns(now, maxMs, signal) {
      partitions.assertOpen()
      await partitions.agenda.wait(['turns'], { now, maxMs, signal })
    },
  }
}

/** The arguments of one event, as scripts append it. Throws before anything is sent when it cannot be written. */
export function eventArgs(event: InboxEvent, records: Records): string[] {
  return [event.id, event.chatId, String(event.quietMs ?? 0), sealEvent(event, records)]
}

function sealEvent(event: InboxEvent, records: Records): string {
  return records.event.seal(JSON.stringify(event), event.chatId, event.id)
}

interface Share {
  partition: number
  args: string[]
  chats: Set<string>
  /** How many chats may be claimed there. */
  limit: number
}

function shareOut(events: readonly InboxEvent[], limit: number, records: Records): Share[] {
  const shares = new Map<number, Share>()
  for (const event of events) {
    const partition = partitionOf(event.chatId)
    const share = shares.get(partition) ?? { partition, args: [], chats: new Set(), limit: 0 }
    share.args.push(...eventArgs(event, records))
    // A chat that only waits for quiet is not ready, and takes no place.
    if ((event.quietMs ?? 0) <= 0) share.chats.add(event.chatId)
    shares.set(partition, share)
  }
  let left = limit
  for (const share of shares.values()) {
    share.limit = Math.min(left, share.chats.size)
    left -= share.limit
  }
  return [...shares.values()]
}

/** In the order of lua/commit.ts. */
function commitArgs(
  { chatId, lease }: ChatClaim,
  turn: TurnCommit,
  { records, effectLease, leasing }: { records: Records; effectLease: string; leasing: Leasing | undefined },
): string[] {
  const call = randomCode(16)
  const replies = turn.effects.filter(isReply)
  const order = [...replies, ...turn.effects.filter((effect) => !isReply(effect))]
  return [
    chatId,
    lease,
    call,
    optional(turn.session === undefined ? undefined : records.session.seal(turn.session, chatId)),
    turn.forget === true ? '1' : '0',
    effectLease,
    String(leasing?.leaseMs ?? 0),
    String(leasing?.limit ?? 0),
    ...counted(turn.consumed, (id) => [id]),
    ...counted(turn.effects, ({ id, kind, lane, payload, notify, origin }) => [
      id,
      kind,
      lane,
      records.payload.seal(JSON.stringify(payload), chatId, id),
      notify ? '1' : '0',
      optional(origin === undefined ? undefined : records.origin.seal(JSON.stringify(origin), chatId, id)),
    ]),
    ...counted([...new Set(order.map(({ id }) => id))], (id) => [id]),
    ...counted(turn.cancelTimers, (name) => [name]),
    ...counted(turn.timers, ({ name, dueAt, arg }) => {
      const id = `tm:${chatId}:${name}:${String(dueAt)}`
      const event: InboxEvent = { id, chatId, at: dueAt, quietMs: JOINS_MS, input: { kind: 'timer', name, arg } }
      return [name, String(dueAt), id, sealEvent(event, records)]
    }),
    ...counted(turn.cancelWatches, (id) => [id]),
    ...counted(turn.watches, ({ id, kind, dueAt, state }) => [id, kind, String(dueAt), records.watch.seal(state, chatId, id)]),
    ...counted(turn.journal ?? [], (line) => [
      `${String(line.at)} ${records.journal.seal(JSON.stringify(line), chatId)}`,
    ]),
  ]
}

function counted<T>(things: readonly T[], args: (thing: T) => string[]): string[] {
  return [String(things.length), ...things.flatMap(args)]
}

function isReply({ kind }: NewEffect): boolean {
  return kind.startsWith('telegram.')
}
