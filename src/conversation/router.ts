/**
 * Which flow takes an input. Order matters: what happened outside first, then commands and buttons, then a hand-over
 * (which swallows every word), then a request for a person, then the flow that asked something.
 */
import type { Input } from '../domain/event.js'
import { checkLink, expireLink } from './access.js'
import { onCommand } from './commands.js'
import { onFile } from './flows/files/files.js'
import { leaveGroup } from './flows/group.js'
import { onStaffClosed } from './flows/people/handover-end.js'
import * as staff from './flows/people/handover-staff.js'
import * as identify from './flows/identification/identify.js'
import { onTicketNews } from './flows/tickets/news.js'
import { tellOps } from './flows/ops.js'
import { onOther } from './flows/files/other-kinds.js'
import { answersErased } from './flows/privacy.js'
import { onOutageNotice } from './flows/self-service/outage-notice.js'
import { onPlansContact } from './flows/plans/plans.js'
import { relayWords } from './flows/people/relay.js'
import { takeSentFile } from './flows/files/sent-file.js'
import { currentTicket } from './flows/tickets/ticket.js'
import type { TurnInput } from './inputs.js'
import { underMaintenance } from './maintenance.js'
import { press } from './press.js'
import type { Session } from './session.js'
import { onSettled } from './settled.js'
import { takeStep } from './steps.js'
import { activeTicket, withPeople } from './tickets.js'
import { onTimer } from './timers.js'
import type { Step, Turn } from './turn.js'
import { onText } from './typed.js'
import { isSeen, noteWritten, passToDraft } from './written.js'

const MAX_STEPS = 8

/** Takes one input to its end, with all the steps that follow from it. */
export async function handle(turn: Turn, input: TurnInput): Promise<void> {
  turn.keptIn = undefined
  turn.knowledge = undefined
  await route(turn, input)
  const steps = await follow(turn)
  if (input.kind === 'text' || input.kind === 'file') noteWritten(turn, input)
  passToDraft(turn.session)
  // A report never waits where nothing is asked: what came between (a verification, an invoice) is over.
  if (!('from' in input) || !isStranded(turn.session) || steps.includes('triage')) return
  turn.goTo('triage')
  await follow(turn)
}

/** Takes the steps that follow; which they were. */
async function follow(turn: Turn): Promise<Step[]> {
  const steps: Step[] = []
  for (let step = turn.takeNext(); step !== undefined; step = turn.takeNext()) {
    if (steps.length === MAX_STEPS) throw new Error('a conversation went in circles')
    steps.push(step)
    await takeStep(turn, step)
  }
  return steps
}

function isStranded(session: Session): boolean {
  return session.draft !== undefined && session.flow.name === 'idle' && session.identity.level > 0 && !withPeople(session)
}

async function route(turn: Turn, input: TurnInput): Promise<void> {
  switch (input.kind) {
    case 'timer':
      await onTimer(turn, input)
      return
    case 'effectSettled':
      onSettled(turn, input)
      return
    case 'staffMessage':
      staff.onStaffMessage(turn, input)
      return
    case 'staffTook':
      staff.onStaffTook(turn, input)
      return
    case 'staffClosed':
      onStaffClosed(turn, input.atendimento)
      return
    case 'ticketNews':
      await onTicketNews(turn, input)
      return
    case 'outageNotice':
      await onOutageNotice(turn, input)
      return
    case 'blocked':
      // Somebody who has written since is there.
      if (input.decidedAt !== undefined && turn.session.lastAt > input.decidedAt) return
      staff.tellGone(turn)
      turn.session.gone = true
      return
    case 'unblocked':
      staff.tellBack(turn)
      turn.session.gone = false
      return
    case 'group':
      leaveGroup(turn, input.added)
      return
    case 'ops':
      tellOps(turn, input)
      return
    case 'flood':
      turn.sayAhead('muitas_mensagens', { segundos: input.seconds })
      return
    default:
  }
  const { session } = turn
  session.gone = false
  if (answersErased(turn, input)) return
  session.telegramName = input.from.firstName.slice(0, 64)
  if (underMaintenance(turn, input)) return
  // A correction of what is forgotten begins nothing.
  if (!isSeen(session, input)) welcome(turn)
  identify.onPendingExpired(turn)
  await holdLink(turn, input)
  switch (input.kind) {
    case 'command':
      onCommand(turn, input.name, input.args)
      return
    case 'button':
      await onButton(turn, input)
      return
    case 'contact':
      await onContact(turn, input)
      return
    case 'file':
      await onSentFile(turn, input)
      return
    case 'other':
      onOther(turn, input.what)
      return
    case 'text':
      await onText(turn, input)
      return
    default:
      input satisfies never
  }
}

/** What is written may go into a customer's ticket, so the link is looked at first; not while people have the conversation. */
async function holdLink(turn: Turn, input: Extract<TurnInput, { from: unknown }>): Promise<void> {
  if (withPeople(turn.session)) return
  const intoTicket = (input.kind === 'text' || input.kind === 'file') && activeTicket(turn.session)?.verified === true
  if (intoTicket) await checkLink(turn)
  else expireLink(turn)
}

function welcome(turn: Turn): void {
  const { session } = turn
  if (session.welcomed) return
  session.welcomed = true
  turn.say('boas_vindas', { nome: session.telegramName })
}

async function onButton(turn: Turn, input: Extract<Input, { kind: 'button' }>): Promise<void> {
  turn.acknowledge(input.callbackId, input.messageId, !input.data.startsWith('menu:'))
  await press(turn, input.data)
}

async function onContact(turn: Turn, input: Extract<Input, { kind: 'contact' }>): Promise<void> {
  const people = withPeople(turn.session)
  if (people) relayWords(turn, people, ['(o cliente enviou um contato, que não passo adiante)'])
  else if (!onPlansContact(turn, input)) await identify.onContact(turn, input)
}

async function onSentFile(turn: Turn, input: Extract<Input, { kind: 'file' }>): Promise<void> {
  const sent = takeSentFile(turn.session, input)
  if ('file' in sent) {
    await onFile(turn, sent.file)
    startOfFiles(turn)
  } else if (sent.words) await onText(turn, sent.words)
}

/** A file's caption is how a problem begins, where nothing else is under way. */
function startOfFiles(turn: Turn): void {
  const { session } = turn
  const open = session.flow.name === 'idle' || session.flow.name === 'problema'
  if (!open || withPeople(session) || session.draft || session.intent.length === 0) return
  if (!currentTicket(turn)) turn.goTo('problem')
}
