import { z } from 'zod'

import type { InboxEvent } from '../../domain/event.js'
import { mapSealed } from '../copy-seal.js'
import type { CopyRecord, CopyRecordOf } from '../copy.js'
import type { Records } from '../records.js'
import { withoutTime } from './chronicle.js'
import { partitionOf } from './keys.js'

/** A command on keys of a partition: its name, what follows the partition's own key, arguments. */
export type Command = [name: string, key: string, ...args: string[]]

/** A record that lives in a partition. */
export type PartitionRecord = Exclude<CopyRecord, { kind: 'secret' }>

/** Of an audit record it may be any: what is asked for is read from all. */
export function partitionFor(record: PartitionRecord): number {
  return partitionOf(record.kind === 'audit' ? record.record : record.chatId)
}

/** What puts a record, sealed, where the scripts look for it (lua/common.ts lists the keys); may be repeated. */
export function writesOf(opened: PartitionRecord, records: Records): Command[] {
  const record = opened.kind === 'timer' ? opened : mapSealed(opened, records, 'seal')
  switch (record.kind) {
    case 'chat':
      return [
        hash(`:chat:${record.chatId}`, {
          session: record.session,
          held: record.heldSince,
          failures: record.failures,
        }),
        ...(record.readyAt === null ? [] : [add(':ready', record.readyAt, record.chatId)]),
      ]
    case 'event': {
      const { id, receivedAt, quietMs, payload, chatId, seq } = record
      return [
        ['HSET', ':events', id, `${String(receivedAt)} ${String(quietMs)} ${payload}`],
        add(`:inbox:${chatId}`, seq, id),
      ]
    }
    case 'seen':
      return [add(':seen', record.at, record.id)]
    case 'done':
      return [add(':done', record.at, record.id)]
    case 'effect':
      return effectWrites(record)
    case 'timer':
      return [
        add(':timers', record.dueAt, timerKey(record)),
        ['HSET', ':timer-events', timerKey(record), sealedTimer(record, records)],
      ]
    case 'watch':
      return [
        hash(`:watch:${record.id}`, { chat: record.chatId, kind: record.watchKind, state: record.state }),
        add(':watches', record.dueAt, record.id),
      ]
    case 'forgotten':
      return [add(':forgotten', record.at, record.chatId)]
    case 'journal': {
      const [oldest] = record.lines
      if (oldest === undefined) return []
      const key = `:journal:${record.chatId}`
      const lines = record.lines.map(({ at, line }) => `${String(at)} ${line}`)
      return [['DEL', key], ['RPUSH', key, ...lines], add(':journals', oldest.at, record.chatId)]
    }
    case 'audit':
      return [add(':audit', record.at, record.record)]
    case 'secret':
      return []
    default:
      return record satisfies never
  }
}

/** What reads a record back. */
export function readsOf(record: PartitionRecord): Command[] {
  switch (record.kind) {
    case 'chat':
      return [
        ['HMGET', `:chat:${record.chatId}`, 'session', 'held', 'failures'],
        ['ZSCORE', ':ready', record.chatId],
      ]
    case 'event':
      return [
        ['HMGET', ':events', record.id],
        ['ZSCORE', `:inbox:${record.chatId}`, record.id],
      ]
    case 'seen':
    case 'done':
      return [['ZSCORE', `:${record.kind}`, record.id]]
    case 'effect':
      return [
        ['HMGET', `:fx:${record.id}`, ...EFFECT_FIELDS],
        ['ZSCORE', ':due', effectKey(record)],
        ['ZSCORE', ':dead', effectKey(record)],
        ['ZSCORE', laneKey(record), record.id],
      ]
    case 'timer':
      return [
        ['ZSCORE', ':timers', timerKey(record)],
        ['HMGET', ':timer-events', timerKey(record)],
      ]
    case 'watch':
      return [
        ['HMGET', `:watch:${record.id}`, 'chat', 'kind', 'state'],
        ['ZSCORE', ':watches', record.id],
      ]
    case 'forgotten':
      return [['ZSCORE', ':forgotten', record.chatId]]
    case 'journal':
      return [
        ['LRANGE', `:journal:${record.chatId}`, '0', '-1'],
        ['ZSCORE', ':journals', record.chatId],
      ]
    case 'audit':
      return [['ZSCORE', ':audit', record.record]]
    default:
      return record satisfies never
  }
}

const fields = z.array(z.string().nullable())
const score = z.string().nullable()

/** The record as what was read back tells it; `undefined` when it is not there, or not as its kind is kept. */
export function recordFrom(
  wanted: PartitionRecord,
  replies: readonly unknown[],
  records: Records,
): CopyRecord | undefined {
  if (wanted.kind === 'timer') return timerFrom(wanted, replies, records)
  const found = storedFrom(wanted, replies)
  return found && mapSealed(found, records, 'open')
}

