import { createHash } from 'node:crypto'

import type { InboxEvent, News } from '../domain/event.js'
import type { LeasedWatch } from './ports.js'
import { sameStatus } from './ticket-state.js'

/** News of one ticket as an event; its id is the same whoever finds it, and for whatever report it is followed. */
export function newsEvent(watch: LeasedWatch, reference: string, key: string, news: News, at: number): InboxEvent {
  return { id: `${watch.id}:${key}`, chatId: watch.chatId, at, input: { kind: 'ticketNews', reference, news } }
}

/**
 * A status that is another than the last one read, told once a day for the same change: a ticket that goes back and
 * forth is no news each time.
 */
export function newsOfStatus(before: string | undefined, now: string, at: number): { key: string; news: News }[] {
  if (before === undefined || now.trim() === '' || sameStatus(before, now)) return []
  const key = `s${digest(`${before}\0${now}`)}:${String(Math.floor(at / DAY_MS))}`
  return [{ key, news: { what: 'status', status: now } }]
}

/** Sixteen hex digits that stand for a text. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

const DAY_MS = 24 * 3_600_000
