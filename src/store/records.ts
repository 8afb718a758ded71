import type { Seal } from './seal.js'

/** One field of the store: its text as it is kept, sealed where there are keys. `ids` name the row. */
export interface Field<Ids extends readonly string[]> {
  seal(text: string, ...ids: Ids): string
  /** Throws `config` when it cannot be opened, or is not what was written there. */
  open(stored: string, ...ids: Ids): string
}

type Chat = [chatId: string]
type Row = [chatId: string, id: string]

/** Every field with something in it that is nobody else's business. What is not here stands plain: ids, times, kinds. */
export interface Records {
  session: Field<Chat>
  /** A timer that is an event already (Redis) is one of these too. */
  event: Field<Row>
  /** Of an effect. */
  payload: Field<Row>
  progress: Field<Row>
  origin: Field<Row>
  /** Its arg; the row is its chat and its name. */
  timer: Field<Row>
  /** Its state. */
  watch: Field<Row>
  /** A line, whose row is its chat alone. */
  journal: Field<Chat>
  secret: Field<[name: string]> & {
    /** Whether it stands as it would be written now: a secret is never written again by itself. */
    isCurrent(stored: string): boolean
  }
}

/** The names are part of what is authenticated, and so for ever. Both adapters give the same rows the same ids. */
export function createRecords(seal: Seal): Records {
  const field = <Ids extends readonly string[]>(name: string): Field<Ids> => ({
    seal: (text, ...ids) => seal.seal(text, JSON.stringify([name, ...ids])),
    open: (stored, ...ids) => seal.open(stored, JSON.stringify([name, ...ids])),
  })
  return {
    session: field('session'),
    event: field('event'),
    payload: field('payload'),
    progress: field('progress'),
    origin: field('origin'),
    timer: field('timer'),
    watch: field('watch'),
    journal: field('journal'),
    secret: { ...field('secret'), isCurrent: (stored) => seal.isCurrent(stored) },
  }
}
