/**
 * Which flow takes an input. Order matters: what happened outside first, then commands and buttons, then a hand-over
 * (which swallows every word), then a request for a person, then the flow that asked something.
 */
import type { EffectSettled, Input } from '../domain/event.js'
import { findDocumento } from '../domain/documento.js'
import { onCommand } from './commands.js'
import * as card from './flows/card.js'
import { showChamados } from './flows/chamados.js'
import { showConexao } from './flows/conexao.js'
import { showFaturas } from './flows/faturas.js'
import { onFile } from './flows/files.js'
import * as handover from './flows/handover.js'
import * as identify from './flows/identify.js'
import * as menu from './flows/menu.js'
import * as problem from './flows/problem.js'
import { afterIdentified } from './flows/service.js'
import * as ticket from './flows/ticket.js'
import * as triage from './flows/triage.js'
import { asksForPerson, isSmallTalk, typedButton, type TurnInput } from './inputs.js'
import { press } from './press.js'
import { addWords } from './tickets.js'
import type { Step, Turn } from './turn.js'

const MAX_STEPS = 8

/** Takes one input to its end, with all the steps that follow from it. */
export async function handle(turn: Turn, input: TurnInput): Promise<void> {
  await route(turn, input)
  for (let count = 0; count < MAX_STEPS; count++) {
    const step = turn.takeNext()
    if (step === undefined) return
    await run(turn, step)
  }
  throw new Error('a conversation went in circles')
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
    case 'blocked':
      turn.session.gone = true
      return
    default:
  }
  turn.session.gone = false
  turn.session.telegramName = input.from.firstName.slice(0, 64)
  welcome(turn)
  switch (input.kind) {
    case 'command':
      onCommand(turn, input.name, input.args)
      return
    case 'button':
      await onButton(turn, input)
      return
    case 'contact':
      await identify.onContact(turn, input)
      return
    case 'file':
      await onFile(turn, input.file)
      startOfFiles(turn)
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
      handover.requestHandover(turn)
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
      await identify.lookup(turn)
      return
    case 'slow':
      ticket.onSlow(turn, input.arg)
      return
    case 'handover':
      handover.onHandoverSlow(turn, input.arg)
      return
    case 'idle':
      if (!turn.session.handover) menu.endConversation(turn.session)
      return
    default:
      turn.deps.logger.warn('timer.unknown', { kind: input.name })
  }
}

function onSettled(turn: Turn, input: EffectSettled): void {
  if (input.effectKind.startsWith('tempbox.')) handover.onHandoverSettled(turn, input)
  else ticket.onTicketSettled(turn, input)
}

async function onButton(turn: Turn, input: Extract<Input, { kind: 'button' }>): Promise<void> {
  turn.acknowledge(input.callbackId, input.messageId, !input.data.startsWith('menu:'))
  await press(turn, input.data)
}

function onOther(turn: Turn, what: string): void {
  const open = turn.session.handover
  if (open && !open.closing) handover.relayWords(turn, open, [`(o cliente enviou: ${what})`])
  else turn.say('nao_entendi_tipo', { tipo: what }, [[['menu', 'menu:menu']]])
}

/** A file with nothing under way is how a problem begins. */
function startOfFiles(turn: Turn): void {
  const { session } = turn
  if (session.handover || session.draft || session.heldFiles.length === 0) return
  if (session.flow.name === 'idle' && session.intent.length > 0 && !ticket.currentTicket(turn)) turn.goTo('problem')
}

async function onText(turn: Turn, input: Extract<TurnInput, { kind: 'text' }>): Promise<void> {
  const { session } = turn
  const text = input.parts.join('\n')
  if (session.handover && !session.handover.closing) {
    const parts = input.edited === true ? [`(corrigido) ${text}`] : input.parts
    handover.relayWords(turn, session.handover, parts)
    return
  }
  // A correction of what was already taken adds to it where something is being collected, and never erases.
  if (input.edited === true && !session.draft) return
  const button = typedButton(text, session)
  if (button !== undefined) {
    await press(turn, button)
    return
  }
  if (asksForPerson(text)) {
    if (!isSmallTalk(text)) addWords(session.intent, text)
    turn.goTo('handover')
    return
  }
  await onFlowText(turn, text)
}

async function onFlowText(turn: Turn, text: string): Promise<void> {
  const { session } = turn
  switch (session.flow.name) {
    case 'documento':
      identify.onDocumentoText(turn, text)
      return
    case 'contato':
      identify.onContatoText(turn, text)
      return
    case 'nascimento':
      identify.onNascimentoText(turn, text)
      return
    case 'servico':
      addWords(session.intent, text)
      turn.goTo('afterIdentified')
      return
    case 'problema':
      await problem.onProblemText(turn, text)
      return
    case 'resposta':
      problem.onRespostaText(turn, text)
      return
    case 'categoria':
      triage.onCategoriaText(turn, text)
      return
    case 'triagem':
      triage.onTriagemText(turn, text)
      return
    case 'arquivos':
      triage.onArquivosText(turn, text)
      return
    case 'existente':
      addWords(session.draft?.words ?? session.intent, text)
      turn.goTo('collected')
      return
    case 'cartao':
      card.onCartaoText(turn, text)
      return
    case 'correcao':
      card.onCorrecaoText(turn, text)
      return
    case 'idle':
      onIdleText(turn, text)
      return
    default:
      session.flow satisfies never
  }
}

/** Nothing was asked: a documento, words for the open ticket, a hello, or a new problem. */
function onIdleText(turn: Turn, text: string): void {
  const { session } = turn
  const current = ticket.currentTicket(turn)
  if (session.identity.level < 2 && findDocumento(text).kind === 'valid') {
    identify.onDocumentoText(turn, text)
  } else if (session.identity.level === 2 && findDocumento(text).kind === 'valid' && !/\p{L}{3,}/u.test(text)) {
    turn.say('ja_identificado', { nome: session.identity.firstName }, [[['menu', 'menu:menu']]])
  } else if (current) {
    if (isSmallTalk(text)) turn.goTo('menu')
    else ticket.addToTicket(turn, current, text)
  } else if (session.identity.level === 0) {
    identify.onDocumentoText(turn, text)
  } else if (isSmallTalk(text)) {
    turn.goTo('menu')
  } else {
    addWords(session.intent, text)
    turn.goTo('problem')
  }
}
