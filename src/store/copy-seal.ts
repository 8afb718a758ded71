import type { CopyRecord } from './copy.js'
import type { Field, Records } from './records.js'

/**
 * A record with its fields sealed, or opened again. Of a timer that is its `arg`, as SQLite keeps it; Redis keeps its
 * event instead.
 */
export function mapSealed(record: CopyRecord, records: Records, how: 'seal' | 'open'): CopyRecord {
  const map = <Ids extends readonly string[]>(field: Field<Ids>, text: string, ...ids: Ids): string =>
    field[how](text, ...ids)
  const maybe = <Ids extends readonly string[]>(field: Field<Ids>, text: string | null, ...ids: Ids): string | null =>
    text === null ? null : field[how](text, ...ids)

  switch (record.kind) {
    case 'secret':
      return { ...record, hex: map(records.secret, record.hex, record.name) }
    case 'chat':
      return { ...record, session: maybe(records.session, record.session, record.chatId) }
    case 'event':
      return { ...record, payload: map(records.event, record.payload, record.chatId, record.id) }
    case 'effect': {
      const { chatId, id } = record
      return {
        ...record,
        payload: maybe(records.payload, record.payload, chatId, id),
        progress: maybe(records.progress, record.progress, chatId, id),
        origin: maybe(records.origin, record.origin, chatId, id),
      }
    }
    case 'timer':
      return { ...record, arg: map(records.timer, record.arg, record.chatId, record.name) }
    case 'watch':
      return { ...record, state: map(records.watch, record.state, record.chatId, record.id) }
    case 'journal':
      return {
        ...record,
        lines: record.lines.map(({ at, line }) => ({ at, line: map(records.journal, line, record.chatId) })),
      }
    case 'seen':
    case 'done':
    case 'forgotten':
    case 'audit':
      return record
    default:
      return record satisfies never
  }
}
