/**
 * Where the words of each message are kept, so that an edit of it finds them. Only digests: what was written is kept in
 * one place, and goes when that goes.
 */
import { maskDocumentos } from '../domain/documento.js'
import type { Input } from '../domain/event.js'
import { shorten } from '../lib/plain-text.js'
import type { CustomerInput, TurnInput } from './inputs.js'
import { LIMITS, type Draft, type Session } from './session.js'
import { addWords } from './tickets.js'
import type { Turn } from './turn.js'

export type Written = Session['written'][number]

/** With people, whether they have it already or it waits for them. */
export const WITH_PEOPLE = 'people'
/** Told, and taken by no flow yet. */
export const NOT_TAKEN = 'intent'
/** Taken for nothing: no good for what was asked, or a documento or a date, of which no digest is kept either. */
export const NOT_KEPT = 'none'
/** Of a conversation that is over. */
const OVER = ''

type Noted = Extract<TurnInput, { kind: 'text' }> | Extract<Input, { kind: 'file' }>

/** Notes where an input's words have gone, after it was taken. */
export function noteWritten(turn: Turn, input: Noted): void {
  const { session } = turn
  const parts = input.kind === 'text' ? input.parts : [input.file.caption ?? '']
  const ids = input.kind === 'text' ? input.ids : [input.messageId]
  for (const [index, id] of ids.entries()) {
    if (input.kind === 'text') session.lastText = Math.max(session.lastText, id)
    if (session.written.some((known) => known.id === id)) continue
    const print = fingerprint(turn, parts[index] ?? '')
    const ref = placeOf(turn, print, input)
    const noted = ref === undefined ? { id, ref: NOT_KEPT, tag: '', lines: 0 } : { id, ref, ...print }
    const others = session.written.filter((known) => known.ref !== NOT_KEPT)
    session.written = [...others, noted].slice(-LIMITS.written)
  }
}

/** A draft takes all that was told before it. */
export function passToDraft({ draft, intent, written }: Session): void {
  if (!draft || intent.length > 0) return
  for (const known of written) if (known.ref === NOT_TAKEN) known.ref = draft.reference
}

/** A text as it is recognised again: its digest, as kept, and over how many lines it goes. */
export function fingerprint(turn: Turn, text: string): { tag: string; lines: number } {
  const kept = asKept(text)
  return { tag: turn.deps.tag('escrito', kept), lines: kept.split('\n').length }
}

/** Puts a message's new words where its old ones stand; false where these are nowhere. The old ones stay on record. */
export function replaceWritten(turn: Turn, draft: Draft | undefined, known: Written, text: string): boolean {
  const words = asKept(text)
  const lists = draft ? draft.words : turn.session.intent
  const replaced = words !== '' && replaceIn(turn, lists, known, words)
  if (replaced !== false) {
    if (draft) addWords(draft.before, shorten(replaced, BEFORE_LENGTH))
    return true
  }
  for (const answer of draft?.answers ?? []) {
    const list = [answer.resposta]
    const old = words !== '' && replaceIn(turn, list, known, words)
    if (!draft || old === false) continue
    answer.resposta = shorten(list[0] ?? '', LIMITS.answerLength)
    addWords(draft.before, shorten(old, BEFORE_LENGTH))
    return true
  }
  return false
}

/** People have now what was told before. */
export function passToPeople(session: Session): void {
  const { draft } = session
  for (const known of session.written) {
    if (known.ref === NOT_TAKEN || known.ref === draft?.reference) known.ref = WITH_PEOPLE
  }
}

/** What is in no ticket is over. */
export function endWritten(session: Session): void {
  for (const known of session.written) {
    if (!session.tickets.some(({ reference }) => reference === known.ref)) known.ref = OVER
  }
}

/** Whether an edit of it concerns the people who have the conversation. */
export function concernsPeople(session: Session, { ref }: Written): boolean {
  return ref === WITH_PEOPLE || ref === NOT_TAKEN || session.tickets.some(({ reference }) => reference === ref)
}

const BEFORE_LENGTH = 500

const asKept = (text: string): string => maskDocumentos(text).trim()

function placeOf(turn: Turn, print: { tag: string; lines: number }, input: Noted): string | undefined {
  const { session, keptIn } = turn
  const { draft, intent, handover } = session
  if (keptIn !== undefined) return keptIn
  const isIn = (list: readonly string[]): boolean => list.some((words) => find(turn, words, print) !== undefined)
  if (draft && (isIn(draft.words) || draft.answers.some(({ resposta }) => isIn([resposta])))) return draft.reference
  if (isIn(intent)) return NOT_TAKEN
  if (handover && isIn(handover.words)) return WITH_PEOPLE
  return input.kind === 'text' ? undefined : (draft?.reference ?? NOT_TAKEN)
}

/** Gives the old words, or false. */
function replaceIn(turn: Turn, list: string[], known: Written, words: string): string | false {
  for (const [index, element] of list.entries()) {
    const start = find(turn, element, known)
    if (start === undefined) continue
    const lines = element.split('\n')
    const room = LIMITS.wordsTotal - list.reduce((sum, { length }) => sum + length, 0)
    const old = lines.slice(start, start + known.lines).join('\n')
    const fitting = words.slice(0, Math.max(0, room + old.length)).replace(/[\uD800-\uDBFF]$/u, '')
    if (fitting === '') return false
    list[index] = [...lines.slice(0, start), fitting, ...lines.slice(start + known.lines)].join('\n')
    return old
  }
  return false
}

/** The line at which the words stand. */
function find(turn: Turn, element: string, { tag, lines }: { tag: string; lines: number }): number | undefined {
  const all = element.split('\n')
  for (let start = 0; start + lines <= all.length; start += 1) {
    const part = all.slice(start, start + lines).join('\n').trim()
    if (turn.deps.tag('escrito', part) === tag) return start
  }
  return undefined
}

/** An edit of a text that was here. */
export const isSeen = (session: Session, input: CustomerInput): boolean =>
  input.kind === 'text' && input.edited === true && input.messageId <= session.lastText
