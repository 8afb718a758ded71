/**
 * What is new in a conversation with people: words in their order, each once, and files, which stand in a listing of
 * their own that may be a moment behind the words or before them.
 */
import { JOINS_MS, type InboxEvent } from '../domain/event.js'
import type { TempboxMessage } from './ports.js'
import { MAX_SEEN, type TempboxState } from './watch-state.js'

/**
 * What attendants wrote and sent since. A file may show later than its words, or without any message of its own: then
 * it is told by itself.
 */
export function news(
  chatId: string,
  state: TempboxState,
  mensagens: readonly TempboxMessage[],
  /** Absent where they could not be read: what may be a file waits, and all behind it. */
  listed: readonly TempboxMessage[] | undefined,
  now: number,
): { events: InboxEvent[]; seen: string[]; files: string[]; isHeld: boolean } {
  const arquivos = listed ?? []
  const all = unseen(mensagens.filter(isAttendants), state.seen)
  const fresh = beforeUnknown(all, listed)
  const known = new Set(state.files)
  const withFile = new Set([...arquivos, ...mensagens.filter(({ hasFile }) => hasFile)].map(({ id }) => id.toLowerCase()))
  const events = fresh
    .map((mensagem) => ({ ...mensagem, hasFile: withFile.has(mensagem.id.toLowerCase()) }))
    .filter(({ text, hasFile }) => hasFile || text.trim() !== '')
    .map((mensagem) => toEvent(`tb:${mensagem.id}`, chatId, state.atendimento, mensagem, now))
  const toldNow = new Set(fresh.map(({ id }) => id.toLowerCase()))
  const ours = new Set(mensagens.map(({ id }) => id.toLowerCase()))
  const seen = [...state.seen, ...fresh.map(({ id }) => id)]
  const wasSeen = new Set(state.seen.map((id) => id.toLowerCase()))
  const late: InboxEvent[] = []
  for (const mensagem of [...mensagens.filter(({ hasFile }) => hasFile), ...arquivos].filter(isAttendants)) {
    const id = mensagem.id.toLowerCase()
    if (known.has(id)) continue
    known.add(id)
    if (toldNow.has(id)) continue
    // Its words are the message's own, where that was told before.
    const text = ours.has(id) ? '' : mensagem.text
    if (!ours.has(id)) seen.push(mensagem.id)
    // Of a message told before, so before what is told now.
    const told = wasSeen.has(id) ? late : events
    told.push(toEvent(`tb:${mensagem.id}:file`, chatId, state.atendimento, { ...mensagem, text }, now))
  }
  return {
    events: [...late, ...events],
    isHeld: fresh.length < all.length,
    seen: seen.slice(-MAX_SEEN),
    files: [...known].slice(-MAX_SEEN),
  }
}

/** Whether a file is listed that was neither told before nor stands in what was read. */
export function isAnyNew(arquivos: readonly TempboxMessage[], read: readonly TempboxMessage[], state: TempboxState): boolean {
  const known = new Set([...read.map(({ id }) => id), ...state.files].map((id) => id.toLowerCase()))
  return arquivos.some(({ id }) => !known.has(id.toLowerCase()))
}

/** Read again, no further than the files that are listed: what came after them may be a file that is not. */
export function upTo(
  arquivos: readonly TempboxMessage[],
  atLeast: number,
  again: readonly TempboxMessage[],
): readonly TempboxMessage[] {
  const listed = new Set(arquivos.map(({ id }) => id.toLowerCase()))
  const last = again.findLastIndex(({ id }) => listed.has(id.toLowerCase()))
  return last === -1 ? again : again.slice(0, Math.max(last + 1, atLeast))
}

/** Those before the first that may be nothing but a file, where nobody knows. */
function beforeUnknown(
  fresh: readonly TempboxMessage[],
  listed: readonly TempboxMessage[] | undefined,
): readonly TempboxMessage[] {
  if (listed) return fresh
  const first = fresh.findIndex(({ text, hasFile }) => !hasFile && text.trim() === '')
  return first === -1 ? fresh : fresh.slice(0, first)
}

/**
 * Those not told yet, in order. What stands before the oldest remembered one was told long ago, once as many are
 * remembered as can be.
 */
export function unseen(mensagens: readonly TempboxMessage[], seen: readonly string[]): readonly TempboxMessage[] {
  const known = new Set(seen.map((id) => id.toLowerCase()))
  const oldest = seen.length < MAX_SEEN ? 0 : mensagens.findIndex(({ id }) => known.has(id.toLowerCase()))
  return mensagens.slice(Math.max(0, oldest)).filter(({ id }) => !known.has(id.toLowerCase()))
}

/** What we relayed may come back marked as an attendant's: known by the marker it begins with. */
export function isAttendants({ fromAttendant, text }: TempboxMessage): boolean {
  return fromAttendant && !OWN_WORDS.test(text.normalize('NFC'))
}

function toEvent(
  eventId: string,
  chatId: string,
  atendimento: string,
  mensagem: TempboxMessage,
  now: number,
): InboxEvent {
  const { id, author, text, hasFile } = mensagem
  return {
    id: eventId,
    chatId,
    at: now,
    quietMs: JOINS_MS,
    input: {
      kind: 'staffMessage',
      atendimento,
      messageId: id,
      text,
      hasFile,
      ...(author === undefined ? {} : { author }),
    },
  }
}

/**
 * `[Cliente 3]`, `[Plantão 4]`, and parts of one: `[Cliente 3 1/2]`; also with other spaces, or in markup, as some
 * echo them.
 */
const OWN_WORDS = /^(?:\s|&nbsp;|<[^>]*>)*\[\s*(?:Cliente|Plantão)\s*\d+(?:\s*\d+\s*\/\s*\d+)?\s*\]/iu
