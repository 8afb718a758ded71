/**
 * What a typed text is: words for people, a button's label, a request for a person, an answer to what was asked, or
 * the beginning of something. No text is without an answer.
 */
import { findDocumento } from '../domain/documento.js'
import { ASKED_STEPS, askedFor, tellsOfDanger } from './asked.js'
import { onEdited } from './edited.js'
import * as card from './flows/tickets/card.js'
import { onDiagnosticoText } from './flows/problem/diagnosis-text.js'
import * as identify from './flows/identification/identify.js'
import * as problem from './flows/problem/problem.js'
import { answersStaff } from './flows/tickets/news.js'
import { answersAction } from './flows/self-service/actions.js'
import { onProofText } from './flows/self-service/paid.js'
import { asksForPlans, onPlansText } from './flows/plans/plans.js'
import { relayWords } from './flows/people/relay.js'
import { changeServico, meansAnother, onServicoText } from './flows/service.js'
import * as ticket from './flows/tickets/ticket.js'
import * as triage from './flows/problem/triage.js'
import { asksForPerson, isFarewell, isSmallTalk, typedButton, type TurnInput } from './inputs.js'
import { press } from './press.js'
import { addWords, withPeople } from './tickets.js'
import type { Turn } from './turn.js'
import { understand } from './model/understood.js'

/** A burst of typed messages, or a corrected one. */
export async function onText(turn: Turn, input: Extract<TurnInput, { kind: 'text' }>): Promise<void> {
  const { session } = turn
  const text = input.parts.join('\n')
  if (input.edited === true) {
    await onEdited(turn, input, (words) => onFlowText(turn, words))
    return
  }
  const people = withPeople(session)
  if (people) {
    relayWords(turn, people, input.parts)
    return
  }
  if (tellsOfDanger(turn, text)) {
    turn.say('emergencia', {})
    callPerson(turn, text)
    return
  }
  const button = typedButton(text, session)
  if (button !== undefined) {
    await press(turn, button)
    return
  }
  if (asksForPerson(text)) {
    callPerson(turn, text)
    return
  }
  if (answersAction(turn, text)) return
  if (session.flow.name !== 'servico' && meansAnother(turn, text)) {
    await changeServico(turn, text)
    return
  }
  const left = await understand(turn, input.parts)
  if (left !== undefined) await onFlowText(turn, left)
}

function callPerson(turn: Turn, text: string): void {
  const found = findDocumento(text)
  addWords(turn.session.intent, found.kind === 'none' ? text : found.rest)
  turn.goTo('handover')
}

async function onFlowText(turn: Turn, text: string): Promise<void> {
  const { session } = turn
  switch (session.flow.name) {
    case 'documento':
      onAnonymousText(turn, text)
      return
    case 'contato':
      if (goesForPlans(turn, text)) return
      identify.onContatoText(turn, text)
      return
    case 'nascimento':
      if (goesForPlans(turn, text)) return
      identify.onNascimentoText(turn, text)
      return
    case 'servico':
      await onServicoText(turn, text)
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
      await card.onExistenteText(turn, text)
      return
    case 'cartao':
      await card.onCartaoText(turn, text)
      return
    case 'correcao':
      await card.onCorrecaoText(turn, text)
      return
    case 'diagnostico':
      await onDiagnosticoText(turn, text)
      return
    case 'comprovante':
      await onProofText(turn, text)
      return
    case 'interesse':
      await onPlansText(turn, text)
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
  const { identity, intent } = turn.session
  if (turn.linkEnded) turn.say('vinculo_encerrado', {})
  const current = ticket.currentTicket(turn)
  const found = findDocumento(text)
  if (identity.level < 2 && found.kind === 'valid') {
    identify.onDocumentoText(turn, text)
  } else if (identity.level === 2 && found.kind === 'valid' && found.rest === '') {
    turn.say('ja_identificado', { nome: identity.firstName }, [[['menu', 'menu:menu']]])
  } else if (current) {
    if (isSmallTalk(text) && !answersStaff(turn.session)) greet(turn, text)
    else if (problem.isRequest(turn, text)) problem.startRequest(turn, text)
    else if (!answersStaff(turn.session) && askedFor(turn, [text])) {
      addWords(intent, text)
      turn.goTo('problem')
    } else ticket.addToTicket(turn, current, text)
  } else if (identity.level === 0) {
    onAnonymousText(turn, text)
  } else if (isSmallTalk(text)) {
    greet(turn, text)
  } else if (asksForPlans(turn, text) && !problem.isRequest(turn, text)) {
    turn.goTo('planos')
  } else {
    addWords(intent, found.kind === 'valid' ? found.rest : text)
    turn.goTo('problem')
  }
}

/** Who takes leave is let go; who says hello is shown what there is. */
function greet(turn: Turn, text: string): void {
  if (isFarewell(text)) turn.say('ate_logo', {})
  else turn.goTo('menu')
}

/** Who says to be no customer is asked for no more proof. */
function goesForPlans(turn: Turn, text: string): boolean {
  if (turn.session.draft || !asksForPlans(turn, text)) return false
  turn.goTo('planos')
  return true
}

/** Nobody is identified: the words wait for it, unless the operator lets the knowledge base answer anybody. */
function onAnonymousText(turn: Turn, text: string): void {
  const { deps, session } = turn
  if (goesForPlans(turn, text)) return
  const asked = askedFor(turn, [text])
  if (asked === 'contatos' || asked === 'atendente') {
    if (asked === 'atendente') addWords(session.intent, text)
    turn.goTo(ASKED_STEPS[asked])
    return
  }
  const answers = deps.prompts.routing.baseConhecimento.nivelZero && deps.knowledge !== undefined && !session.draft
  if (answers && !isSmallTalk(text) && findDocumento(text).kind === 'none') {
    addWords(session.intent, text)
    turn.goTo('problem')
  } else identify.onDocumentoText(turn, text)
}
