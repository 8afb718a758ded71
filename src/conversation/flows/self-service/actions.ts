/**
 * What changes the service, or sends a copy of an invoice: shown first, done on the customer's own *Confirmar*, not
 * again before its cooldown, never repeated by itself. The service, and what the action needs, is read again at the
 * press: a card may be old, and who presses it may not be who saw it.
 */
import { randomCode } from '../../../lib/ids.js'
import { spellOut } from '../../../lib/plain-text.js'
import { ensureLevel } from '../../access.js'
import { isSuspended, readServico } from '../../current-servico.js'
import type { MessageKey, MessageVars } from '../../messages.js'
import { LIMITS, type Acao } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import { effectOf } from './action-effect.js'
import { givesUp } from '../../ways-out.js'
import { mayClose } from '../tickets/close-ticket.js'
import { mayMove } from '../visits/visit-slots.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** A card not answered for so long is old. */
const CARD_MS = 15 * MINUTE_MS

const COOLDOWN_MS: Record<Acao['tipo'], number> = {
  desbloqueio: DAY_MS,
  reconexao: 10 * MINUTE_MS,
  resetMac: 10 * MINUTE_MS,
  reinicioCpe: 10 * MINUTE_MS,
  envioFatura: 10 * MINUTE_MS,
  fatura: MINUTE_MS,
  fechamento: 10 * MINUTE_MS,
  agendamento: 5 * MINUTE_MS,
}

/** Shows an action with *Confirmar* below it (or `rows` of its own), unless it was done a moment ago. */
export function offerAction<K extends MessageKey>(
  turn: Turn,
  given: Omit<Acao, 'id' | 'at'>,
  key: K,
  vars: MessageVars<K>,
  rows: (acao: Acao) => readonly (readonly Choice[])[] = confirmRows,
): void {
  if (refuseTooSoon(turn, given)) return
  const acao = { ...given, id: randomCode(10), at: turn.now }
  turn.session.acao = acao
  turn.say(key, vars, rows(acao))
}

/** Words below the card that was shown last: a no is one, a yes is asked for as a press; false where they are neither. */
export function answersAction(turn: Turn, text: string): boolean {
  const { acao, keyboard } = turn.session
  if (!acao || !keyboard.some(({ data }) => data === `ac:${acao.id}`)) return false
  const said = spellOut(text)
  if (NO.test(said) || givesUp(text)) onCancelAction(turn, acao.id)
  else if (YES.test(said) || said === '') turn.say('toque_em_confirmar', {}, confirmRows(acao))
  else return false
  return true
}

const YES =
  /^(?:(?:s{1,2}|sim|ok|isso|mesmo|ai|pode|fazer|faz|pedir|pede|mandar|manda|liberar?|quero|confirm(?:o|a|ar|ado)|claro|beleza|blz|certo|aceito|por favor|desbloque(?:ia|ar)|agora|ja|eu|bora|vai)(?: |$))+$/u
const NO = /^(?:nao|nao (?:quero|precisa|pode)|n)$/u

/** *Confirmar*, or a rating below the card. */
export async function onConfirmAction(turn: Turn, id: string, avaliacao?: number): Promise<void> {
  const { session } = turn
  if (!(await ensureLevel(turn, 2, 'menu'))) return
  const { acao } = session
  if (acao?.id !== id || turn.now - acao.at > CARD_MS) {
    oldAction(turn, id)
    return
  }
  if (refuseTooSoon(turn, acao)) {
    delete session.acao
    return
  }
  const owned = await readServico(turn, acao)
  if (owned === 'unavailable') {
    // The card stands: the same button does it in a moment.
    turn.say('sistema_indisponivel', {}, confirmRows(acao))
    return
  }
  delete session.acao
  if (owned === 'gone') oldAction(turn, id)
  else if (acao.tipo === 'desbloqueio' && !isSuspended(owned.servico.statusPrefixo)) {
    turn.say('nao_suspenso', { servico: acao.rotulo, status: owned.servico.status }, MENU_ROW)
  } else if (await mayDo(turn, acao)) {
    perform(turn, avaliacao === undefined ? acao : { ...acao, avaliacao })
    turn.say('acao_enviada', { acao: acao.tipo })
  }
}

/** What else has to hold of what is acted upon; says so where it does not. */
async function mayDo(turn: Turn, acao: Acao): Promise<boolean> {
  if (acao.tipo === 'fechamento') return await mayClose(turn, acao)
  return acao.tipo !== 'agendamento' || (await mayMove(turn, acao))
}

/** *Cancelar* below the card. */
export function onCancelAction(turn: Turn, id: string): void {
  if (turn.session.acao?.id !== id) {
    oldAction(turn, id)
    return
  }
  delete turn.session.acao
  turn.say('cancelado', {}, MENU_ROW)
}

/** Does it now: what only sends a copy needs no second press. */
export function perform(turn: Turn, acao: Acao): void {
  const { session } = turn
  const kept = Object.entries(session.limits.acoes).filter(([, at]) => turn.now - at < DAY_MS)
  session.limits.acoes = Object.fromEntries([...kept.slice(-LIMITS.cooldowns + 1), [cooldownKey(turn, acao), turn.now]])
  session.acoes = [...session.acoes, { ...acao, at: turn.now }].slice(-LIMITS.acoes)
  turn.effect(effectOf(turn, acao))
}

/** Nothing came of it: it may be asked for again at once. */
export function liftCooldown(turn: Turn, acao: Acao): void {
  const { limits } = turn.session
  limits.acoes = Object.fromEntries(Object.entries(limits.acoes).filter(([key]) => key !== cooldownKey(turn, acao)))
}

/** Says how long to wait, where it was asked for a moment ago. */
export function refuseTooSoon(turn: Turn, acao: Omit<Acao, 'id' | 'at'>): boolean {
  const at = turn.session.limits.acoes[cooldownKey(turn, acao)]
  const waitMs = at === undefined ? 0 : at + COOLDOWN_MS[acao.tipo] - turn.now
  if (waitMs <= 0) return false
  turn.say('acao_aguarde', { acao: acao.tipo, minutos: Math.ceil(waitMs / MINUTE_MS) }, MENU_ROW)
  return true
}

/** A keyed digest: it outlives `/esquecer`, and must not tell whose service or invoice it was. */
function cooldownKey(turn: Turn, acao: Omit<Acao, 'id' | 'at'>): string {
  const { tipo, idClienteServico, idFatura, idOrdemServico, idAtendimento, por } = acao
  const of = [tipo, por, idFatura ?? idOrdemServico ?? idAtendimento ?? idClienteServico].filter((part) => part !== undefined)
  return turn.deps.tag('acao', of.join(':'))
}

function oldAction(turn: Turn, id: string): void {
  const doing = turn.session.acoes.find((acao) => acao.id === id)
  if (doing) turn.say('acao_em_andamento', { acao: doing.tipo })
  else turn.say('cartao_velho', {}, MENU_ROW)
}

const confirmRows = ({ id }: Acao): Choice[][] => [
  [
    ['confirmar', `ac:${id}`],
    ['cancelar', `ax:${id}`],
  ],
]

const MENU_ROW = [[['menu', 'menu:menu']]] as const
