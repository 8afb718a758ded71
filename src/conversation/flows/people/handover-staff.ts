import type { Input } from '../../../domain/event.js'
import type { Handover } from '../../session.js'
import { withPeople } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { cancelHandoverTimers } from './handover-end.js'
import { relay } from './relay.js'

/** What an attendant wrote or sent: the words first, the file behind them in the same order of replies. */
export function onStaffMessage(turn: Turn, input: Extract<Input, { kind: 'staffMessage' }>): void {
  const { handover } = turn.session
  const nome = input.author ?? ''
  if (handover?.atendimento === input.atendimento) {
    take(turn, handover)
    if (handover.atendente === undefined && nome !== '') handover.atendente = nome
  }
  if (input.text.trim() !== '') turn.say('fala_atendente', { nome, texto: input.text })
  if (input.hasFile === true) sendOn(turn, input.atendimento, input.messageId, nome)
}

/** An attendant took it, or it was handed to another: told once, and by name where it is known. */
export function onStaffTook(turn: Turn, input: Extract<Input, { kind: 'staffTook' }>): void {
  const { handover } = turn.session
  if (handover?.atendimento !== input.atendimento) return
  const { nome } = input
  const before = handover.taken
  const same = nome === undefined || handover.atendente === nome
  const known = handover.atendente !== undefined
  take(turn, handover)
  if (nome !== undefined) handover.atendente = nome
  if (!before) turn.say('atendente_assumiu', { nome: nome ?? '' })
  else if (!same && known) turn.say('atendente_mudou', { nome })
}

/** An attendant's file could not be brought: both hear of it, the attendant as long as the conversation lasts. */
export function onArquivoSettled(turn: Turn, reason: string | undefined): void {
  turn.say('arquivo_atendente_falhou', {})
  const people = withPeople(turn.session)
  if (!people) return
  const why = WHY[reason ?? ''] ?? ''
  relay(turn, people, 'Plantão', `O arquivo que você enviou não chegou ao cliente${why}. Envie de novo ou escreva o conteúdo.`)
}

/** The customer blocked the bot: an attendant must not wait for an answer. */
export function tellGone(turn: Turn): void {
  const people = withPeople(turn.session)
  if (!people || turn.session.gone) return
  relay(turn, people, 'Plantão', 'O cliente bloqueou este canal no Telegram e não recebe as respostas.')
}

/** And unblocked it again. */
export function tellBack(turn: Turn): void {
  const people = withPeople(turn.session)
  if (people && turn.session.gone) relay(turn, people, 'Plantão', 'O cliente desbloqueou este canal e volta a receber as respostas.')
}

/** Somebody has it: nothing is waited for any more, and what was told is theirs. */
function take(turn: Turn, handover: Handover): void {
  if (handover.taken) return
  handover.taken = true
  handover.words = []
  handover.since = []
  delete handover.draft
  delete handover.retorno
  cancelHandoverTimers(turn)
}

function sendOn(turn: Turn, atendimento: string, messageId: string, nome: string): void {
  if (turn.session.gone) return
  turn.effect({
    id: `ar:${turn.chatId}:${messageId}`,
    kind: 'telegram.arquivo',
    lane: `tg:${turn.chatId}`,
    payload: { atendimento, messageId, html: turn.deps.prompts.messages.render('arquivo_atendente', { nome }) },
    notify: true,
  })
}

const WHY: Partial<Record<string, string>> = {
  'file-too-big': ' (passa de 50 MB)',
  tipo: ' (tipo de arquivo que não repasso)',
  vazio: ' (arquivo vazio)',
  'sem-arquivo': ' (não está mais disponível)',
  'not-found': ' (não está mais disponível)',
}
