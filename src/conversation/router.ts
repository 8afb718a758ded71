/**
 * Which flow takes an input. Order matters: what happened outside first, then commands and buttons, then a hand-over
 * (which swallows every word), then a request for a person, then the flow that asked something.
 */
import type { EffectSettled, Input, OpsNotice } from '../domain/event.js'
import { findDocumento } from '../domain/documento.js'
import type { FileRef } from '../domain/file.js'
import { onCommand } from './commands.js'
import { onActionSettled } from './flows/action-outcomes.js'
import { amendQuietly } from './edited.js'
import * as card from './flows/card.js'
import { showChamados } from './flows/chamados.js'
import { showConexao } from './flows/conexao.js'
import { showFaturas } from './flows/faturas.js'
import { onFile } from './flows/files.js'
import { leaveGroup } from './flows/group.js'
import * as handover from './flows/handover.js'
import * as identify from './flows/identify.js'
import { lookup } from './flows/lookup.js'
import * as menu from './flows/menu.js'
import { lookAgain } from './flows/outage-notice.js'
import { onNewsTimer, onTicketNews } from './flows/news.js'
import * as problem from './flows/problem.js'
import { takeSentFile } from './flows/sent-file.js'
import { relayWords } from './flows/relay.js'
import { afterIdentified } from './flows/service.js'
import { sameAs } from './flows/ticket-additions.js'
import * as ticket from './flows/ticket.js'
import * as triage from './flows/triage.js'
import { onVerify } from './flows/verify.js'
import { isSmallTalk, type TurnInput } from './inputs.js'
import { press } from './press.js'
import { LIMITS, type Session } from './session.js'
import { addWords, withPeople } from './tickets.js'
import type { Step, Turn } from './turn.js'
import { onText } from './typed.js'
import { noteWritten, passToDraft } from './written.js'

const MAX_STEPS = 8

/** What a customer did, as against what happened elsewhere. */
type CustomerInput = Extract<TurnInput, { from: unknown }>