function storedFrom(wanted: Exclude<PartitionRecord, Timer>, replies: readonly unknown[]): CopyRecord | undefined {
  const texts = (index: number): readonly (string | null)[] => fields.parse(replies[index])
  const number = (index: number): number | null => whole(score.parse(replies[index]))
  switch (wanted.kind) {
    case 'chat': {
      const [session = null, held = null, failures = null] = texts(0)
      return { ...wanted, session, heldSince: whole(held), failures: whole(failures) ?? 0, readyAt: number(1) }
    }
    case 'event': {
      const [, received = '', quiet = '', payload = ''] = /^(\d+) (\d+) (.*)$/su.exec(texts(0)[0] ?? '') ?? []
      return { ...wanted, receivedAt: Number(received), quietMs: Number(quiet), payload, seq: number(1) ?? -1 }
    }
    case 'seen':
    case 'done':
      return { ...wanted, at: number(0) ?? -1 }
    case 'effect':
      return effectFrom(wanted, texts(0), { due: number(1), died: number(2), lane: number(3) })
    case 'watch': {
      const [chatId = null, watchKind = null, state = null] = texts(0)
      if (chatId === null || watchKind === null || state === null) return undefined
      return { ...wanted, chatId, watchKind, state, dueAt: number(1) ?? -1 }
    }
    case 'forgotten':
      return { ...wanted, at: number(0) ?? -1 }
    case 'journal': {
      const lines = texts(0).map((line) => ({ at: Number.parseInt(line ?? '', 10), line: withoutTime(line ?? '') }))
      return number(1) === lines[0]?.at ? { ...wanted, lines } : undefined
    }
    case 'audit':
      return { ...wanted, at: number(0) ?? -1 }
    default:
      return wanted satisfies never
  }
}

type Effect = CopyRecordOf<'effect'>
type Timer = CopyRecordOf<'timer'>

const EFFECT_FIELDS = [
  ...['seq', 'chat', 'kind', 'lane', 'state', 'payload', 'notify', 'attempts', 'absences', 'created', 'unknownSince'],
  ...['progress', 'error', 'died', 'origin'],
] as const

function effectWrites(effect: Effect): Command[] {
  const { id, chatId, seq, dueAt } = effect
  const stored = hash(`:fx:${id}`, {
    seq,
    chat: chatId,
    kind: effect.effectKind,
    lane: effect.lane,
    state: effect.state,
    payload: effect.payload,
    notify: effect.notify ? 1 : 0,
    attempts: effect.attempts,
    absences: effect.absences,
    created: effect.createdAt,
    unknownSince: effect.unknownSince,
    progress: effect.progress,
    error: effect.error,
    died: effect.diedAt,
    origin: effect.origin,
  })
  if (effect.diedAt !== null) return [stored, add(':dead', effect.diedAt, effectKey(effect))]
  return [
    stored,
    add(laneKey(effect), seq, id),
    ['SADD', `:open:${chatId}`, id],
    ...(effect.head ? [add(':due', dueAt, effectKey(effect))] : []),
  ]
}

function effectFrom(
  wanted: Effect,
  read: readonly (string | null)[],
  at: { due: number | null; died: number | null; lane: number | null },
): Effect | undefined {
  const stored = Object.fromEntries(EFFECT_FIELDS.map((name, index) => [name, read[index] ?? null]))
  const { chat, kind, lane, payload = null } = stored
  if (!chat || !kind || !lane || stored.state !== wanted.state) return undefined
  const isOpen = stored.died === null
  if (isOpen ? at.lane !== wanted.seq : at.died !== whole(stored.died ?? null)) return undefined
  return {
    ...wanted,
    chatId: chat,
    effectKind: kind,
    lane,
    payload,
    seq: whole(stored.seq ?? null) ?? -1,
    notify: stored.notify === '1',
    attempts: whole(stored.attempts ?? null) ?? -1,
    absences: whole(stored.absences ?? null) ?? -1,
    createdAt: whole(stored.created ?? null) ?? -1,
    unknownSince: whole(stored.unknownSince ?? null),
    progress: stored.progress ?? null,
    error: stored.error ?? null,
    origin: stored.origin ?? null,
    diedAt: whole(stored.died ?? null),
    head: at.due !== null,
    dueAt: at.due ?? wanted.dueAt,
  }
}

function add(key: string, at: number, member: string): Command {
  return ['ZADD', key, String(at), member]
}

function hash(key: string, values: Readonly<Record<string, string | number | null>>): Command {
  const given = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [name, String(value)]))
  return ['HSET', key, ...given]
}

function effectKey({ seq, id }: Effect): string {
  return `${String(seq).padStart(16, '0')}${id}`
}

function laneKey({ chatId, lane }: Effect): string {
  return `:lane:${String(Buffer.byteLength(chatId))}:${chatId}${lane}`
}

function timerKey({ chatId, name }: Timer): string {
  return `${String(Buffer.byteLength(chatId))}:${chatId}${name}`
}

/** The event that a timer becomes, as lua/schedule.ts keeps it: the length of its id, its id, the event. */
function sealedTimer(timer: Timer, records: Records): string {
  const event = timerEvent(timer)
  return headOf(event) + records.event.seal(JSON.stringify(event), event.chatId, event.id)
}

function timerFrom(wanted: Timer, replies: readonly unknown[], records: Records): CopyRecord | undefined {
  const event = timerEvent(wanted)
  const [stored] = fields.parse(replies[1])
  if (!stored?.startsWith(headOf(event))) return undefined
  const text = records.event.open(stored.slice(headOf(event).length), event.chatId, event.id)
  if (text !== JSON.stringify(event)) return undefined
  return { ...wanted, dueAt: whole(score.parse(replies[0])) ?? -1 }
}

function headOf({ id }: InboxEvent): string {
  return `${String(Buffer.byteLength(id))}:${id}`
}

function timerEvent({ chatId, name, dueAt, arg }: Timer): InboxEvent {
  const id = `tm:${chatId}:${name}:${String(dueAt)}`
  return { id, chatId, at: dueAt, input: { kind: 'timer', name, arg } }
}

function whole(value: string | null): number | null {
  return value === null ? null : Number(value)
}
