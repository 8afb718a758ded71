/**
 * *Avise-me quando voltar*: a watch of the customer's own record (src/watchers/outage-notices.ts) finds the end of the
 * outage. It is told once, to the chat that asked, while that is still, verified, the same customer's. Nothing is
 * opened.
 */
import type { OutageNotice } from '../../../domain/event.js'
import { checkLink, ensureLevel } from '../../access.js'
import { dateTime } from '../../format.js'
import { silenceUntil } from '../../local-time.js'
import { LIMITS, type Session } from '../../session.js'
import type { Turn } from '../../turn.js'

/** An alert that nobody takes away must not be read for ever. */
const LOOKS_MS = 24 * 3_600_000
/** After a night's silence, so that all who waited for its end can be read again. */
const MORNING_MS = 6 * 3_600_000
const ANSWER_MS = 30 * 60_000

/** Takes the wish, for the draft whose cause was an outage. */
export async function askNotice(turn: Turn, draftId: string): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'problem'))) return
  const { session, now } = turn
  const { servico, draft, flow } = session
  if (!servico || draft?.id !== draftId) {
    turn.say(session.aviso ? 'aviso_marcado' : 'cartao_velho', {}, MENU_ROW)
    return
  }
  const alerta = flow.name === 'diagnostico' ? flow.alerta : undefined
  // What was sent for the report is kept for another one.
  session.heldFiles = [...session.heldFiles, ...draft.files].slice(0, LIMITS.files)
  delete session.draft
  session.flow = { name: 'idle' }
  cancelNotice(turn)
  const aviso = { ...servico, em: now }
  session.aviso = aviso
  watch(turn, aviso, { dueAt: now, ate: now + LOOKS_MS, vez: 0, lidoEm: alerta?.em ?? 0, alerta: alerta?.chave })
  turn.say('aviso_marcado', {}, MENU_ROW)
}

/** The timer by which an earlier version looked: what it still owes is watched from now on. */
export function resumeNotice(turn: Turn): void {
  const { session, now } = turn
  if (session.aviso) watch(turn, session.aviso, { dueAt: now, ate: now + LOOKS_MS, vez: 0, lidoEm: 0 })
}

/** The customer is not to be told any more: they left, or ask anew. */
export function cancelNotice(turn: Turn): void {
  const { aviso } = turn.session
  if (aviso) turn.cancelWatch(watchId(turn, aviso))
  delete turn.session.aviso
}

/** The watch found the end, or gave up. In silent hours it looks again when these are over, and only then tells. */
export async function onOutageNotice(turn: Turn, input: OutageNotice): Promise<void> {
  const { session, now } = turn
  const { aviso } = session
  if (aviso?.em !== input.em || aviso.idClienteServico !== input.idClienteServico) return
  if (!(await isStillTheirs(turn, input))) {
    cancelNotice(turn)
    return
  }
  const silence = now - session.lastAt < ANSWER_MS ? undefined : silenceUntil(turn.deps.prompts.provider.silencio, now)
  if (silence !== undefined) {
    const ate = input.what === 'over' ? silence + MORNING_MS : silence
    watch(turn, aviso, { dueAt: silence, ate, vez: input.vez + 1, lidoEm: 0 })
    return
  }
  delete session.aviso
  const { keyboard } = session
  if (input.what === 'unknown') turn.notify('aviso_desistiu', { servico: aviso.rotulo }, ROWS)
  else {
    const { conectado, desde } = input
    const read = conectado === undefined ? 'desconhecido' : conectado ? 'sim' : 'nao'
    const since = desde === undefined ? '' : dateTime(desde)
    turn.notify('aviso_voltou', { servico: aviso.rotulo, conectado: read, desde: since }, ROWS)
  }
  // While something else is asked, its buttons stay those that typed words press.
  if (session.flow.name !== 'idle') session.keyboard = keyboard
}

/** The link holds, and the number is still in the record as the watch has just read it. */
async function isStillTheirs(turn: Turn, { codigoCliente, telefones }: OutageNotice): Promise<boolean> {
  const { session, now } = turn
  const { identity } = session
  if (identity.level !== 2 || identity.until <= now || !identity.codigos.includes(codigoCliente)) return false
  // Nobody could read it: nothing of it is told either.
  if (telefones === undefined) return true
  if (telefones.includes(identity.phoneTag)) identity.checkedAt = now
  else {
    // It left the record; or one documento has several, and another holds it.
    identity.checkedAt = 0
    await checkLink(turn)
  }
  return session.identity.level === 2 && identity.checkedAt === now
}

type Aviso = NonNullable<Session['aviso']>

function watch(
  turn: Turn,
  { codigoCliente, idClienteServico, em }: Aviso,
  { dueAt, ...state }: { dueAt: number; ate: number; vez: number; lidoEm: number; alerta?: string | undefined },
): void {
  turn.watch({
    id: watchId(turn, { idClienteServico }),
    kind: 'aviso',
    dueAt,
    state: JSON.stringify({ codigoCliente, idClienteServico, em, ...state }),
  })
}

const watchId = (turn: Turn, { idClienteServico }: Pick<Aviso, 'idClienteServico'>): string =>
  `av:${turn.chatId}:${String(idClienteServico)}`

const MENU_ROW = [[['menu', 'menu:menu']]] as const
const ROWS = [
  [
    ['conexao', 'menu:conexao'],
    ['suporte', 'menu:suporte'],
  ],
] as const
