/**
 * The journal of a conversation: what was asked, answered and done, redacted, to learn from. It tells which sentence the
 * bot said, not its words, and of a press what it was, not of which ticket or service.
 */
import type { JournalLine } from '../domain/record.js'
import type { TurnInput } from './inputs.js'
import { redactLine } from './redact.js'
import type { Session } from './session.js'
import type { Turn } from './turn.js'
import { NOT_KEPT } from './written.js'

const LENGTH = 500
/** Of one turn. */
const LINES = 40

/** What comes in, before it is taken: what it is may depend on what was asked. */
export function noteInput(turn: Turn, input: TurnInput): void {
  noteNames(turn, input)
  switch (input.kind) {
    case 'text':
      turn.note('cliente', input.edited === true ? `corrige: ${correctionOf(turn.session, input)}` : wordsOf(turn.session, input.text))
      return
    case 'command':
      turn.note('cliente', `/${input.name} ${wordsOf(turn.session, input.args)}`)
      return
    case 'button':
      turn.note('cliente', `botao ${buttonOf(input.data)}`)
      return
    case 'contact':
      turn.note('cliente', input.own ? 'contato' : 'contato alheio')
      return
    case 'file':
      turn.note('cliente', `arquivo ${input.file.kind} ${wordsOf(turn.session, input.file.caption ?? '')}`)
      return
    case 'other':
      turn.note('cliente', `outro ${input.what}`)
      return
    case 'staffMessage':
      turn.note('equipe', `${input.hasFile === true ? 'arquivo ' : ''}${input.text}`)
      return
    case 'staffClosed':
      turn.note('equipe', 'encerrou')
      return
    case 'ticketNews': {
      const { news } = input
      turn.note('equipe', `chamado ${news.what} ${'text' in news ? (news.text ?? '') : ''}`)
      return
    }
    case 'effectSettled':
      turn.note('sistema', `efeito ${input.effectKind} ${input.state}`)
      return
    case 'blocked':
    case 'unblocked':
    case 'flood':
      turn.note('sistema', input.kind)
      return
    case 'staffTook':
      turn.note('equipe', 'assumiu')
      return
    case 'outageNotice':
      turn.note('sistema', `aviso ${input.what}`)
      return
    case 'timer':
    case 'group':
    case 'ops':
      return
    default:
      input satisfies never
  }
}

/** A timer is told of where something came of it. */
export function noteTimer(turn: Turn, input: TurnInput, before: number): void {
  if (input.kind !== 'timer' || turn.effects.length === before) return
  turn.note('sistema', `prazo ${input.name.split(':')[0] ?? ''}`)
}

/** The turn's lines as they are kept. */
export function journalOf(turn: Turn): JournalLine[] {
  const names = [...turn.names, ...namesOf(turn.session)]
  const { version } = turn.deps.prompts
  return turn.lines.slice(0, LINES).map(({ who, text }, index) => {
    const machine = who === 'bot' || who === 'sistema'
    const kept = machine ? text.slice(0, LENGTH) : redactLine(text, names, LENGTH)
    return { at: turn.now, who, text: kept, ...(index === 0 ? { version } : {}) }
  })
}

/** Those whose names a line may hold; they may be forgotten by the end of the turn. */
function noteNames(turn: Turn, input: TurnInput): void {
  turn.names.push(...namesOf(turn.session))
  if ('from' in input) turn.names.push(input.from.firstName)
  if (input.kind === 'staffMessage') turn.names.push(input.author ?? '')
  if (input.kind === 'ticketNews' && input.news.what === 'message') turn.names.push(input.news.author ?? '')
}

const namesOf = ({ identity, telegramName }: Session): string[] =>
  identity.level === 2 ? [telegramName, identity.firstName] : [telegramName]

/** What proves somebody, or is about nothing but somebody, is not looked at at all. */
export function wordsOf({ flow }: Session, text: string): string {
  if (text === '') return ''
  if (flow.name === 'nascimento') return '[data]'
  return flow.name === 'interesse' ? `[${flow.campo}]` : text
}

/** Also of a message whose question is answered by now: what it answered is known of what was kept alone. */
function correctionOf(session: Session, { text, messageId }: Extract<TurnInput, { kind: 'text' }>): string {
  const known = session.written.find(({ id }) => id === messageId)
  const isKept = known ? known.ref !== NOT_KEPT : messageId > session.lastText
  return isKept ? wordsOf(session, text) : '[resposta]'
}

/** The kind, and behind it a word of the menus that names none of the reports, services, invoices and tickets. */
function buttonOf(data: string): string {
  const [what = '', first = ''] = data.split(':')
  const named = what === 'menu' || what === 'lb' ? /^[a-z]{1,20}$/u.test(first) : MENU_WORDS.has(first)
  return /^[a-z]{1,8}$/u.test(what) ? `${what}${named ? `:${first}` : ''}` : 'desconhecido'
}

/** What can be wanted of an invoice, a connection, a ticket, a hand-over and the plans. */
const MENU_WORDS: ReadonlySet<string> = new Set([
  ...['pagas', 'pdf', 'email', 'sms', 'push'],
  ...['reconexao', 'reinicioCpe', 'resetMac'],
  ...['mais', 'tk', 'fechar', 'nao', 'sim', 'nota', 'mudo', 'avisar', 'responder'],
  ...['esperar', 'chamado', 'retorno', 'novo'],
])