/** Takes one input to its end, with all the steps that follow from it. */
export async function handle(turn: Turn, input: TurnInput): Promise<void> {
  turn.keptIn = undefined
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
    await run(turn, step)
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
      handover.onStaffMessage(turn, input)
      return
    case 'staffClosed':
      handover.onStaffClosed(turn, input.atendimento)
      return
    case 'ticketNews':
      await onTicketNews(turn, input)
      return
    case 'blocked':
      handover.tellGone(turn)
      turn.session.gone = true
      return
    case 'unblocked':
      handover.tellBack(turn)
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
  session.telegramName = input.from.firstName.slice(0, 64)
  if (underMaintenance(turn, input)) return
  // A correction of what is forgotten begins nothing.
  if (!isSeen(session, input)) welcome(turn)
  identify.onPendingExpired(turn)
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

async function run(turn: Turn, step: Step): Promise<void> {
  switch (step) {
    case 'identify':
      identify.startIdentification(turn)
      return
    case 'afterIdentified':
      afterIdentified(turn)
      return
    case 'resume':
      resume(turn)
      return
    case 'problem':
      await problem.startProblem(turn)
      return
    case 'newProblem':
      await problem.newProblem(turn)
      return
    case 'triage':
      await triage.startTriage(turn)
      return
    case 'collected':
      await card.collected(turn)
      return
    case 'menu':
      menu.showMenu(turn)
      return
    case 'chamados':
      await showChamados(turn)
      return
    case 'faturas':
      await showFaturas(turn)
      return
    case 'conexao':
      await showConexao(turn)
      return
    case 'handover':
      await handover.requestHandover(turn)
      return
    default:
      step satisfies never
  }
}

/** What the customer came for, once it is known who is asking. */
function resume(turn: Turn): void {
  const { session } = turn
  const next = session.resume
  delete session.resume
  if (next === 'ticket') turn.goTo(session.draft ? 'triage' : 'problem')
  else if (next === undefined || next === 'menu') turn.goTo(session.intent.length > 0 ? 'problem' : 'menu')
  else turn.goTo(next)
}

/** In maintenance nothing is looked up or opened; what is written is kept. People already talking go on. */
function underMaintenance(turn: Turn, input: CustomerInput): boolean {
  const { session, deps } = turn
  const { manutencao } = deps.prompts.provider
  if (manutencao?.ativa !== true || session.handover) return false
  if (input.kind === 'text' && isSeen(session, input)) amendQuietly(turn, input)
  else if (input.kind === 'text' && !isSmallTalk(input.text) && findDocumento(input.text).kind === 'none') {
    addWords(session.draft?.words ?? session.intent, input.text)
  }
  if (input.kind === 'file' && !isHeld(session, input.file) && session.heldFiles.length < LIMITS.files) session.heldFiles.push(input.file)
  if (input.kind === 'button') turn.acknowledge(input.callbackId, input.messageId, false)
  turn.say('manutencao', { texto: manutencao.texto })
  return true
}

/** An edit of a text that was here. */
const isSeen = (session: Session, input: CustomerInput): boolean =>
  input.kind === 'text' && input.edited === true && input.messageId <= session.lastText

const isHeld = ({ heldFiles }: Session, file: FileRef): boolean =>
  heldFiles.some((held) => sameAs(held) === sameAs(file))

/** To the provider's own chat, which is nobody's conversation. */
function tellOps(turn: Turn, { what, subject, reason }: OpsNotice): void {
  // The operators' chat writes nothing itself: only by trying is it known to be there again.
  turn.session.gone = false
  if (what === 'dead') turn.notify('ops_dead', { assunto: subject, motivo: reason ?? 'sem motivo conhecido' })
  else turn.notify(what === 'down' ? 'ops_down' : 'ops_back', { assunto: subject })
}

function welcome(turn: Turn): void {
  const { session } = turn
  if (session.welcomed) return
  session.welcomed = true
  turn.say('boas_vindas', { nome: session.telegramName })
}

async function onTimer(turn: Turn, input: Extract<Input, { kind: 'timer' }>): Promise<void> {
  const [name] = input.name.split(':')
  switch (name) {
    case 'pending':
      identify.onPendingExpired(turn)
      return
    case 'lookup':
      await lookup(turn, true)
      return
    case 'slow':
      ticket.onSlow(turn, input.arg)
      return
    case 'handover':
      handover.onHandoverSlow(turn, input.arg)
      return
    case 'news':
      await onNewsTimer(turn)
      return
    case 'verifica':
      await onVerify(turn, input.name, input.arg)
      return
    case 'voltou':
      await lookAgain(turn)
      return
    case 'idle':
      if (!turn.session.handover) menu.endConversation(turn.session)
      return
    default:
      turn.deps.logger.warn('timer.unknown', { kind: input.name })
  }
}

function onSettled(turn: Turn, input: EffectSettled): void {
  if (input.effectId.startsWith('ac:')) onActionSettled(turn, input)
  else if (input.effectKind.startsWith('tempbox.')) handover.onHandoverSettled(turn, input)
  else ticket.onTicketSettled(turn, input)
}

async function onButton(turn: Turn, input: Extract<Input, { kind: 'button' }>): Promise<void> {
  turn.acknowledge(input.callbackId, input.messageId, !input.data.startsWith('menu:'))
  await press(turn, input.data)
}

async function onContact(turn: Turn, input: Extract<Input, { kind: 'contact' }>): Promise<void> {
  const people = withPeople(turn.session)
  if (people) relayWords(turn, people, ['(o cliente enviou um contato, que não passo adiante)'])
  else await identify.onContact(turn, input)
}

function onOther(turn: Turn, what: string): void {
  const people = withPeople(turn.session)
  if (people) relayWords(turn, people, [`(o cliente enviou ${OTHERS[what] ?? 'algo que não passo adiante'})`])
  else turn.say('nao_entendi_tipo', { tipo: what }, [[['menu', 'menu:menu']]])
}

/** Telegram's names of what is not relayed, for an attendant. */
const OTHERS: Partial<Record<string, string>> = {
  sticker: 'uma figurinha',
  location: 'uma localização',
  venue: 'um local',
  poll: 'uma enquete',
  dice: 'um dado',
  game: 'um jogo',
  story: 'um story',
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
  if (!ticket.currentTicket(turn)) turn.goTo('problem')
}
