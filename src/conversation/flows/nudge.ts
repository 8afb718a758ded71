/** One sentence after a silence in the middle of something: what it was, and how to go on. Never twice in a silence. */
import { silenceUntil } from '../local-time.js'
import { LIMITS, type Flow, type Session } from '../session.js'
import { withPeople } from '../tickets.js'
import type { Choice, Step, Turn } from '../turn.js'
import { closeConversation } from './menu.js'
import { doneRow } from './self-service/paid.js'
import { askNext } from './plans/plans-questions.js'

const MINUTE_MS = 60_000
const TIMER = 'lembrete'

/** Set with the customer's last word, where it left something open. */
export function setNudge(turn: Turn): void {
  const { session } = turn
  const minutes = turn.deps.prompts.provider.lembrete_minutos
  if (minutes > 0 && isInTheMiddle(session)) turn.setTimer(TIMER, minutes * MINUTE_MS)
  else if (session.timers.includes(TIMER)) turn.cancelTimer(TIMER)
}

/** The timer. */
export function onNudge(turn: Turn): void {
  const { session } = turn
  if (!isInTheMiddle(session)) return
  const until = silenceUntil(turn.deps.prompts.provider.silencio, turn.now)
  if (until !== undefined) {
    turn.setTimer(TIMER, until - turn.now)
    return
  }
  const { keyboard, flow } = session
  const fazendo = session.draft ? 'relato' : IDENTIFYING.has(flow.name) ? 'identificacao' : 'outro'
  turn.say('lembrete', { fazendo }, rowsOf(session))
  // What was asked can still be answered by its buttons' words.
  session.keyboard = [...session.keyboard, ...keyboard].slice(0, LIMITS.keyboard)
}

/** *Continuar* and *Cancelar* below it. */
export function onNudgeButton(turn: Turn, what: string): void {
  const { session } = turn
  if (withPeople(session)) turn.say('ja_com_atendente', {})
  else if (what === 'cancelar' && !session.draft) closeConversation(turn)
  else askAgain(turn)
}

function isInTheMiddle({ flow, draft, gone, handover }: Session): boolean {
  return !gone && !handover && (flow.name !== 'idle' || draft !== undefined)
}

function rowsOf({ draft, flow, identity }: Session): Choice[][] {
  const rows: Choice[][] = [[['continuar', 'lb:continuar']]]
  if (draft && identity.level > 0 && MAY_OPEN.has(flow.name)) rows.push([['abrir_agora', `ag:${draft.id}`]])
  rows.push([['cancelar', draft ? `cn:${draft.id}` : 'lb:cancelar']])
  return rows
}

/** What stands is asked once more. */
function askAgain(turn: Turn): void {
  const { flow, draft } = turn.session
  if (draft && flow.name === 'resposta' && draft.resposta !== undefined) {
    turn.say('resposta_base', { texto: draft.resposta }, [
      [
        ['resolveu', `ok:${draft.id}`],
        ['nao_resolveu', `nr:${draft.id}`],
      ],
    ])
  } else if (draft && flow.name === 'correcao') {
    turn.say('pedir_correcao', {}, [[['cancelar', `cn:${draft.id}`]]])
  } else if (draft && flow.name === 'comprovante') {
    turn.say('anotado', {}, doneRow(draft))
  } else if (flow.name === 'interesse') {
    askNext(turn, flow)
  } else turn.goTo(AGAIN[flow.name] ?? (draft ? 'triage' : 'menu'))
}

const AGAIN: Partial<Record<Flow['name'], Step>> = {
  documento: 'identify',
  contato: 'identify',
  nascimento: 'identify',
  servico: 'resume',
  problema: 'problem',
  existente: 'collected',
  cartao: 'collected',
}

const IDENTIFYING: ReadonlySet<Flow['name']> = new Set(['documento', 'contato', 'nascimento'])
const MAY_OPEN: ReadonlySet<Flow['name']> = new Set(['categoria', 'triagem', 'arquivos'])
