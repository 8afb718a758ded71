import { showCard } from './flows/tickets/card.js'
import { relayWords } from './flows/people/relay.js'
import { addToTicket, currentTicket } from './flows/tickets/ticket.js'
import type { TurnInput } from './inputs.js'
import type { Draft, Flow } from './session.js'
import { addWords, withPeople } from './tickets.js'
import type { Turn } from './turn.js'
import { concernsPeople, fingerprint, NOT_KEPT, replaceWritten, type Written } from './written.js'

type Edited = Extract<TurnInput, { kind: 'text' }>

/**
 * A message in its new words. Where the old ones are still ours they are replaced; where they have gone to people or
 * into a ticket, the new ones follow. What matters to nobody any more changes nothing, and is not spoken of. `asNew`
 * takes words as if they had just been typed.
 */
export async function onEdited(turn: Turn, input: Edited, asNew: (text: string) => Promise<void>): Promise<void> {
  const { session } = turn
  const text = input.parts.join('\n')
  const known = session.written.find(({ id }) => id === input.messageId)
  if (!known) {
    if (input.messageId > session.lastText) await onNeverSeen(turn, text, asNew)
    return
  }
  if (known.ref === NOT_KEPT) {
    if (known.id !== session.lastText || !isMendable(turn)) return
    session.written = session.written.filter((other) => other !== known)
    await asNew(text)
    return
  }
  const print = fingerprint(turn, text)
  // Telegram tells of an edit that only changed how the message looks as well.
  if (print.tag === known.tag) return
  const people = withPeople(session)
  if (!people) amend(turn, known, text)
  else if (concernsPeople(session, known)) relayWords(turn, people, [corrected(text)])
  Object.assign(known, print)
}

/** In maintenance words are only kept. */
export function amendQuietly(turn: Turn, input: Edited): void {
  const { session } = turn
  const text = input.parts.join('\n')
  const known = session.written.find(({ id }) => id === input.messageId)
  if (!known || !replaceWritten(turn, session.draft, known, text)) return
  Object.assign(known, fingerprint(turn, text))
}

function amend(turn: Turn, known: Written, text: string): void {
  const { session } = turn
  const failed = session.tickets.flatMap(({ state, draft }) => (state === 'failed' && draft ? [draft] : []))
  for (const draft of [...(session.draft ? [session.draft] : []), ...failed]) {
    if (!replaceWritten(turn, draft, known, text)) continue
    tell(turn, draft)
    return
  }
  if (replaceWritten(turn, undefined, known, text)) {
    turn.say('correcao_anotada', {})
    return
  }
  if (session.draft?.reference === known.ref) {
    addWords(session.draft.words, corrected(text))
    tell(turn, session.draft)
    return
  }
  const ticket = session.tickets.find(({ reference, state }) => reference === known.ref && state !== 'failed')
  if (ticket) addToTicket(turn, ticket, corrected(text))
}

function tell(turn: Turn, draft: Draft): void {
  const { flow } = turn.session
  const onCard = flow.name === 'cartao' || flow.name === 'correcao'
  if (onCard && turn.session.draft === draft) showCard(turn, draft)
  else turn.say('correcao_anotada', {})
}

/** An edit of what never came, or was not kept: as good as new. */
async function onNeverSeen(turn: Turn, text: string, asNew: (text: string) => Promise<void>): Promise<void> {
  const { draft, flow } = turn.session
  const people = withPeople(turn.session)
  const current = currentTicket(turn)
  if (people) relayWords(turn, people, [corrected(text)])
  else if (draft && flow.name !== 'correcao') {
    addWords(draft.words, corrected(text))
    turn.keptIn = draft.reference
    tell(turn, draft)
  } else if (flow.name === 'idle' && current) addToTicket(turn, current, corrected(text))
  else await asNew(text)
}

/** What was just typed and did not fit what these ask for is mended by an edit. */
const MENDABLE: ReadonlySet<Flow['name']> = new Set(['idle', 'documento', 'contato', 'nascimento', 'servico', 'problema'])

const isMendable = ({ session }: Turn): boolean => MENDABLE.has(session.flow.name) && !withPeople(session)

const corrected = (text: string): string => `corrigido: ${text}`
